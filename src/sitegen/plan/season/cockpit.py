"""The season so far: what the tracker says about the chance, and when to shift to the backup."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from sitegen.chance.luck import Luck, hazard_of, some_of
from sitegen.chance.odds import LOGLOG, Chance, Weight, added, around, chance_of
from sitegen.chance.ranks import furthest
from sitegen.chance.route import Span
from sitegen.chance.season import Ahead, Swung, Updated, ahead, standing, updated, widened
from sitegen.facts.model import Fact, Facts, Value
from sitegen.plan.card import Card
from sitegen.plan.chance.chance_report import start_chance
from sitegen.plan.chance.chances import Chances
from sitegen.plan.chance.specialty_chance import SpecialtyChance
from sitegen.plan.chance.terms import ModelTerms
from sitegen.plan.conclusions import maker, prepared
from sitegen.plan.decided import Decided, Note
from sitegen.plan.season.interviews import IN_HAND, applications_sent, spoken_for
from sitegen.records import record
from sitegen.rules import Finding, evaluate_group
from sitegen.statuses import REFUSED, WAITING, Status
from sitegen.tracker import Interview

INVITED = IN_HAND | {Status.WITHDRAWN}
"""An invitation that was given up still says that programs invite this person."""

SERIES = (
    ("season.out-by-october-1", -1, 10, 1),
    ("season.out-by-november-1", -1, 11, 1),
    ("season.out-by-december-1", -1, 12, 1),
    ("season.out-by-december-15", -1, 12, 15),
    ("season.out-by-february-1", 0, 2, 1),
)
"""Each judged share of invitations with its day: years from the Match year, month, day."""

LONGEST = 12
"""The table of interviews ends here."""

ALL = Span(100.0, 100.0, 100.0)
NONE = Span(0.0, 0.0, 0.0)


@record
class Counted:
    """A number of interviews with the ends of 8 of 10 people with such a file."""

    low: int
    use: float
    high: int


@record
class Length:
    """The chance with a number of interviews. `beyond`: longer lists than the data speak of."""

    interviews: int
    chance: Chance
    beyond: bool


@record
class Field:
    """One specialty in the season.

    `in_hand` counts interviews offered, accepted and done; `invited` adds those given up.
    `sent` are the applications sent, None where nobody told them; `refused` and `silent` are those
    that were refused and those without an answer. `applications` are those sent, else the planned.
    `before` is the chance before the season with `applications`, `after` the one of today and
    of the end. `by_now` and `whole` are interviews expected before the season began. `last` is
    the longest list that the data speak of; `median_matched` and `median_unmatched` are printed.
    What NRMP did not print is None or empty.
    """

    card: Card
    in_hand: int
    invited: int
    waiting: int
    declined: int
    withdrawn: int
    sent: int | None
    refused: int
    silent: int
    applications: int
    people: int | None
    matched: int | None
    before: Chance | None
    by_now: Counted | None
    whole: Counted | None
    after: Updated | None
    last: int | None
    median_matched: float | None
    median_unmatched: float | None
    lengths: tuple[Length, ...]


@record
class Day:
    """A day of the season: invitations usually out, in per cent, and expected interviews.

    `expected` follows the order of the fields; None where NRMP printed too little.
    """

    day: dt.date
    share: Span
    expected: tuple[Counted | None, ...]


@record
class Together:
    """The chance of a match in at least one of these specialties, today and by the end."""

    specialties: tuple[str, ...]
    so_far: Chance
    by_the_end: Chance


@record
class Cockpit:
    """What the page on the season is made from.

    `told` says whether there is a tracker, `example` that the plan prepares no field and one
    stands as an example. `share` is in per cent, None without dates. `start` is the chance to
    start on 1 July once matched, None where `entry` holds a note on a limit of entry.
    """

    told: bool
    example: bool
    share: Span | None
    begins: dt.date | None
    fields: tuple[Field, ...]
    together: Together | None
    days: tuple[Day, ...]
    findings: tuple[Finding, ...]
    start: Chance | None
    entry: tuple[Note, ...]


def cockpit(plan: Decided, found: Chances, tracked: Facts) -> Cockpit:
    """Hold the tracker against what was to be expected, and weigh where the effort belongs."""
    terms = ModelTerms(plan.knowledge, plan.as_of)
    curve = tuple(_curve(plan))
    share = _share(curve, plan)
    fields = tuple(
        _field(card, found.of(card.id), plan, terms, share or NONE) for card in spoken_for(plan)
    )
    together = _together(fields, terms)
    made = Cockpit(
        told=plan.read.profile.interviews is not None,
        example=not prepared(plan) and not any(f.in_hand for f in fields),
        share=share,
        begins=curve[0][0] if curve else None,
        fields=fields,
        together=together,
        days=tuple(
            Day(
                day=day,
                share=out,
                expected=tuple(_expected(found.of(f.card.id), out, terms) for f in fields),
            )
            for day, out in curve[1:]
        ),
        findings=(),
        start=start_chance(plan, found),
        entry=tuple(note for note in plan.notes if note.id.startswith("entry-")),
    )
    facts = {**plan.facts, **tracked, **cockpit_facts(plan, made)}
    weighed = evaluate_group("season", facts, plan.knowledge, plan.as_of)
    return replace(made, findings=weighed)


def _curve(plan: Decided) -> Iterator[tuple[dt.date, Span]]:
    """Days with the share of invitations usually out, in per cent; none without a season."""
    season = plan.read.profile.season
    if season is None:
        return
    opened = plan.season_dates.get("programs_read")
    first = dt.date(season - 1, SERIES[0][2], SERIES[0][3])
    start = opened.date if opened and opened.date < first else dt.date(season - 1, 9, 1)
    yield start, NONE
    for name, years, month, day in SERIES:
        yield dt.date(season + years, month, day), _percent(plan, name)
    last = plan.season_dates.get("rank_deadline")
    if last and last.date > dt.date(season, SERIES[-1][2], SERIES[-1][3]):
        yield last.date, ALL


def _percent(plan: Decided, name: str) -> Span:
    value = plan.knowledge.parameter(name, plan.as_of)
    assert isinstance(value.value, (int, float))
    return Span(value.low or 0.0, float(value.value), value.high or 0.0)


def _share(curve: Sequence[tuple[dt.date, Span]], plan: Decided) -> Span | None:
    """The share usually out on the day of the plan, on a straight line between two days."""
    if not curve:
        return None
    if plan.as_of <= curve[0][0]:
        return NONE
    for (begin, low), (end, high) in pairwise(curve):
        if plan.as_of <= end:
            way = (plan.as_of - begin).days / (end - begin).days
            return Span(*(a + way * (b - a) for a, b in zip(_ends(low), _ends(high), strict=True)))
    return ALL


def _ends(span: Span) -> tuple[float, float, float]:
    return span.low, span.use, span.high


def _field(
    card: Card, own: SpecialtyChance | None, plan: Decided, terms: ModelTerms, share: Span
) -> Field:
    """One specialty: its lines of the tracker against its published group."""
    count = _count(plan.read.interviews, card.id)
    sent = applications_sent(plan, card.id)
    own = own.at(sent) if own and sent else own
    in_hand, invited = (sum(int(count[s]) for s in kind) for kind in (IN_HAND, INVITED))
    group = own.group if own else None
    rate = (group.ranks_matched, group.ranks_unmatched) if group else (None, None)
    matched, unmatched = rate
    return Field(
        card=card,
        in_hand=in_hand,
        invited=invited,
        waiting=count[Status.WAITLISTED],
        declined=count[Status.DECLINED],
        withdrawn=count[Status.WITHDRAWN],
        sent=sent,
        refused=sum(int(count[s]) for s in REFUSED),
        silent=sum(int(count[s]) for s in WAITING),
        applications=own.applications if own else 0,
        people=group.people if group else None,
        matched=group.matched if group else None,
        before=own.match if own else None,
        by_now=_expected(own, share, terms),
        whole=_expected(own, ALL, terms),
        after=_after(own, in_hand, invited, share, terms),
        last=furthest(group) if group else None,
        median_matched=matched.median if matched else None,
        median_unmatched=unmatched.median if unmatched else None,
        lengths=tuple(_lengths(own, terms)) if own else (),
    )


def _count(listed: Sequence[Interview], specialty: str) -> Mapping[Status, int]:
    return Counter(each.status for each in listed if each.specialty == specialty)


def _expected(own: SpecialtyChance | None, share: Span, terms: ModelTerms) -> Counted | None:
    """Interviews expected of the planned applications when this share is out."""
    if own is None:
        return None
    usual, swung = _scenes(own, 0, share, terms, passed=False)
    found = widened(usual, swung)
    return Counted(low=found.low, use=found.expected, high=found.high)


def _scenes(
    own: SpecialtyChance, invited: int, share: Span, terms: ModelTerms, *, passed: bool
) -> tuple[Ahead, Swung]:
    """Interviews that may come, and the same with each error alone at both ends.

    With `passed`, those after the share of invitations that are out; else those up to it.
    """
    shape, of = terms.luck.shape, own.route.interviews

    def scene(expected: float, out: float) -> Ahead:
        if passed:
            return ahead(expected, shape, invited, out / 100)
        return ahead(expected * out / 100, shape, 0, 0.0)

    return scene(of.use, share.use), (
        (scene(of.low, share.use), scene(of.high, share.use)),
        (scene(of.use, share.low), scene(of.use, share.high)),
    )


def _rest(terms: ModelTerms) -> Weight:
    """What neither the file nor the list shows: this year's drift, and the person."""
    return added(Weight(0.0, terms.span(name).use) for name in ("drift", "unseen"))


