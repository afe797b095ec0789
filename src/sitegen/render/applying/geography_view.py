"""The view of the page on geography: the map, what each place brings, and where IMGs train."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sitegen.explain import number
from sitegen.facts.model import Citation
from sitegen.knowledge.guide import StatesFilled
from sitegen.knowledge.model import Knowledge
from sitegen.plan.applying.geography import Fence, Geography, Kind, More, Square
from sitegen.plan.applying.places import Gain
from sitegen.plan.model import Plan
from sitegen.plan.quantities.counted import sent_key
from sitegen.plan.quantities.value import slug
from sitegen.render.applying.gain_words import gain_row, gain_sentence, programs
from sitegen.render.chance import chance_words
from sitegen.render.guide.immigration_view import cite, told
from sitegen.render.guide.statements import statements
from sitegen.render.pictures.tile_map import TileMap, tile_map
from sitegen.render.quantities import counted, priced
from sitegen.render.views import Views
from sitegen.render.whatif.regions_view import regions_view
from sitegen.render.words import sponsored

SETTINGS = {
    "academic": "Academic",
    "affiliated": "Community, affiliated with a university",
    "community": "Community",
}
PRESSING = ("ask", "shut", "soon", "over")
"""Outcomes on tries and on the seven years that touch the choice of states."""

GROUPS = "nrmp-charting-2026"
"""The source of those who ranked a specialty first."""

MOST_SENTENCES = 4


def geography_view(plan: Plan, it: Geography, views: Views) -> dict[str, Any]:
    """Everything as finished words."""
    k, needs = plan.knowledge, sponsored(plan)
    ahead = plan.facts["applicant.applied"].value is not True
    checked = needs and plan.facts["applicant.takes_j1"].value is not None
    states = [g for g in it.gains if g.kind == "state"]
    wider = [g for g in it.gains if g.kind not in ("state", "all") and g.programs]
    return {
        "lead": _lead(plan, it),
        "few": told(it.few, views, k),
        "answers": _answers(plan),
        "counts": _counts(it, ahead),
        "widen": [gain_sentence(g, checked) for g in _first(it)] if ahead else [],
        "visa": checked,
        "unchecked": needs and not checked and it.counted > 0,
        "map": _map(it, k),
        "regions": regions_view(plan, plan.whatif.regions),
        "states": [gain_row(g, it) for g in states],
        "wider": [gain_row(g, it) for g in (*wider, *_whole(it))],
        "fees": ahead,
        "chances": ahead and it.chance is not None and _any_left(it),
        "base": _base(plan, views),
        "more": [_more(each, plan) for each in it.more] if ahead else [],
        "group_cites": [cite(GROUPS, k)],
        "filled": _filled(it, k),
        "marked": _marked(it) if not it.counted else [],
        "kinds": _kinds(it, plan) if it.kinds else None,
        "study": statements(
            k, "community-img-share", *(("community-j1", "county-j1") if _j1(plan) else ())
        ),
        "community": told(it.community, views, k),
        "fences": [_fence(fence, k) for fence in it.fences],
        "fences_text": _fences_text(it),
        "clocks": [told(f, views, k) for f in (it.tries, it.seven) if f.outcome in PRESSING],
    }


def _j1(plan: Plan) -> bool:
    """Whether J-1 may concern this person."""
    return sponsored(plan) and plan.facts["applicant.takes_j1"].value is not False


def _lead(plan: Plan, it: Geography) -> str:
    if plan.facts["applicant.applied"].value is True:
        return (
            "Your applications are out, so your map is set for this season. Keep this page "
            "for your rank order list, or for another season."
        )
    if not it.counted:
        what = "Your profile names no program list"
        if plan.read.profile.programs:
            missing = "specialty of this plan" if it.listed else "row yet"
            what = f"Your program list holds no {missing}"
        return (
            f"{what}, so nothing can be counted by state. The page shows what is printed, "
            "and what more applications would do."
        )
    if plan.counts and plan.counts.binding == "none":
        return (
            "No application brings enough for its price today, so do not pay yet. This page "
            "shows what each place would bring once that changes."
        )
    if not _any_left(it):
        return (
            "Something speaks against every program of your list, so no place adds anything "
            "today. The page of your list gives the reasons."
        )
    return (
        "Each place that you are open to adds programs, and costs fees. Here is how much, "
        "counted on your own list."
    )


def _any_left(it: Geography) -> bool:
    """Whether any program is left, wherever it is."""
    return any(gain.stay for gain in it.gains)


def _answers(plan: Plan) -> list[tuple[str, str]]:
    """What this person said about places."""
    told = plan.read.profile.constraints
    asked = (
        (
            "Other states than those you named"
            if told.states and told.states.preferred
            else "Every state",
            told.states.open_to_all if told.states else None,
        ),
        ("A smaller city", told.smaller_city),
        ("A rural area", told.rural),
        ("A community hospital", told.community_hospitals),
    )
    words = {True: "yes", False: "no", None: "not said yet"}
    return [(label, words[answer]) for label, answer in asked]


def _counts(it: Geography, ahead: bool) -> list[str]:
    """What the list holds, in sentences."""
    if not it.counted:
        return []
    rows = programs(it.counted, "map.counted")
    said = []
    if it.counted != it.listed:
        said.append(
            f"Your list holds {programs(it.listed, 'map.listed')}. "
            f"{counted('map.counted', it.counted)} of them are in the "
            "specialties of this plan, and only those are counted here."
        )
    if it.named:
        states = "1 state" if len(it.named) == 1 else f"{len(it.named)} states"
        verb = "It holds" if len(it.named) == 1 else "They hold"
        said.append(
            f"You named {states}. {verb} {counted('map.named-hold', it.named_hold)} of the {rows}."
        )
    if it.named and it.open is None:
        said.append("You have not said whether other states are fine, so no state is left out.")
    if it.crowded:
        said.append(
            f"California, New York and Texas hold {counted('map.crowded', it.crowded)} of the "
            f"{rows}."
        )
    start = "You leave no place out."
    if it.limited:
        some = f"{counted('map.inside', it.inside)} of the" if it.inside < it.counted else "all"
        start = f"Your map of today holds {some} {rows}."
    said.append(f"{start} {_clear(it)}")
    if it.stateless:
        said.append(
            f"{programs(it.stateless, 'map.stateless')} of your list name no state; they count "
            "as inside."
        )
    if it.chance and it.stay and ahead:
        paid = f" The fees would be about {priced('map.cost', it.cost)}." if it.cost else ""
        said.append(
            "With one application to each of them, "
            f"{chance_words.range_words(it.chance, 'map.chance')} of 100 people like you match "
            f"in at least one of these specialties.{paid}"
        )
    return said


def _clear(it: Geography) -> str:
    """How many programs within the map are left."""
    if it.stay == 0:
        return "Something speaks against each of them." if it.inside else "Widen it first."
    return f"Nothing speaks against {counted('map.stay', it.stay)} of them."


def _first(it: Geography) -> list[Gain]:
    """The places outside of today's map that add most, and all at once where that adds more."""
    found = [g for g in it.gains if g.new and g.kind != "all"]
    return [*found[:MOST_SENTENCES], *_whole(it)]


