"""What one place brings, in words: programs, visa, chance as a range, and cost."""

from __future__ import annotations

from typing import Any

from sitegen.chance.odds import Chance
from sitegen.chance.route import Span
from sitegen.plan.applying.geography import Geography
from sitegen.plan.applying.places import Gain
from sitegen.plan.quantities.places import place_key
from sitegen.render.chance import chance_words
from sitegen.render.quantities import counted, priced

PLACES = {
    "smaller_city": "Smaller cities",
    "rural": "Rural areas",
    "affiliated": "Community programs affiliated with a university",
    "community": "Community programs",
    "all": "Every place you did not exclude",
}
WISHES = {"named": "named by you", "excluded": "excluded by you", "outside": "not on your map"}
TINY = chance_words.short(0)
HALF = 0.005
"""Below it, a difference is less than one person of 100."""


def gain_sentence(gain: Gain, visa: bool) -> str:
    """What one place adds, in short sentences."""
    name = {"state": gain.name, "region": f"the {gain.name}"}.get(
        gain.kind, PLACES.get(gain.name, gain.name).lower()
    )
    key = place_key(gain)
    said = f"Adding {name} adds {programs(gain.new, f'{key}.new')} that you could apply to."
    if visa and gain.kind != "all":
        said += f" Your list holds {programs(gain.programs, f'{key}.programs')} there, and "
        said += f"{counted(f'{key}.fit', gain.fit)} of them "
        said += "fit your visa." if gain.fit != 1 else "fits your visa."
    if gain.after.use > 0:
        before = _range(gain.before, f"{key}.before")
        said += f" It moves the chance of any match from {before} to "
        said += f"{_range(gain.after, f'{key}.after')} of 100 people."
        said += "" if gain.step.high >= HALF else " That is less than one person more."
    if gain.cost:
        said += f" The added applications cost {priced(f'{key}.cost', gain.cost)}."
    return said


def _range(chance: Chance, key: str) -> str:
    """A range inside a sentence that holds two of them."""
    if chance.high == 0:
        return "none"
    low = chance_words.short(chance.low, f"{key}.low")
    high = chance_words.short(chance.high, f"{key}.high")
    if chance_words.short(chance.low) == chance_words.short(chance.high):
        return low
    return f"at most {high}" if chance_words.short(chance.low) == TINY else f"{low}–{high}"


def gain_row(gain: Gain, it: Geography) -> dict[str, Any]:
    """One line of a table of places."""
    square = next((s for s in it.squares if s.state == gain.name), None)
    wish = WISHES.get(square.wish, "") if square and gain.kind == "state" else ""
    if gain.kind != "state":
        wish = "" if gain.inside or gain.kind == "all" else "in part or not on your map"
    key = place_key(gain)
    return {
        "name": PLACES.get(gain.name, gain.name),
        "wish": wish,
        "programs": counted(f"{key}.programs", gain.programs),
        "fit": counted(f"{key}.fit", gain.fit),
        "silent": counted(f"{key}.silent", gain.silent) if gain.silent else "",
        "stay": counted(f"{key}.stay", gain.stay),
        "brings": _brings(gain),
        "chances": _both(gain),
        "cost": _cost(gain),
    }


def _idle(gain: Gain) -> bool:
    """Whether no program there could be applied to, today or with this place on the map."""
    return not gain.within and not gain.new


def _both(gain: Gain) -> str:
    """The chance of any match without the place and with it."""
    if _idle(gain):
        return "no change"
    key = place_key(gain)
    return (
        f"{_range(gain.before, f'{key}.before')} without, {_range(gain.after, f'{key}.after')} with"
    )


def _cost(gain: Gain) -> str:
    """What its applications add to the fees."""
    if _idle(gain):
        return "no fee"
    key = f"{place_key(gain)}.cost"
    return priced(key, gain.cost) if gain.cost is not None else "not known"


def _brings(gain: Gain) -> str:
    """What it adds to the chance of any match, as people of 100."""
    if not gain.stay:
        return "nothing: no program is left"
    if _idle(gain):
        return "nothing: your map leaves them out for another reason"
    if gain.after.use == 0:
        return "not known"
    word = "would add" if gain.new else "adds"
    return f"{word} {step_words(gain.step, f'{place_key(gain)}.step')}"


def step_words(step: Span, key: str = "") -> str:
    """A difference of two chances as people of 100: `2 to 5`, `at most 3`, or `under 1`."""
    low = chance_words.short(step.low, key and f"{key}.low")
    high = chance_words.short(step.high, key and f"{key}.high")
    if chance_words.short(step.low) == chance_words.short(step.high):
        return low
    return f"at most {high}" if chance_words.short(step.low) == TINY else f"{low} to {high}"


def programs(count: int, key: str) -> str:
    """`1 program`, `5 programs`; the number carries its mark."""
    return f"{counted(key, count)} program{'' if count == 1 else 's'}"
