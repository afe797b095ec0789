"""Fixed words of the pages, and short sentences made from the plan. No decisions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sitegen.explain import filled, long_date, number
from sitegen.facts.model import Facts
from sitegen.knowledge.model import Service, Trait, Traits
from sitegen.knowledge.units import ValueKind
from sitegen.plan.card import Card
from sitegen.plan.decision.model import Candidate
from sitegen.plan.model import Plan
from sitegen.profile import Profile
from sitegen.render.quantities import dated, marked

DECISION_WORD = {
    "strongly_advised": "Strongly advised",
    "advised": "Advised",
    "close": "A close call",
    "visa_first": "Advised, once a visa is possible",
    "only_if": "Only if you apply at all",
    "not_needed": "Not needed",
    "nothing_adds": "Nothing adds enough",
}
DECISION_TEXT = {
    "open": "Too little is known for a firm answer. What is missing is on your checklist."
}


def decision_key(plan: Plan) -> str:
    """The answer, or the span of answers that are still possible."""
    possible = plan.decision.possible
    return possible[0] if len(possible) == 1 else "open"


def decision_word(plan: Plan) -> str:
    """The decision in a word or two."""
    possible = plan.decision.possible
    if len(possible) == 1:
        return DECISION_WORD[possible[0]]
    return f"Open: from {DECISION_WORD[possible[-1]].lower()} to " + (
        DECISION_WORD[possible[0]].lower()
    )


def decision_text(plan: Plan) -> str:
    """The decision in a sentence."""
    if decision_key(plan) == "open":
        return DECISION_TEXT["open"]
    step = plan.decision.finding.told or plan.decision.finding.step
    assert step is not None
    return step.say


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
    found = plan.reasons.verdicts["choice"]
    assert found.step is not None, "the plan knows its own answer"
    return " ".join((filled(found.step.say, plan.facts), *_gates(plan)))


def alternatives(plan: Plan) -> tuple[str, ...]:
    """What to do while nothing acceptable adds enough to a weak first choice."""
    fields = [plan.primary.specialty.name] if plan.primary else []
    fields += [c.card.specialty.name for c in plan.choice.runners_up[:1]]
    one = f", {' or '.join(fields)}," if fields else ""
    bearable = plan.facts["applicant.can_lose_year"].value is not False
    wait = (
        "Wait one season, and close first what weighs most, such as an exam or a new letter."
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


def _gates(plan: Plan) -> tuple[str, ...]:
    """What the gates said of life in the backup, and of its doors."""
    if plan.choice.verdict != "recommended":
        return ()
    doors = _doors(plan)
    if plan.choice.provisional:
        return (f"It passes every gate that does not wait for your own word, and {doors}.",)
    facts = plan.choice.backups[0].card.facts
    life = "You did not rule it out"
    if facts["fit.own"].value is not None:
        life = "You could do it for life"
    elif facts["fit.named"].value is True:
        life = "You named it yourself"
    return (f"{life}, and {doors}.",)


def _doors(plan: Plan) -> str:
    visa = plan.choice.backups[0].card.visa.value
    if not sponsored(plan):
        return "no program has to sponsor you"
    if plan.facts["applicant.entry_closed"].value is True:
        return "programs sponsor visas that you accept; whether one can be issued is another matter"
    if visa >= 5:
        return "nearly every door is open to your visa"
    return (
        "most doors are open to your visa"
        if visa == 4
        else (
            "some doors are open to your visa"
            if visa == 3
            else "a few doors are open to your visa, though not many"
        )
    )


def binding_text(plan: Plan) -> str:
    """What sets the number of programs, in one or two sentences."""
    if plan.counts is None:
        return ""
    found = plan.reasons.verdicts["binding"]
    return filled(found.step.say, plan.facts) if found.step else found.rule.unknown


def fits_too(c: Candidate, plan: Plan) -> str:
    """Why a specialty that would do is not the answer."""
    backups = plan.choice.backups
    if not backups:
        return "It would do."
    name = backups[0].card.specialty.name
    return f"It would do, but more people like you match somewhere with {name}."


def _letter_words(facts: Facts) -> list[str]:
    """US letters that can serve: those that are there, and those that are promised."""
    every, held = (facts[f"here.us_letters{part}"].value for part in ("", "_received"))
    if not isinstance(every, int) or not isinstance(held, int):
        return []
    words = [f"{held} US {'letter' if held == 1 else 'letters'} that can serve it"] if held else []
    more = every - held
    return words + ([f"{more} promised US {'letter' if more == 1 else 'letters'}"] if more else [])


def support_words(c: Candidate) -> str:
    """What in the profile already speaks for a candidate."""
    facts = c.card.facts
    parts = []
    weeks = facts["here.weeks"].value
    if isinstance(weeks, (int, float)) and weeks > 0:
        parts.append(f"{number(weeks)} hands-on weeks in the field")
    parts += _letter_words(facts)
    if facts["here.trained_before"].value is True:
        parts.append("earlier training in it")
    if facts["fit.named"].value is True:
        parts.append("your own wish")
    road = f"A road back to your first choice: {c.pathways[0].via}." if c.pathways else ""
    if not parts and not road:
        return "Nothing in your file speaks for it yet."
    spoken = "What speaks for it: " + ", ".join(parts) + "." if parts else ""
    return " ".join(filter(None, [spoken, road]))


def date_span(low: dt.date, high: dt.date, key: str = "") -> str:
    """Two days without saying the month or the year twice. With a key, both carry their marks."""
    first = long_date(low)
    if low.year == high.year:
        first = str(low.day) if low.month == high.month else first.rsplit(" ", 1)[0]
    return f"{marked(key and f'{key}.low', low, first)} to {dated(key and f'{key}.high', high)}"


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
