"""Sentences of the page on what would change the plan: effects, answers and flips in words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from sitegen.plan.card import Card
from sitegen.plan.model import Plan
from sitegen.plan.quantities.changes import part_key, sides_key
from sitegen.plan.quantities.value import of_100, slug
from sitegen.plan.whatif.changes import Change, TooLate
from sitegen.plan.whatif.flips import GOAL, RULED_OUT, VISA, Flip
from sitegen.plan.whatif.outcomes import Effect, Numbers, Outcome, Side, applications
from sitegen.plan.whatif.scenarios import worded
from sitegen.render.chance.chance_words import named, range_words, span
from sitegen.render.phrases import phrase
from sitegen.render.quantities import counted, marked, priced

NUMBERS = {1: "one", 2: "two", 3: "three"}
VISAS = {"j1": "J-1", "h1b": "H-1B"}


def effect_words(moves: Effect | None, key: str = "") -> str:
    """An effect as more or fewer people of 100, always as a range; with a key, it is marked."""
    if moves is None:
        return "not known"
    low, high = math.floor(100 * moves.low + 1e-6), math.ceil(100 * moves.high - 1e-6)
    if low == 0 == high:
        return "none"

    def least(people: int) -> str:
        return marked(key and f"{key}.low", of_100(moves.low), str(people))

    def most(people: int) -> str:
        return marked(key and f"{key}.high", of_100(moves.high), str(people))

    if low >= 0:
        more = most(high) if low == 0 else most(max(high, low + 1))
        return f"up to {more} more" if low == 0 else f"{least(low)} to {more} more"
    if high <= 0:
        fewer = least(-low) if high == 0 else least(max(-low, 1 - high))
        return f"up to {fewer} fewer" if high == 0 else f"{most(-high)} to {fewer} fewer"
    return f"from {least(-low)} fewer to {most(high)} more"


def each_words(
    each: Effect | None, moves: Effect | None, units: tuple[float, float], money: bool, key: str
) -> str:
    """An effect for each month or each 100 USD, or why there is none."""
    if units[1] < 0:
        return "saves money"
    if units[1] == 0:
        return "costs nothing" if money else "takes no time"
    if moves is None:
        return "not known"
    if moves.use <= 1e-9:
        return "no gain"
    if each is None:
        return "costs little or nothing" if money else "takes little time"
    return effect_words(each, key)


def answer(outcome: Outcome, plan: Plan) -> str:
    """The verdict of an outcome in a few words."""
    names = [plan.knowledge.specialties[b].name for b in outcome.backups]
    if outcome.verdict == "recommended":
        return f"Backup{'s' if names[1:] else ''}: {named(names)}"
    return {
        "not_needed": "First choice alone",
        "undecided": "Not decided yet",
        "nothing_adds": "First choice alone, nothing adds enough",
    }[outcome.verdict]


def result(verdict: str, backup: str | None, plan: Plan) -> str:
    """What a flip leads to, as the end of a sentence."""
    name = plan.knowledge.specialties[backup].name if backup else ""
    if verdict == "not_needed" and plan.choice.verdict == "not_needed":
        return f"{name} would stand first, if you want a backup all the same"
    if verdict == "undecided" and plan.choice.verdict == "nothing_adds":
        return "at least one specialty could pass, once more is known"
    return {
        "recommended": f"{name} would be the backup",
        "not_needed": "the first choice alone would do",
        "undecided": "the plan could not decide on a backup",
        "nothing_adds": "no second specialty that is open to you would add enough",
    }[verdict]


def decision(outcome: Outcome, plan: Plan) -> str:
    """The advice on a second specialty, or that it is open."""
    if len(outcome.decision) == 1:
        return phrase(plan, f"decision-{outcome.decision[0]}").lower()
    return "open"


def says(after: Outcome, today: Outcome, plan: Plan, key: str) -> list[str]:
    """What the plan would say otherwise; one sentence where it would say the same."""
    lines = []
    if (after.verdict, after.backups) != (today.verdict, today.backups):
        lines.append(f"{answer(after, plan)}.")
    if decision(after, plan) != decision(today, plan):
        lines.append(f"A second specialty: {decision(after, plan)}, today {decision(today, plan)}.")
    known = {side.specialty: side for side in today.sides}
    for side in after.sides:
        before = known.get(side.specialty)
        if before:
            lines += _rated(side, before, plan.card(side.specialty))
    return [
        *(lines or ["The same answer as today."]),
        *_divided(after, today, plan, key),
        *own_numbers(after, plan, f"{key}.own"),
    ]


def _divided(after: Outcome, today: Outcome, plan: Plan, key: str) -> list[str]:
    """Which applications are counted, where they go to other specialties than today."""
    sent, before = sent_in(after), sent_in(today)
    if after.numbers is None or set(sent) == set(before):
        return []
    counted_words = phrase(plan, "effort-divided", sent=programs(after.sides, key, plan))
    if after.total < today.total:
        counted_words += f" {phrase(plan, 'effort-fewer')}"
    return [counted_words]


def sent_in(outcome: Outcome) -> dict[str, int]:
    """The specialties in which an outcome counts applications, and how many."""
    return {name: n for name, n in applications(outcome).items() if n}


def own_numbers(after: Outcome, plan: Plan, key: str) -> list[str]:
    """What the changed plan would send by itself, as a line of its own."""
    own = after.numbers
    if own is None:
        return []
    if not after.advised:
        return [phrase(plan, "own-none")]
    sent = own_sent(own, key)
    if own.somewhere is None or own.cost is None:
        return [phrase(plan, "own-numbers-bare", sent=sent)]
    return [
        phrase(
            plan,
            "own-numbers",
            sent=sent,
            cost=priced(f"{key}.cost", own.cost),
            chance=range_words(own.somewhere, f"{key}.somewhere"),
        )
    ]


def own_sent(own: Numbers, key: str) -> str:
    """The numbers that a changed plan would send by itself."""
    found = [
        f"{counted(f'{key}.applications.{slug(name)}', number)} in {name}"
        for name, number in own.sent
        if number
    ]
    return named(found) if found else "none"


def _rated(side: Side, before: Side, card: Card) -> list[str]:
    """How ratings move. One that today is open is none that could be told beside another."""
    words = []
    if card.likelihood.tells and side.likelihood != before.likelihood:
        today = counted(f"rating.{side.specialty}.match", before.likelihood)
        words.append(f"match likelihood {side.likelihood} of 5, today {today}")
    if card.priority.settled and side.priority != before.priority:
        now = marked(f"priority.{side.specialty}", before.priority, before.priority)
        words.append(f"priority {side.priority}, today {now}")
    return [f"{side.name[:1].upper()}{side.name[1:]}: {'; '.join(words)}."] if words else []


def filled(text: str, it: Change | TooLate, plan: Plan) -> str:
    """A text of the scenarios with its specialties and amounts."""
    return fill(text, {"first": it.first, "backup": it.backup, "other": it.other}, it.amount, plan)


def fill(text: str, names: Mapping[str, str | None], amount: int, plan: Plan) -> str:
    """A text with {first}, {backup}, {other}, {weeks} and {number} filled in."""
    for slot, key in names.items():
        name = plan.knowledge.specialties[key].name if key else ""
        text = text.replace("{" + slot + "}", name)
    count = NUMBERS.get(amount, str(amount))
    text = text.replace("{weeks}", str(amount)).replace("{number}", count)
    return text[:1].upper() + text[1:]


def flip_words(flip: Flip, plan: Plan) -> str:
    """One flip as a sentence: "If you rated family medicine 4 instead of 3, …"."""
    end = result(flip.verdict, flip.backup, plan)
    if flip.kind == GOAL and flip.verdict == "nothing_adds":
        end = "no other specialty would add enough to it"
    return f"{_begin(flip, plan)}, {end}."


def _begin(flip: Flip, plan: Plan) -> str:
    name = plan.knowledge.specialties[flip.specialty].name if flip.specialty else ""
    after, before = f"{flip.after:g}", f"{flip.before:g}"
    if flip.kind == "fit":
        assert flip.specialty is not None
        own = plan.card(flip.specialty).fit.own
        was = f"instead of {before}" if own else f"yourself, where the plan computed {before}"
        return f"If you rated your fit for {name} {after} {was}"
    if flip.kind == RULED_OUT:
        return f"If you ruled out {name} yourself"
    if flip.kind == VISA:
        return f"If you accepted only {VISAS[flip.detail]}"
    if flip.kind == "fit-two":
        other = plan.knowledge.specialties[flip.detail].name
        return f"If you rated your fit for {other} {before} and for {name} {after}"
    if flip.kind == "named":
        return f"If you named {name} among the specialties you consider"
    if flip.kind == "lost-year":
        return f"If a lost year {'could be borne' if flip.after else 'would be too much'}"
    if flip.kind == "points":
        return f"If the points for “{flip.detail}” were {after} instead of {before}"
    if flip.kind == "part":
        end = "upper" if flip.after > 0 else "lower"
        return f"If “{flip.detail}” moved your chance by as much as at the {end} end of its range"
    return _scenario(flip, plan)


def _scenario(flip: Flip, plan: Plan) -> str:
    about = next(worded(s, plan.facts) for s in plan.knowledge.scenarios if s.id == flip.kind)
    names = dict.fromkeys(("first", "backup", "other"), flip.specialty)
    return fill(about.changes, names, int(flip.after), plan)


def together(titles: Sequence[str]) -> str:
    """Titles of changes as one phrase; "Step 3" and "H-1B" keep their capitals."""
    later = [
        t if t.startswith("Step") or not t[1:2].islower() else t[:1].lower() + t[1:]
        for t in titles[1:]
    ]
    return named([*titles[:1], *later])


def programs(sides: Sequence[Side], key: str, plan: Plan) -> str:
    """How many applications, by specialty."""
    sent = [
        f"{counted(sides_key(key, side.specialty, plan), side.applications)} in {side.name}"
        for side in sides
        if side.applications
    ]
    return named(sent) if sent else "none"


def idle_words(change: Change) -> str:
    """Why a change moves nothing here."""
    if change.id.startswith(("rotation", "letter")):
        return (
            "You already have as much as the judgement counts, or your profile leaves it out. It "
            "may still help you in interviews."
        )
    return change.note or "The printed groups do not show it."


def somewhere(outcome: Outcome, key: str) -> str:
    """The chance of a match somewhere, for a cell."""
    if outcome.somewhere is None:
        return "not known"
    part = part_key(key, "somewhere")
    found = span(outcome.somewhere, part)
    return f"{found if ' to ' in found else range_words(outcome.somewhere, part)} of 100"
