"""The view of the page on geography: the map, what each place brings, and where IMGs train."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sitegen.facts.immigration import CROWDED
from sitegen.facts.model import Citation
from sitegen.knowledge.guide import StatesFilled
from sitegen.knowledge.model import Knowledge
from sitegen.plan.applying.geography import Fence, Geography, Kind, More
from sitegen.plan.model import Plan
from sitegen.plan.quantities.counted import sent_key
from sitegen.plan.quantities.places import COUNTS
from sitegen.plan.quantities.value import slug
from sitegen.render.applying.gains_of_places import first_gains, gain_view, whole_map
from sitegen.render.chance import chance_words
from sitegen.render.citing import cite, told
from sitegen.render.guide.statements import statements
from sitegen.render.pictures.tile_map import tile_map
from sitegen.render.quantities import counted, priced
from sitegen.render.views import Views
from sitegen.render.whatif.regions_view import regions_view
from sitegen.render.words import sponsored

PRESSING = ("ask", "shut", "soon", "over")
"""Outcomes on tries and on the seven years that touch the choice of states."""

GROUPS = "nrmp-charting-2026"
"""The source of those who ranked a specialty first."""

LARGEST = 5
"""So many numbers of the map stand in its description."""


def view(plan: Plan, views: Views) -> dict[str, Any]:
    """The numbers, places and rules from which the page makes its sentences."""
    it = plan.applying.geography
    k, needs = plan.knowledge, sponsored(plan)
    ahead = plan.facts["applicant.applied"].value is not True
    checked = needs and plan.facts["applicant.takes_j1"].value is not None
    states = [g for g in it.gains if g.kind == "state"]
    wider = [g for g in it.gains if g.kind not in ("state", "all") and g.programs]
    left = any(gain.stay for gain in it.gains)
    return {
        "lead": _lead(plan, it, ahead=ahead, left=left),
        "few": told(it.few, views, k),
        "limits": plan.read.profile.constraints,
        "named": it.named,
        "excluded": it.excluded,
        "open": it.open,
        "limited": it.limited,
        "n": {name: counted(f"map.{name.replace('_', '-')}", getattr(it, name)) for name in COUNTS},
        "crowded": sorted(CROWDED),
        "sent": chance_words.range_words(it.chance, "map.chance")
        if it.chance and it.stay and ahead
        else "",
        "cost": priced("map.cost", it.cost) if it.cost else "",
        "widen": [gain_view(g, it) for g in first_gains(it)] if ahead else [],
        "visa": checked,
        "unchecked": needs and not checked and it.counted > 0,
        "map": _map(it, k),
        "regions": regions_view(plan, plan.whatif.regions),
        "states": [gain_view(g, it) for g in states],
        "wider": [gain_view(g, it) for g in (*wider, *whole_map(it))],
        "fees": ahead,
        "chances": ahead and it.chance is not None and left,
        "base": _base(plan, views),
        "more": [_more(each, plan) for each in it.more] if ahead else [],
        "group_cites": [cite(GROUPS, k)],
        "filled": [_filled(each, k) for each in it.filled],
        "filled_rows": _filled_rows(it.filled),
        "kinds": _kinds(it, plan) if it.kinds else None,
        "study": statements(
            k, "community-img-share", *(("community-j1", "county-j1") if _j1(plan) else ())
        ),
        "community": told(it.community, views, k),
        "fences": [_fence(fence, k) for fence in it.fences],
        "clocks": [told(f, views, k) for f in (it.tries, it.seven) if f.outcome in PRESSING],
    }


def _j1(plan: Plan) -> bool:
    """Whether J-1 may concern this person."""
    return sponsored(plan) and plan.facts["applicant.takes_j1"].value is not False


def _lead(plan: Plan, it: Geography, *, ahead: bool, left: bool) -> str:
    """In a word, what the page can say; `left` says that a program is left, wherever it is."""
    if not ahead:
        return "out"
    if not it.counted:
        in_plan = "no_row_of_plan" if it.listed else "no_row"
        return in_plan if plan.read.profile.programs else "no_list"
    if plan.counts and plan.counts.binding == "none":
        return "nothing_adds"
    return "counted" if left else "nothing_left"


def _map(it: Geography, k: Knowledge) -> dict[str, Any]:
    """The picture, and what its squares hold."""
    shown = sorted((s for s in it.squares if s.number), key=lambda s: (-(s.number or 0), s.state))
    wishes = {square.wish for square in it.squares}
    return {
        "picture": tile_map(it.squares),
        "largest": [(square.state, square.number) for square in shown[:LARGEST]],
        "filled": _filled(it.map_of, k) if it.map_of else None,
        "named": "named" in wishes,
        "excluded": "excluded" in wishes,
        "outside": "outside" in wishes,
        "shut": any(square.shut for square in it.squares),
    }


def _filled(filled: StatesFilled, k: Knowledge) -> dict[str, Any]:
    """Who is counted in printed numbers, when, and by whom."""
    return {
        "specialty": k.specialties[filled.specialty] if filled.specialty else None,
        "year": filled.year,
        "cites": [cite(filled.source, k)],
        "through": k.sources[filled.source].through or "",
    }


def _filled_rows(filled: Sequence[StatesFilled]) -> list[tuple[str, list[int | None]]]:
    """Printed positions by state; None where nothing is printed."""
    states = {state for each in filled for state in each.states}
    order = sorted(states, key=lambda s: [-each.states.get(s, 0) for each in filled])
    return [(state, [each.states.get(state) for each in filled]) for state in order]


def _kinds(it: Geography, plan: Plan) -> dict[str, Any]:
    takes_h1b = plan.facts["applicant.takes_h1b"].value is not False
    return {
        "of": it.kinds_of.name if it.kinds_of else "",
        "j1": _j1(plan),
        "h1b": sponsored(plan) and takes_h1b,
        "rows": [_kind(kind) for kind in it.kinds],
    }


def _kind(kind: Kind) -> dict[str, Any]:
    key = f"map.{kind.setting.value}"
    return {
        "setting": kind.setting.value,
        "programs": counted(key, kind.programs),
        "of": kind.programs,
        "visas": {"j1": (kind.j1, kind.j1_silent), "h1b": (kind.h1b, kind.h1b_silent)},
        "share": kind.img_share,
        "told": counted(f"{key}.told", kind.told),
    }


def _more(more: More, plan: Plan) -> dict[str, Any]:
    name, key = more.specialty.id, f"more.{more.specialty.id}"
    return {
        "name": more.specialty.title,
        "sent": counted(sent_key(plan, name), more.before.applications),
        "then": counted(f"{key}.applications", more.after.applications),
        "base": chance_words.people_of(more.matched / more.people, f"base.{name}"),
        "matched": more.matched,
        "people": more.people,
        "before": chance_words.full_span(more.before.match, f"chance.{name}"),
        "after": chance_words.full_span(more.after.match, f"{key}.chance"),
        "cost": priced(f"{key}.cost", more.cost) if more.cost is not None else "",
        "added": more.added,
    }


def _fence(fence: Fence, k: Knowledge) -> dict[str, Any]:
    return {
        "state": fence.state,
        "programs": counted(f"map.state.{slug(fence.state)}", fence.programs),
        "rules": [
            {"topic": r.topic, "says": r.says, "cites": [cite(r.source, k)]} for r in fence.rules
        ],
    }


def _base(plan: Plan, views: Views) -> dict[str, Any]:
    """The published rate that stands beside a chance of any match."""
    figure, about = plan.knowledge.overall["rate_pgy1"].use, plan.knowledge.metrics["rate_pgy1"]
    shown = views.figure(Citation.of(figure, about.label, about.unit))
    return {
        "of_100": chance_words.short(figure.value / 100),
        "year": figure.year,
        "cites": [(shown.cite, shown.source)],
    }