def _lengths(own: SpecialtyChance, terms: ModelTerms) -> Iterator[Length]:
    last = furthest(own.group)
    for number in range(1, LONGEST + 1):
        weight = standing(
            own.group, number, own.listed.evidence, terms.weight("file-after-ranks"), _rest(terms)
        )
        if weight is None or last is None:
            return
        yield Length(interviews=number, chance=chance_of(weight), beyond=number > last)


def _after(
    own: SpecialtyChance | None, in_hand: int, invited: int, share: Span, terms: ModelTerms
) -> Updated | None:
    """The chance of today and of the end."""
    if own is None:
        return None
    usual, swung = _scenes(own, invited, share, terms, passed=True)
    return updated(
        own.group,
        in_hand,
        usual,
        swung,
        own.listed.evidence,
        terms.weight("file-after-ranks"),
        _rest(terms),
    )


def _together(fields: Sequence[Field], terms: ModelTerms) -> Together | None:
    """A match in at least one field. Luck is shared between fields as before the season.

    The errors of the fields are mostly those of one file, so they are moved together.
    """
    kept = [field for field in fields if field.after]
    if len(kept) < 2:
        return None
    shape, shared = terms.luck.shape, terms.span("luck-shared")

    def some(of: Sequence[Chance]) -> Chance:
        def at(end: str, common: float) -> float:
            hazards = [hazard_of(getattr(each, end), shape) for each in of]
            return some_of(hazards, Luck(shape, common))

        use = at("use", shared.use)
        ends = (
            (at("low", shared.use), at("high", shared.use)),
            (at("use", shared.high), at("use", shared.low)),
        )
        low, high = around(use, ends, LOGLOG)
        return Chance(low, use, high)

    return Together(
        specialties=tuple(field.card.id for field in kept),
        so_far=some([field.after.so_far for field in kept if field.after]),
        by_the_end=some([field.after.by_the_end for field in kept if field.after]),
    )


def cockpit_facts(plan: Decided, made: Cockpit) -> dict[str, Fact]:
    """What the rules of the season compare. Chances are in whole per cent."""
    make = maker(plan)
    first = next((f for f in made.fields if f.card.is_primary), None)
    overall = _overall(made)
    told = made.told
    values: dict[str, tuple[Value, str]] = {
        "cockpit.share": (round(made.share.use) if made.share else None, "season"),
        "cockpit.low": (round(100 * overall.low) if overall and told else None, "interviews"),
        "cockpit.high": (round(100 * overall.high) if overall and told else None, "interviews"),
        "cockpit.median": (first.median_matched if first else None, "interests.primary"),
        "cockpit.last": (first.last if first else None, "interests.primary"),
        "cockpit.sent": (first.sent if first else None, "applications.sent"),
        "cockpit.refused": (first.refused if first else None, "interviews"),
        "cockpit.silent": (first.silent if first else None, "interviews"),
    }
    return {name: make.told(name, value, path) for name, (value, path) in values.items()}


def _overall(made: Cockpit) -> Chance | None:
    """The chance of a match in at least one field by the end of the season."""
    if made.together:
        return made.together.by_the_end
    return next((field.after.by_the_end for field in made.fields if field.after), None)
