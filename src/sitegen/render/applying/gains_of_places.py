"""What one place brings: programs, visa, chance as a range, and cost."""

from __future__ import annotations

from typing import Any

from sitegen.chance.odds import Chance
from sitegen.chance.route import Span
from sitegen.plan.applying.geography import Geography
from sitegen.plan.applying.places import Gain
from sitegen.plan.quantities.places import place_key
from sitegen.render.chance.chance_words import short
from sitegen.render.quantities import counted, priced

COUNTED = ("new", "programs", "fit", "silent", "stay")
MOST_FIRST = 4
"""So many places are told in sentences."""

TINY = short(0)
HALF = 0.005
"""Below it, a difference is less than one person of 100."""


def first_gains(it: Geography) -> list[Gain]:
    """The places outside of today's map that add most, and all at once where that adds more."""
    found = [g for g in it.gains if g.new and g.kind != "all"]
    return [*found[:MOST_FIRST], *whole_map(it)]


def whole_map(it: Geography) -> list[Gain]:
    """All places at once, where that adds more than any one of them."""
    most = max((g.new for g in it.gains if g.kind != "all"), default=0)
    return [g for g in it.gains if g.kind == "all" and g.new > most]


def gain_view(gain: Gain, it: Geography) -> dict[str, Any]:
    """One place. It is `idle` where no program there could be applied to, on its map or today's."""
    key = place_key(gain)
    return {
        "kind": gain.kind,
        "name": gain.name,
        "wish": _wish(gain, it),
        "idle": not gain.within and not gain.new,
        "known": gain.after.use > 0,
        "before": people(gain.before, f"{key}.before"),
        "after": people(gain.after, f"{key}.after"),
        "step": people(gain.step, f"{key}.step"),
        "less_than_one": gain.step.high < HALF,
        "cost": priced(f"{key}.cost", gain.cost) if gain.cost is not None else None,
        **{name: counted(f"{key}.{name}", getattr(gain, name)) for name in COUNTED},
    }


def _wish(gain: Gain, it: Geography) -> str:
    """What was said of a state; of a wider place, whether it is partly or not at all on the map."""
    if gain.kind == "state":
        return next((square.wish for square in it.squares if square.state == gain.name), "")
    return "" if gain.inside or gain.kind == "all" else "part"


def people(of: Chance | Span, key: str) -> dict[str, str]:
    """A chance or a difference of two as people of 100: both ends, and a word on how to read them.

    The word is none, one (both read alike), most (the low end is below one person) or both.
    """
    low, high = short(of.low), short(of.high)
    word = "one" if low == high else "most" if low == TINY else "both"
    return {
        "word": "none" if of.high == 0 else word,
        "low": short(of.low, f"{key}.low"),
        "high": short(of.high, f"{key}.high"),
    }
