"""The table of what each acceptable specialty would add to the first choice, for the same money."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sitegen.chance.route import Span
from sitegen.explain import filled
from sitegen.plan.card import Card
from sitegen.plan.conclusions import passed_named
from sitegen.plan.decision.model import Way
from sitegen.plan.model import Plan
from sitegen.plan.quantities.value import of_100
from sitegen.render.chance.chance_words import full_span
from sitegen.render.chance.chance_words import named as listed
from sitegen.render.phrases import phrase
from sitegen.render.quantities import counted, marked, priced


def gains_view(plan: Plan) -> dict[str, Any] | None:
    """The plan, the first choice alone, and each other specialty; None where nothing is counted."""
    found = plan.compared
    if found.plan is None:
        return None
    chosen = {b.card.id for b in plan.choice.backups}
    rows = [
        _row([c.card], f"beside.{c.card.id}", way, chosen=chosen == {c.card.id})
        for c, way in found.others
    ]
    if len(chosen) > 1:
        both = [b.card for b in plan.choice.backups]
        rows.insert(0, _row(both, "beside.plan", found.plan, chosen=True))
    if found.alone:
        rows.append(_row([], "beside.alone", found.alone, chosen=not chosen))
    return {"first": plan.primary.specialty.name if plan.primary else "", "rows": rows}


def _row(cards: Sequence[Card], key: str, way: Way, *, chosen: bool) -> dict[str, Any]:
    """What some specialties, or none, bring beside the first choice."""
    return {
        "titles": [card.specialty.title for card in cards],
        "sent": [
            (counted(f"{key}.applications.{card.id}", n), card.specialty.name)
            for card, n in way.sent
        ],
        "cost": priced(f"{key}.cost", way.cost),
        "somewhere": full_span(way.somewhere, f"{key}.somewhere"),
        "adds": _adds(way.adds, f"{key}.adds") if way.adds else "",
        "first": full_span(way.first, f"{key}.first") if way.first else "",
        "chosen": chosen,
    }


def _adds(adds: Span, key: str) -> str:
    """A difference in people of 100 with its range; a minus says that fewer match."""
    ends = (("low", adds.low), ("high", adds.high), ("middle", adds.use))
    low, high, middle = (_signed(f"{key}.{end}", part) for end, part in ends)
    return f"{low} to {high} (middle {middle})"


def _signed(key: str, part: float) -> str:
    people = round(100 * part)
    sign = "\N{EN DASH}" if people < 0 else ""
    return f"{sign}{marked(key, of_100(part), str(abs(people)))}"


def passed_words(plan: Plan) -> str:
    """Why a specialty that was named was passed over, and what it would cost to take it.

    Empty where none was.
    """
    if passed_named(plan.choice) is None:
        return ""
    found = plan.reasons.verdicts["named"]
    assert found.step is not None, "it is known what was named"
    return " ".join(filter(None, (filled(found.step.say, plan.facts), _loss(plan))))


def _loss(plan: Plan) -> str:
    """The chance somewhere with each specialty that was named and passed over, and the answer's.

    For the same money, of those that the table shows.
    """
    it, chosen = plan.compared, {b.card.id for b in plan.choice.backups}
    if it is None or it.plan is None:
        return ""
    ways = [
        phrase(
            plan,
            "passed-way",
            specialty=c.card.specialty.name,
            chance=full_span(way.somewhere, f"beside.{c.card.id}.somewhere"),
        )
        for c, way in it.others
        if c.passed and c.card.facts["fit.named"].value is True and c.card.id not in chosen
    ]
    if not ways:
        return ""
    ours = full_span(it.plan.somewhere, "beside.plan.somewhere")
    names = listed(b.card.specialty.name for b in plan.choice.backups)
    answer = phrase(plan, "passed-way", specialty=names, chance=ours)
    return phrase(plan, "passed-loss", ways=listed([*ways, answer]))
