"""The interviews of a season: the applicant's tracker counted, and what it asks for."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from sitegen.facts.documents import wish_facts
from sitegen.facts.model import Fact, Facts, Value
from sitegen.knowledge.model import Pathway
from sitegen.plan.card import Card
from sitegen.plan.conclusions import facts_at, maker, prepared, related
from sitegen.plan.decided import Decided
from sitegen.profile.choices import VisaKind, VisaNeed
from sitegen.records import record
from sitegen.rules import Finding, evaluate_group
from sitegen.statuses import OF_INTERVIEWS, OUT, WAITING, Status
from sitegen.tracker import Interview, SaidVisa

IN_HAND = {Status.OFFERED, Status.ACCEPTED, Status.DONE}
AHEAD = {Status.OFFERED, Status.ACCEPTED}
SHOWN = OF_INTERVIEWS | {Status.UNKNOWN}
"""Lines that stand on the page on interviews; applications without one are counted elsewhere."""

PAIR = 2
"""Answers are worded for the first choice and one backup: the counts of the plan hold two."""

MOST_FIELDS = 3
"""Stories and cards are shown for this many; more would dilute every one of them."""


@record
class Entry:
    """One interview as it is shown. `line` is its line in the tracker.

    `overdue` says that its day is over while its status is not *done*.
    """

    line: int
    specialty: str
    program: str
    state: str
    region: str
    date: dt.date | None
    status: str
    visa: str
    asked: dt.date | None
    notes: str
    overdue: bool


@record
class Tally:
    """Interviews of one specialty. `in_hand` counts those offered, accepted and done.

    `ahead` leaves out those whose day has passed.

    `regions` holds the regions of those in hand with their number, the largest first.
    """

    specialty: str
    in_hand: int
    ahead: int
    done: int
    waiting: int
    closed: int
    regions: tuple[tuple[str, int], ...]


@record
class Answer:
    """The answer to "are you applying elsewhere?" for interviews in one specialty, in parts."""

    card: Card
    parts: tuple[Finding, ...]


@record
class Interviews:
    """What the page on interviews is made from. `told` says whether there is a tracker."""

    told: bool
    tallies: tuple[Tally, ...]
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]
    answers: tuple[Answer, ...]


def interviews(plan: Decided, tracked: Facts) -> Interviews:
    """Count the tracker, weigh what to do next, and word the answer for each specialty."""
    listed = plan.read.interviews
    facts = {**plan.facts, **tracked}
    return Interviews(
        told=plan.read.profile.interviews is not None,
        tallies=_tallies(plan),
        entries=tuple(
            _entry(each, plan) for each in sorted(listed, key=_by_day) if each.status in SHOWN
        ),
        findings=evaluate_group("interviews", facts, plan.knowledge, plan.as_of),
        answers=tuple(
            Answer(
                card=card,
                parts=evaluate_group(
                    "answers", answer_facts(plan, card), plan.knowledge, plan.as_of
                ),
            )
            for card in spoken_for(plan)[:PAIR]
        ),
    )


def spoken_for(plan: Decided) -> tuple[Card, ...]:
    """The specialties to prepare for: those of the plan, and those that invite the applicant.

    Where there are none, the one that is nearest stands as an example.
    """
    ready = {card.id: card for card in prepared(plan)}
    for each in sorted(plan.read.interviews, key=_by_day):
        if each.status in IN_HAND:
            ready.setdefault(each.specialty, plan.card(each.specialty))
    if ready:
        return tuple(ready.values())[:MOST_FIELDS]
    nearest = [c.card for c in (*plan.choice.backups, *plan.choice.runners_up)]
    wished = [plan.card(name) for name in plan.read.profile.interests.considering or ()]
    return (*nearest, *wished, *plan.cards)[:1]


def _by_day(each: Interview) -> tuple[bool, dt.date, str, str]:
    return (each.date is None, each.date or dt.date.min, each.specialty, each.program)


def _region(each: Interview, plan: Decided) -> str:
    return each.region or plan.knowledge.regions.get(
        each.state or "", plan.knowledge.phrases["region-not-said"]
    )


def _overdue(each: Interview, plan: Decided) -> bool:
    return each.status in AHEAD and each.date is not None and each.date < plan.as_of


def _entry(each: Interview, plan: Decided) -> Entry:
    return Entry(
        line=each.place.line,
        specialty=each.specialty,
        program=each.program,
        state=each.state or "",
        region=_region(each, plan),
        date=each.date,
        status=each.status.value,
        visa=each.visa.value,
        asked=each.visa_asked,
        notes=each.notes,
        overdue=_overdue(each, plan),
    )


def _tallies(plan: Decided) -> tuple[Tally, ...]:
    """A tally of each specialty of the plan and of the tracker, those of the plan first."""
    listed = plan.read.interviews
    names = [card.id for card in prepared(plan)]
    named = {each.specialty for each in listed if each.status in SHOWN}
    names += sorted(named - set(names))
    return tuple(
        _tally(name, [each for each in listed if each.specialty == name], plan) for name in names
    )


def _tally(specialty: str, listed: list[Interview], plan: Decided) -> Tally:
    count = Counter(each.status for each in listed)
    regions = Counter(_region(each, plan) for each in listed if each.status in IN_HAND)
    return Tally(
        specialty=specialty,
        in_hand=sum(int(count[status]) for status in IN_HAND),
        ahead=sum(each.status in AHEAD and not _overdue(each, plan) for each in listed),
        done=count[Status.DONE],
        waiting=count[Status.WAITLISTED],
        closed=count[Status.DECLINED] + count[Status.WITHDRAWN],
        regions=tuple(sorted(regions.items(), key=lambda pair: (-pair[1], pair[0]))),
    )


def interview_facts(plan: Decided) -> dict[str, Fact]:
    """Counts of the tracker as facts; without a tracker none of them is known."""
    make = maker(plan)
    told = plan.read.profile.interviews is not None
    listed = plan.read.interviews
    in_hand = [each for each in listed if each.status in IN_HAND]
    first = _in(in_hand, plan.primary)
    cards = [card for card in prepared(plan) if not card.is_primary]
    backup = _in(in_hand, cards[0] if cards else None)
    lead = None if first is None or backup is None else backup - first
    values: dict[str, tuple[Value, str]] = {
        "interviews.total": (len(in_hand), "interviews"),
        "interviews.first": (first, "interests.primary"),
        "interviews.backup": (backup, plan.knowledge.phrases["backup-missing"]),
        "interviews.lead": (lead, "interests.primary"),
        "interviews.first_lead": (None if lead is None else -lead, "interests.primary"),
        "interviews.offers": (sum(e.status is Status.OFFERED for e in listed), "interviews"),
        "interviews.waiting": (sum(e.status is Status.WAITLISTED for e in listed), "interviews"),
        "interviews.past": (sum(_overdue(e, plan) for e in listed), "interviews"),
        "interviews.same_day": (_same_day(listed), "interviews"),
        "interviews.visa_open": (sum(e.visa is SaidVisa.UNKNOWN for e in in_hand), "interviews"),
        "interviews.visa_shut": (_visa_shut(in_hand, plan), "visa.accepts"),
    }
    return {
        name: make.told(name, value, path) if told else make.told(name, None, "interviews")
        for name, (value, path) in values.items()
    }


def applications_sent(plan: Decided, specialty: str) -> int | None:
    """The applications sent in a specialty: by own word, or as the tracker lists them.

    None where neither tells it: a tracker lists the applications in a specialty if one of them
    still waits for an answer. One of interviews and refusals alone tells nothing of the others.
    """
    told = (plan.read.profile.applications.sent or {}).get(specialty)
    listed = [each.status for each in plan.read.interviews if each.specialty == specialty]
    if told is not None or not any(status in WAITING for status in listed):
        return told
    return sum(status in OUT for status in listed)


def _in(listed: Iterable[Interview], card: Card | None) -> int | None:
    return None if card is None else sum(each.specialty == card.id for each in listed)


def _same_day(listed: Iterable[Interview]) -> int:
    """Interviews ahead that share their day with another one."""
    days = Counter(each.date for each in listed if each.status in AHEAD and each.date)
    return sum(int(number) for number in days.values() if number > 1)


def _visa_shut(in_hand: Iterable[Interview], plan: Decided) -> int | None:
    """Interviews at programs that say no to every visa which the applicant accepts."""
    visa = plan.read.profile.visa
    if visa.need is None or (visa.need is VisaNeed.SPONSORSHIP and visa.accepts is None):
        return None
    if visa.need is not VisaNeed.SPONSORSHIP:
        return 0
    offered = {
        SaidVisa.J1: {VisaKind.J1},
        SaidVisa.H1B: {VisaKind.H1B},
        SaidVisa.NONE: set[VisaKind](),
    }
    return sum(
        each.visa in offered and not offered[each.visa] & set(visa.accepts or ())
        for each in in_hand
    )


def answer_facts(plan: Decided, card: Card) -> Facts:
    """Every fact for interviews in one specialty, with how it goes with the other one."""
    make = maker(plan)
    first = plan.primary
    others = [other for other in spoken_for(plan) if other.id != card.id]
    other = others[0] if others else None
    road = _road(plan, card if not card.is_primary else other)
    own: dict[str, Value] = {
        "answer.has_first": first is not None,
        "answer.has_other": other is not None,
        "answer.related": other is not None and related(other, card),
        "answer.has_road": road is not None,
    }
    facts = {name: make.computed(name, value) for name, value in own.items()}
    for name, value in (
        ("road", road.via if road else None),
        ("other", other.specialty.name if other else None),
    ):
        fact = make.told(f"answer.{name}", value, "interests.primary")
        facts[fact.name] = fact
    wishes = wish_facts(make, card.specialty, plan.read.profile)
    return {**facts_at(plan, card), **facts, **{fact.name: fact for fact in wishes}}


def _road(plan: Decided, backup: Card | None) -> Pathway | None:
    """The widest road from the first choice through a backup."""
    found = [c for c in plan.choice.candidates if backup and c.card.id == backup.id]
    roads = found[0].pathways if found and plan.primary else ()
    return max(roads, key=lambda road: road.strength.value, default=None)