def _whole(it: Geography) -> list[Gain]:
    """All places at once, where that adds more than any one of them."""
    most = max((g.new for g in it.gains if g.kind != "all"), default=0)
    return [g for g in it.gains if g.kind == "all" and g.new > most]


def _map(it: Geography, k: Knowledge) -> dict[str, Any]:
    """The picture with its words."""
    picture: TileMap = tile_map(it.squares)
    what = "programs of your list that stay" if it.counted else "printed positions"
    marks = {s.wish for s in it.squares} | ({"shut"} if any(s.shut for s in it.squares) else set())
    return {
        "picture": picture,
        "title": "Map of the states: programs of your list that stay"
        if it.counted
        else f"Map of the states: {_group(it.map_of, k)}",
        "desc": _described(it.squares, what),
        "legend": [
            (css, number(low) if low == high else f"{number(low)} to {number(high)}")
            for css, low, high in picture.shades
        ],
        "counted": it.counted > 0,
        "what": what,
        "named": "named" in marks,
        "excluded": "excluded" in marks,
        "outside": "outside" in marks,
        "shut": "shut" in marks,
        "cites": [cite(it.map_of.source, k)] if it.map_of else [],
    }


def _described(squares: Sequence[Square], what: str) -> str:
    """The picture in words; the table below holds all of it."""
    shown = sorted((s for s in squares if s.number), key=lambda s: (-(s.number or 0), s.state))
    top = ", ".join(f"{s.state} {number(s.number or 0)}" for s in shown[:5])
    start = f"One square for each state, with the number of {what}. "
    return start + (f"The largest: {top}. " if top else "") + "The table below holds every number."


