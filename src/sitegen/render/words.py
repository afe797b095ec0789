"""Fixed words of the pages, and short sentences made from the plan. No decisions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sitegen.explain import long_date, number, usd
from sitegen.knowledge.model import Service, Trait, Traits
from sitegen.knowledge.units import ValueKind
from sitegen.plan.dual import COMPETITIVE
from sitegen.plan.model import Candidate, Card, Plan
from sitegen.profile import Profile

DECISION_WORD = {
    "strongly_advised": "Strongly advised",
    "advised": "Advised",
    "optional": "Optional",
    "not_needed": "Not needed",
}
DECISION_TEXT = {
    "open": "Too little is known for a firm answer. What is missing is on your checklist."
}


def sponsored(plan: Plan) -> bool:
    """Whether a program has to sponsor a visa, or may have to while it is not told."""
    return plan.facts["applicant.needs_visa"].value is not False


def bridge(plan: Plan) -> str:
    """What a year that leads nowhere by itself can do."""
    end = ", and your visa may end with it" if sponsored(plan) else ""
    return (
        "A preliminary or transitional year is a bridge: one year of US experience, and a help "
        "when you apply again. It is never a backup. When it ends there is no guaranteed "
        f"place{end}."
    )


def lead(plan: Plan) -> str:
    """The answer of the whole plan, in two or three sentences."""
    choice, primary = plan.choice, plan.primary
    first = primary.specialty.name if primary else ""
    if choice.verdict == "recommended":
        names = " and ".join(b.card.specialty.name for b in choice.backups)
        beside = f" beside {first}" if first else ""
        return (
            f"Prepare {names} as your backup{beside}. {_gates(plan)}, and {_doors(plan)}. "
            f"{_safer(plan)}"
            if first
            else f"Prepare {names} first. It passes every gate that can be checked without a "
            "first choice."
        )
    if choice.verdict == "not_needed":
        return (
            f"{first[:1].upper()}{first[1:]} alone is a sound plan. The field is open to people "
            "like you, your file is at or above those who matched, and you are ready to apply "
            "again. You may still prepare a backup if you sleep better with one."
        )
    if choice.verdict == "undecided" and primary is None:
        return (
            "Name a first choice, and a backup can be weighed against it. Until then the table "
            "shows where the doors are, as far as your profile tells."
        )
    if choice.verdict == "undecided":
        return (
            "Too little is known to recommend a backup honestly. The checklist says what to find "
            "out first. Most of it takes an evening."
        )
    return (
        "No specialty passes every gate for you today. That is not a verdict on you. It says "
        "where the doors are today, and more applications alone would not open them."
    )


def alternatives(plan: Plan) -> tuple[str, ...]:
    """What to do while no specialty passes every gate."""
    fields = [plan.primary.specialty.name] if plan.primary else []
    fields += [c.card.specialty.name for c in plan.choice.runners_up[:1]]
    one = f", {' or '.join(fields)}," if fields else ""
    bearable = plan.facts["applicant.can_lose_year"].value is not False
    wait = (
        "Wait one season, and close first what weighs most, such as Step 3 or a rotation with "
        "a letter."
        if bearable
        else "You said that one more year would be too much for "
        f"{plan.facts['applicant.lost_year_words'].value}. If that ever changes, a year that "
        "closes what weighs most is worth more than many applications."
    )
    knows = "your country and your visa" if sponsored(plan) else "applicants from your country"
    ways = (
        f"Apply in one field only{one} with open eyes. Decide beforehand what you will do in "
        "March if it does not work.",
        f"Talk to an advisor who knows {knows}. Take this plan with you: it shows what stands "
        "in the way.",
    )
    return (wait, *ways) if bearable else (*ways, wait)


def _safer(plan: Plan) -> str:
    """The likelihood of the first backup beside that of the first choice."""
    first, backup = plan.primary, plan.choice.backups[0].card
    if first is None or not first.likelihood.tells:
        return "It is safer than your first choice, or safe by itself."
    mine, theirs = backup.likelihood.value, first.likelihood.value
    if mine == theirs:
        return f"Its match likelihood is {mine} of 5, the same as in {first.specialty.name}."
    return f"Its match likelihood is {mine} of 5, and {theirs} of 5 in {first.specialty.name}."


def _gates(plan: Plan) -> str:
    """What the gates said of life in the backup, or that they still wait for a word on it."""
    if plan.choice.provisional:
        return "It passes every gate that does not wait for your own word"
    return "It passes every gate: you could do it for life"


def _doors(plan: Plan) -> str:
    visa = plan.choice.backups[0].card.visa.value
    if not sponsored(plan):
        return "no program has to sponsor you"
    if visa >= 5:
        return "nearly every door is open to your visa"
    return "most doors are open to your visa" if visa == 4 else (
        "some doors are open to your visa" if visa == 3 else
        "a few doors are open to your visa, though not many"
    )  # fmt: skip


def _hard(plan: Plan) -> str:
    if plan.primary and plan.primary.likelihood.value > COMPETITIVE:
        return "has few doors for your visa"
    return "is competitive for you"


def binding_text(plan: Plan) -> str:
    """What limits the number of programs, in one or two sentences."""
    counts = plan.counts
    if counts is None:
        return ""
    if plan.facts["applicant.applied"].value is True:
        return (
            "Your applications are out, so nothing of this is asked of you now. The numbers stay "
            "for comparison, and for another season."
        )
    total = usd(counts.advice_total)
    number_of = sum(c.programs for c in counts.advice)
    return {
        "budget": f"Your budget binds. It pays for {number_of} programs ({total}). Fewer, "
        "stronger applications are the honest way to spend it."
        if number_of
        else "Your budget does not pay for the transcripts and one program. Raise it, or plan "
        "for a later season.",
        "supply": "The number of open programs binds: there are not more that "
        f"{'consider your visa and ' if sponsored(plan) else ''}interview non-US IMGs. More "
        "applications would go to closed doors.",
        "wide": f"Your first choice {_hard(plan)}. So the larger numbers of the guide apply, at "
        "their low end.",
        "hold": "No number of applications repairs what stands in the way today, so none is "
        "advised. Both readings of the guide are shown, so that you know the price.",
        "focused": "Your first choice is open enough for the smaller numbers: strong "
        "applications rather than many.",
    }[counts.binding]


def support_words(c: Candidate) -> str:
    """What in the profile already speaks for a candidate."""
    facts = c.card.facts
    parts = []
    weeks = facts["here.weeks"].value
    if isinstance(weeks, (int, float)) and weeks > 0:
        parts.append(f"{number(weeks)} hands-on weeks in the field")
    letters = facts["here.us_letters"].value
    if isinstance(letters, int) and letters > 0:
        parts.append(f"{letters} US {'letter' if letters == 1 else 'letters'} that can serve it")
    if facts["here.trained_before"].value is True:
        parts.append("earlier training in it")
    if facts["fit.named"].value is True:
        parts.append("your own wish")
    road = f"A road back to your first choice: {c.pathways[0].via}." if c.pathways else ""
    if not parts and not road:
        return "Nothing in your file speaks for it yet."
    spoken = "What speaks for it: " + ", ".join(parts) + "." if parts else ""
    return " ".join(filter(None, [spoken, road]))


def date_span(low: dt.date, high: dt.date) -> str:
    """Two days without saying the month or the year twice."""
    if (low.year, low.month) == (high.year, high.month):
        return f"{low.day} to {long_date(high)}"
    if low.year == high.year:
        return f"{long_date(low).rsplit(' ', 1)[0]} to {long_date(high)}"
    return f"{long_date(low)} to {long_date(high)}"


def weights_words(p: Profile) -> str:
    """The applicant's own weights, or nothing where all count the same."""
    w = p.interests.weights
    if w is None or w.match == w.visa == w.fit:
        return ""
    return f"match likelihood {w.match}, visa and IMG friendliness {w.visa}, personal fit {w.fit}"


