"""Where to apply: what each place brings, where people like this one train, and the fences."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from sitegen.chance.odds import Chance
from sitegen.chance.route import Route, route
from sitegen.facts.immigration import CROWDED
from sitegen.facts.model import Facts
from sitegen.facts.money import fee, schedule_for
from sitegen.grid import half_up
from sitegen.knowledge.guide import StateLimit, StatesFilled
from sitegen.knowledge.model import Knowledge, Specialty
from sitegen.plan.applying.candidates import Candidacy
from sitegen.plan.applying.offers import Offers
from sitegen.plan.applying.places import Gain, Limits, Scale, Spot, gains, limits_of, spots, tally
from sitegen.plan.chance.chances import Chances
from sitegen.plan.chance.specialty_chance import SpecialtyChance
from sitegen.plan.conclusions import maker, prepared
from sitegen.plan.decided import Decided
from sitegen.plan.guide.states import StateLimits
from sitegen.programs.model import Program, Setting
from sitegen.records import record
from sitegen.rules import Finding, evaluate_group

MEDICINE = "internal-medicine"
"""The specialty of the study on community programs and J-1."""

MORE = 10
"""Applications added where no own list tells how many there are in a state."""


@record
class Kind:
    """Programs of one kind on the list, and how many of them report each visa.

    `j1` and `h1b` are programs that say yes, `j1_silent` and `h1b_silent` those that say
    nothing. `img_share` is the middle share of IMGs in per cent, over `told` programs.
    """

    setting: Setting
    programs: int
    j1: int
    j1_silent: int
    h1b: int
    h1b_silent: int
    img_share: float | None
    told: int


@record
class Fence:
    """Rules that could be read for one state; `programs` are those of the list in the map."""

    state: str
    programs: int
    rules: tuple[StateLimit, ...]


@record
class Square:
    """One state on the map of squares. `number` is None where nothing is known of the state.

    `wish` is named, excluded, outside or empty; `shut` says that none of its programs on the
    list sponsors a visa that fits.
    """

    state: str
    code: str
    column: int
    row: int
    number: int | None
    wish: str
    shut: bool


@record
class More:
    """Some more applications to typical programs of one specialty; `cost` is in USD.

    `people` ranked it first in the published group, and `matched` of them matched to it.
    """

    specialty: Specialty
    people: int
    matched: int
    added: int
    before: Route
    after: Route
    cost: float | None


@record
class Geography:
    """Everything about places. Counts are programs of the applicant's own list.

    `listed` are all rows, `counted` those in a specialty of the plan, `inside` those within the
    map of today, `stay` those of them that nothing speaks against, `crowded` those in
    California, New York and Texas, and `named_hold` those in states that were named. `chance` is
    the chance of any match with one application to each of `stay` (None where the specialties
    have no figures), and `cost` its price in USD.
    `filled` is published, `map_of` the part of it on the map where there is no list.
    """

    named: tuple[str, ...]
    excluded: tuple[str, ...]
    open: bool | None
    limited: bool
    listed: int
    counted: int
    inside: int
    stay: int
    stateless: int
    crowded: int
    named_hold: int
    chance: Chance | None
    cost: float | None
    gains: tuple[Gain, ...]
    more: tuple[More, ...]
    few: Finding
    seven: Finding
    tries: Finding
    community: Finding
    kinds: tuple[Kind, ...]
    kinds_of: Specialty | None
    fences: tuple[Fence, ...]
    squares: tuple[Square, ...]
    filled: tuple[StatesFilled, ...]
    map_of: StatesFilled | None


def geography(
    plan: Decided, found: Chances, rows: Sequence[Candidacy], what: Offers, boards: StateLimits
) -> Geography:
    """Join the list, the wishes and the published figures of one applicant."""
    listed, limits = spots(rows, what), limits_of(plan)
    told = plan.read.profile.constraints.states
    named = tuple((told.preferred if told else None) or ())
    inside = [s for s in listed if limits.holds(s.program)]
    stay = [s for s in inside if s.stays]
    kinds, of = _kinds(plan)
    (community,) = evaluate_group("geography", _facts(plan, kinds, of), plan.knowledge, plan.as_of)
    scale, filled = Scale(plan), _filled(plan)
    shown = None if listed else filled[0]
    return Geography(
        named=named,
        excluded=tuple(sorted(limits.excluded)),
        open=told.open_to_all if told else None,
        limited=limits.any,
        listed=len(plan.read.programs),
        counted=len(listed),
        inside=len(inside),
        stay=len(stay),
        stateless=sum(s.state is None for s in listed),
        crowded=sum(s.state in CROWDED for s in listed),
        named_hold=sum(s.state in named for s in listed),
        chance=scale.chance(stay) if any(s.hazard for s in listed) else None,
        cost=scale.cost(stay) if stay else None,
        gains=gains(listed, plan, limits) if listed else (),
        more=_more(plan, found) if not listed else (),
        few=boards.few,
        seven=boards.seven,
        tries=boards.tries,
        community=community,
        kinds=kinds,
        kinds_of=of,
        fences=_fences(plan.knowledge, stay, named),
        squares=_squares(plan.knowledge, listed, limits, named, shown),
        filled=filled,
        map_of=shown,
    )


def _kinds(plan: Decided) -> tuple[tuple[Kind, ...], Specialty | None]:
    """The list by kind of program: of internal medicine if it is there, else of all of it."""
    medicine = [p for p in plan.read.programs if p.specialty == MEDICINE]
    rows = medicine or plan.read.programs
    kinds = tuple(
        _kind(setting, [p for p in rows if p.setting is setting])
        for setting in Setting
        if any(p.setting is setting for p in rows)
    )
    return kinds, plan.knowledge.specialties[MEDICINE] if medicine else None


def _kind(setting: Setting, rows: Sequence[Program]) -> Kind:
    shares = [p.img_share for p in rows if p.img_share is not None]
    return Kind(
        setting=setting,
        programs=len(rows),
        j1=sum(p.j1 is True for p in rows),
        j1_silent=sum(p.j1 is None for p in rows),
        h1b=sum(p.h1b is True for p in rows),
        h1b_silent=sum(p.h1b is None for p in rows),
        img_share=median(shares) if shares else None,
        told=len(shares),
    )


def _facts(plan: Decided, kinds: Sequence[Kind], of: Specialty | None) -> Facts:
    """What the rule on community programs compares. Silence counts as no, as in the study."""
    make = maker(plan)
    by = {kind.setting: kind for kind in kinds} if of else {}
    community, academic = by.get(Setting.COMMUNITY), by.get(Setting.ACADEMIC)
    least, gap = 0, 0.0
    if community and academic:
        least = min(community.programs, academic.programs)
        gap = 100 * (community.j1 / community.programs - academic.j1 / academic.programs)
    planned = MEDICINE in {card.id for card in prepared(plan)}
    own = (
        make.computed("geography.medicine", planned or of is not None),
        make.computed("geography.listed", sum(kind.programs for kind in by.values())),
        make.computed("geography.least", least),
        make.computed("geography.gap", half_up(gap, 1)),
    )
    return {**plan.facts, **{fact.name: fact for fact in own}}


def _filled(plan: Decided) -> tuple[StatesFilled, ...]:
    """Printed numbers of the specialties of the plan, and of all specialties together."""
    wanted = [card.id for card in prepared(plan)] or [card.id for card in plan.cards]
    every = plan.knowledge.states_filled
    own = [f for name in dict.fromkeys(wanted) for f in every if f.specialty == name]
    return (*own, *(f for f in every if f.specialty is None))


def _more(plan: Decided, found: Chances) -> tuple[More, ...]:
    """A few more applications to typical programs, for each specialty of the plan."""
    wanted = [found.of(card.id) for card in prepared(plan)]
    return tuple(_added(each, plan) for each in wanted if each)


def _added(each: SpecialtyChance, plan: Decided) -> More:
    number = each.applications
    schedules = plan.knowledge.fees.get(each.specialty.about.service.value)
    cost = None
    if schedules:
        prices = schedule_for(schedules, plan.read.profile.season)
        cost = fee(prices, number + MORE) - fee(prices, number)
    return More(
        specialty=each.specialty,
        people=each.group.people,
        matched=each.group.matched,
        added=MORE,
        before=each.route,
        after=route(each.prospect, number + MORE),
        cost=cost,
    )


def _fences(knowledge: Knowledge, stay: Sequence[Spot], named: Sequence[str]) -> tuple[Fence, ...]:
    """Rules of boards for every state of the map in which there is a program or a wish."""
    counted = tally(stay)
    states = dict.fromkeys([*named, *sorted(counted)])
    found = []
    for state in states:
        rules = tuple(
            limit for limit in knowledge.state_limits if state in limit.states and limit.fence
        )
        if rules:
            found.append(Fence(state=state, programs=counted.get(state, 0), rules=rules))
    return tuple(sorted(found, key=lambda fence: (-fence.programs, fence.state)))


def _squares(
    knowledge: Knowledge,
    listed: Sequence[Spot],
    limits: Limits,
    named: Sequence[str],
    shown: StatesFilled | None,
) -> tuple[Square, ...]:
    """Every state with its number: programs that stay, or printed positions without a list."""
    stays = tally(listed)
    held = {s.state for s in listed}
    possible = {s.state for s in listed if s.fits is not False}
    found = []
    for state, tile in knowledge.state_tiles.items():
        if shown:
            number = shown.states.get(state)
        else:
            number = stays.get(state, 0) if state in held else None
        wish = "named" if state in named else "excluded" if state in limits.excluded else ""
        found.append(
            Square(
                state=state,
                code=tile.code,
                column=tile.column,
                row=tile.row,
                number=number,
                wish=wish or ("" if limits.takes(state) else "outside"),
                shut=state in held and state not in possible,
            )
        )
    return tuple(found)