def _group(filled: StatesFilled | None, k: Knowledge) -> str:
    """Who is counted, as part of a sentence."""
    if filled is None:
        return ""
    if filled.specialty is None:
        return f"IMGs matched in all specialties, US citizens among them, {filled.year}"
    name = k.specialties[filled.specialty].name
    return f"positions in {name} filled by non-US IMGs, {filled.year}"


def _filled(it: Geography, k: Knowledge) -> dict[str, Any]:
    """Printed positions by state; what is not printed says so."""
    states = {state for each in it.filled for state in each.states}
    order = sorted(states, key=lambda s: [-each.states.get(s, 0) for each in it.filled])
    return {
        "heads": [
            {
                "name": k.specialties[each.specialty].title
                if each.specialty
                else "All specialties, US citizens among the IMGs",
                "year": each.year,
                "cites": [cite(each.source, k)],
                "through": k.sources[each.source].through or "",
            }
            for each in it.filled
        ],
        "own": len(it.filled) > 1,
        "rows": [
            (
                state,
                [
                    number(each.states[state]) if state in each.states else "not printed"
                    for each in it.filled
                ],
            )
            for state in order
        ],
    }


def _marked(it: Geography) -> list[tuple[str, str]]:
    """Without a list, the states that the map marks, in words."""
    groups = (("Named by you", it.named), ("Excluded by you", it.excluded))
    return [(label, ", ".join(states)) for label, states in groups if states]


def _kinds(it: Geography, plan: Plan) -> dict[str, Any]:
    facts, needs = plan.facts, sponsored(plan)
    return {
        "of": it.kinds_of.name if it.kinds_of else "",
        "j1": _j1(plan),
        "h1b": needs and facts["applicant.takes_h1b"].value is not False,
        "shares": any(kind.told for kind in it.kinds),
        "rows": [_kind(kind) for kind in it.kinds],
    }


def _kind(kind: Kind) -> dict[str, Any]:
    def reported(yes: int, silent: int) -> str:
        said = f"{number(yes)} of {number(kind.programs)}"
        return said + (f" ({number(silent)} silent)" if silent else "")

    share, key = "not on your list", f"map.{kind.setting.value}"
    if kind.img_share is not None:
        share = f"{number(kind.img_share)} % ({programs(kind.told, f'{key}.told')})"
    return {
        "name": SETTINGS[kind.setting.value],
        "programs": counted(key, kind.programs),
        "j1": reported(kind.j1, kind.j1_silent),
        "h1b": reported(kind.h1b, kind.h1b_silent),
        "share": share,
    }


def _more(more: More, plan: Plan) -> dict[str, Any]:
    name, key = more.specialty.id, f"more.{more.specialty.id}"
    sent = counted(sent_key(plan, name), more.before.applications)
    return {
        "name": more.specialty.title,
        "added": f"{sent}, then {counted(f'{key}.applications', more.after.applications)}",
        "base": chance_words.share(more.matched, more.people, f"base.{name}"),
        "before": chance_words.full_span(more.before.match, f"chance.{name}"),
        "after": chance_words.full_span(more.after.match, f"{key}.chance"),
        "cost": priced(f"{key}.cost", more.cost) if more.cost is not None else "not known",
    }


def _fences_text(it: Geography) -> str:
    """For which states nothing of their own could be read."""
    if it.fences:
        return "For every other state only the general rules could be read."
    if it.named or it.counted:
        return "For your states only the general rules could be read."
    return "You have not named a state yet, and no list tells one. The general rules hold for all."


def _fence(fence: Fence, k: Knowledge) -> dict[str, Any]:
    return {
        "state": fence.state,
        "programs": programs(fence.programs, f"map.state.{slug(fence.state)}")
        if fence.programs
        else "",
        "rules": [
            {"topic": r.topic, "says": r.says, "cites": [cite(r.source, k)]} for r in fence.rules
        ],
    }


def _base(plan: Plan, views: Views) -> dict[str, Any]:
    """The published rate that stands beside a chance of any match."""
    figure, about = plan.knowledge.overall["rate_pgy1"].use, plan.knowledge.metrics["rate_pgy1"]
    shown = views.figure(Citation.of(figure, about.label, about.unit))
    return {
        "text": f"For comparison: of 100 non-US IMGs with a certified rank order list, "
        f"{chance_words.short(figure.value / 100)} matched to a first-year position in "
        f"{figure.year}.",
        "note": "People who got no interview have no such list, so that rate starts later on "
        "the way.",
        "cites": [(shown.cite, shown.source)],
    }