def training_words(card: Card, plan: Plan) -> str:
    """Length of training with its kind."""
    training = card.specialty.about.training
    if training is None:
        return ""
    years = (
        number(training.low)
        if training.low == training.high
        else f"{number(training.low)} to {number(training.high)}"
    )
    source = plan.knowledge.sources[training.source]
    kind = (
        f"judgement {training.year}, from the usual length"
        if training.kind is ValueKind.JUDGEMENT
        else f"{source.owner} {training.year}"
    )
    unit = "year" if training.high == 1 else "years"
    return f"Training takes {years} {unit}, first year included ({kind})."


def service_words(card: Card) -> str:
    """Where applications go."""
    return {
        Service.ERAS: "Applications go through ERAS.",
        Service.RESIDENCYCAS: "Applications go through ResidencyCAS, not ERAS.",
        Service.SF: "Applications go through SF Match, not ERAS.",
    }[card.specialty.about.service]


TRAITS = (
    ("inpatient", "Clinic (1) … hospital (5)", "place"),
    ("procedural", "Thinking and talking (1) … procedures (5)", "manner"),
    ("continuity", "Short contacts (1) … long relationships (5)", "contact"),
    ("communication", "Little talk (1) … long conversations (5)", ""),
    ("intensity", "Calm (1) … intense (5)", "pace"),
    ("predictability", "Shifts and nights (1) … regular hours (5)", "hours"),
    ("research_weight", "Research counts little (1) … much (5)", ""),
)


def traits_view(traits: Traits, p: Profile) -> list[dict[str, Any]]:
    """Traits beside the applicant's wishes."""
    rows = []
    for name, label, wish in TRAITS:
        trait: Trait = getattr(traits, name)
        wanted = getattr(p.interests, wish) if wish else None
        said = wanted.value if wanted else ("not told" if wish else "")
        if name == "communication" and p.communication.spoken_english:
            said = f"English {p.communication.spoken_english} of 5"
        rows.append(
            {
                "name": label,
                "value": trait.value,
                "range": f"{trait.low} to {trait.high}",
                "wish": said,
            }
        )
    return rows
