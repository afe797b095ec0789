"""What each place brings, counted on the applicant's own list."""

from __future__ import annotations

from sitegen.plan.applying.geography import Geography, More
from sitegen.plan.applying.own_list import OwnList
from sitegen.plan.applying.places import Gain
from sitegen.plan.applying.wanted import Wanted
from sitegen.plan.decided import Decided
from sitegen.plan.quantities.value import Pairs, of_100, ranged, slug, spanned

COUNTS = ("listed", "counted", "inside", "stay", "stateless", "crowded", "named_hold")


def place_key(gain: Gain) -> str:
    """The key of a place: `place.state.new-york`."""
    return f"place.{slug(gain.kind)}.{slug(gain.name)}"


def places_of(it: Geography) -> Pairs:
    """The counts of the page on geography, and each place with its programs, chance and price."""
    for name in COUNTS:
        yield f"map.{name.replace('_', '-')}", getattr(it, name)
    if it.chance:
        yield from ranged("map.chance", it.chance)
    if it.cost is not None:
        yield "map.cost", it.cost
    for gain in it.gains:
        yield from _gain(place_key(gain), gain)
    for more in it.more:
        yield from _more(more)
    yield from _kinds(it)


def _gain(key: str, gain: Gain) -> Pairs:
    for name in ("programs", "fit", "silent", "stay", "new"):
        yield f"{key}.{name}", getattr(gain, name)
    yield from ranged(f"{key}.before", gain.before)
    yield from ranged(f"{key}.after", gain.after)
    yield from spanned(f"{key}.step", of_100(gain.step.low), of_100(gain.step.high))
    if gain.cost is not None:
        yield f"{key}.cost", gain.cost


def _more(more: More) -> Pairs:
    key = f"more.{more.specialty.id}"
    yield f"{key}.applications", more.after.applications
    yield from ranged(f"{key}.chance", more.after.match)
    if more.cost is not None:
        yield f"{key}.cost", more.cost


def _kinds(it: Geography) -> Pairs:
    for kind in it.kinds:
        yield f"map.{kind.setting.value}", kind.programs
        yield f"map.{kind.setting.value}.told", kind.told
    for fence in it.fences:
        yield f"map.state.{slug(fence.state)}", fence.programs


def list_of(plan: Decided, it: OwnList) -> Pairs:
    """The applicant's own program list: how many are in, to ask, and out."""
    yield "list", len(it.rows)
    yield from _wanted(it.wanted)
    states = plan.read.profile.constraints.states
    wanted = set((states.preferred if states else None) or ())
    yield "list.with-state", sum(bool(p.state) for p in plan.read.programs)
    yield "list.in-named-states", sum(p.state in wanted for p in plan.read.programs if p.state)
    yield (
        "list.people-out",
        sum(bool(row.program.my_people) for row in it.rows if row.open is False),
    )
    for name in ("list.judged", "list.reaches", "list.safeties"):
        for finding in it.findings[:1]:
            value = finding.facts[name].value
            if isinstance(value, int):
                yield name, value
    for name, door in (("in", True), ("ask", None), ("out", False)):
        yield f"list.{name}", sum(row.open is door for row in it.rows)
    for each in it.fields:
        key = f"list.{each.specialty.id}"
        yield f"{key}.in", each.open
        yield f"{key}.ask", each.ask
        yield f"{key}.out", each.out
        for word in ("reach", "target", "safety"):
            yield f"{key}.{word}", each.groups.get(word, 0)


def _wanted(it: Wanted) -> Pairs:
    """How long the list has to be, how far it is, and the hours that are left to it."""
    if not it.fields:
        return
    yield "list.wanted", it.rows
    yield "list.held", it.held
    yield "list.left", it.left
    yield "list.first-pass", round(it.first, 1)
    yield "list.second-pass", round(it.second, 1)
    for visa, rows in it.missing.items():
        yield f"list.missing.{visa.value}", rows
    for each in it.fields:
        yield f"list.wanted.{each.specialty.id}", each.rows
        yield from spanned(f"list.wanted.{each.specialty.id}", each.low, each.high)
        yield f"list.held.{each.specialty.id}", each.held
