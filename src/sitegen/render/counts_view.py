"""The rows of the tables on numbers of programs and their price, with their marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sitegen.plan.applying.picked import Part
from sitegen.plan.decision.model import Cost, CountOption, Supply
from sitegen.plan.model import Plan
from sitegen.render.chance.chance_words import full_span
from sitegen.render.quantities import counted, ends, priced
from sitegen.render.shown import OptionView
from sitegen.written import usd


def option_view(o: CountOption, plan: Plan) -> OptionView:
    """One reading of the guide, with how many match somewhere at both its ends."""
    sent, cost = f"guide.{o.name}.applications", f"guide.{o.name}.cost"
    low, high = (sum(c.programs for c in end) for end in (o.low, o.high))
    return OptionView(
        name=o.name,
        rows=tuple(
            (
                first.specialty.title,
                ends(f"{sent}.{first.specialty.id}", first.programs, last.programs),
                ends(f"{cost}.{first.specialty.id}", first.fee, last.fee, usd),
            )
            for first, last in zip(o.low, o.high, strict=True)
        ),
        total_programs=ends(sent, low, high),
        total=ends(cost, o.low_total, o.high_total, usd),
        transcripts=priced(f"guide.{o.name}.transcripts", o.transcripts),
        chance=_reading(o.name, plan),
    )


def _reading(name: str, plan: Plan) -> str:
    readings = plan.compared.readings
    found = next((r for r in readings if r.name == name), None)
    if found is None:
        return ""
    ways = {"least": found.low, "most": found.high}
    if found.low.sent == found.high.sent:
        ways.pop("most")
    return "; ".join(
        full_span(way.somewhere, f"guide.{name}.{end}.somewhere") for end, way in ways.items()
    )


def number_row(supply: Supply, costs: Sequence[Cost], part: Part | None) -> dict[str, Any]:
    """A specialty with the plan's number and fee, its programs, and those likely open.

    A part of typical programs adds how far the number moves with the chances.
    """
    name = supply.specialty.id
    cost = next((c for c in costs if c.specialty.id == name), None)
    likely = ends(f"supply.{name}", supply.open_low, supply.open_high)
    _, sent, fee = advice_row(cost) if cost else ("", "", "")
    return {
        "title": supply.specialty.title,
        "page": f"specialty.{name}",
        "sent": sent,
        "fee": fee,
        "range": ends(f"portfolio.applications.{name}", part.low, part.high)
        if part and part.low < part.high
        else "",
        "programs": counted(f"programs.{name}", supply.programs),
        "open": f"{counted(f'open.{name}', supply.open)} ({likely})",
    }


def advice_row(c: Cost) -> tuple[str, str, str]:
    """A specialty with its advised number, and what that costs."""
    sent = f"applications.{c.specialty.id}"
    return c.specialty.title, counted(sent, c.programs), priced(f"cost.{sent}", c.fee)
