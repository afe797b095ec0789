"""What an outcome comes to, for a cell or a sentence: answers, effects and applications."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from sitegen.measures import in_words
from sitegen.plan.model import Plan
from sitegen.plan.quantities.changes import part_key, sides_key
from sitegen.plan.quantities.value import of_100, slug
from sitegen.plan.whatif.changes import Change, TooLate
from sitegen.plan.whatif.outcomes import Effect, Numbers, Outcome, Side
from sitegen.render.chance.chance_words import named, range_words, span
from sitegen.render.phrases import phrase
from sitegen.render.quantities import counted, marked, priced

MORE_PROGRAMS = "more-programs"
"""The scenario of more applications, as its changes are called."""


def effect_words(moves: Effect | None, plan: Plan, key: str = "") -> str:
    """An effect as more or fewer people of 100, always as a range; with a key, it is marked."""
    if moves is None:
        return phrase(plan, "effect-unknown")
    low, high = math.floor(100 * moves.low + 1e-6), math.ceil(100 * moves.high - 1e-6)

    def said(name: str, least: int, most: int) -> str:
        return phrase(
            plan,
            f"effect-{name}",
            low=marked(key and f"{key}.low", of_100(moves.low), str(abs(least))),
            high=marked(key and f"{key}.high", of_100(moves.high), str(abs(most))),
        )

    if low == 0 == high:
        return phrase(plan, "effect-none")
    if low >= 0:
        return said("more", low, max(high, low + 1)) if low else said("up-to-more", low, high)
    if high <= 0:
        return said("fewer", max(-low, 1 - high), high) if high else said("up-to-fewer", low, high)
    return said("both", low, high)


def answer(outcome: Outcome, plan: Plan) -> str:
    """The verdict of an outcome in a few words."""
    names = [plan.knowledge.specialties[b].name for b in outcome.backups]
    if outcome.verdict == "recommended":
        return phrase(plan, f"answer-backup{'s' if names[1:] else ''}", names=named(names))
    return phrase(plan, f"answer-{outcome.verdict.replace('_', '-')}")


def decision(outcome: Outcome, plan: Plan) -> str:
    """The advice on a second specialty; empty where it is open."""
    if len(outcome.decision) != 1:
        return ""
    return phrase(plan, f"decision-{outcome.decision[0]}").lower()


def own_numbers(after: Outcome, plan: Plan, key: str) -> list[str]:
    """What the changed plan would send by itself, as a line of its own."""
    own = after.numbers
    if own is None:
        return []
    if not after.advised:
        return [phrase(plan, "own-none")]
    sent = own_sent(own, plan, key)
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


def own_sent(own: Numbers, plan: Plan, key: str) -> str:
    """The numbers that a changed plan would send by itself."""
    return _sent(
        [(counted(f"{key}.applications.{slug(name)}", n), name) for name, n in own.sent if n], plan
    )


def programs(sides: Sequence[Side], key: str, plan: Plan) -> str:
    """How many applications, by specialty."""
    return _sent(
        [
            (counted(sides_key(key, side.specialty, plan), side.applications), side.name)
            for side in sides
            if side.applications
        ],
        plan,
    )


def _sent(numbers: Sequence[tuple[str, str]], plan: Plan) -> str:
    if not numbers:
        return phrase(plan, "sent-none")
    return named(phrase(plan, "sent-in", number=n, specialty=name) for n, name in numbers)


def somewhere(outcome: Outcome, key: str, plan: Plan) -> str:
    """The chance of a match somewhere, for a cell."""
    if outcome.somewhere is None:
        return phrase(plan, "effect-unknown")
    part = part_key(key, "somewhere")
    found = span(outcome.somewhere, part)
    chance = found if " to " in found else range_words(outcome.somewhere, part)
    return phrase(plan, "of-100", chance=chance)


def is_against_the_number(change: Change, plan: Plan) -> bool:
    """Whether a change is more applications where the plan stopped, as one more is not worth it."""
    stopped = plan.counts is not None and plan.counts.binding == "stop"
    return stopped and change.id.startswith(MORE_PROGRAMS)


def filled(text: str, it: Change | TooLate, plan: Plan) -> str:
    """A text of the scenarios with its specialties and amounts."""
    return fill(text, {"first": it.first, "backup": it.backup, "other": it.other}, it.amount, plan)


def fill(text: str, names: Mapping[str, str | None], amount: int, plan: Plan) -> str:
    """A text with {first}, {backup}, {other}, {weeks} and {number} filled in."""
    for slot, key in names.items():
        name = plan.knowledge.specialties[key].name if key else ""
        text = text.replace("{" + slot + "}", name)
    text = text.replace("{weeks}", str(amount)).replace("{number}", in_words(amount))
    return text[:1].upper() + text[1:]


def together(titles: Sequence[str]) -> str:
    """Titles of changes as one phrase; "Step 3" and "H-1B" keep their capitals."""
    later = [
        t if t.startswith("Step") or not t[1:2].islower() else t[:1].lower() + t[1:]
        for t in titles[1:]
    ]
    return named([*titles[:1], *later])
