"""The rank order list checked against its rules, and the way after an unsuccessful Match."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sitegen.facts.model import Citation, Fact, Value
from sitegen.knowledge.model import Specialty
from sitegen.knowledge.seasons import SeasonDate
from sitegen.plan.conclusions import facts_at, maker, prepared
from sitegen.plan.decided import Decided
from sitegen.profile.choices import VisaKind, VisaNeed
from sitegen.ranklist import RankEntry
from sitegen.records import record
from sitegen.rules import Finding, evaluate_group

SUPPLEMENTAL = "ranking.supplemental"
"""The rule on supplemental lists, which only those read who keep one."""


@record
class Ranked:
    """One line of the list as it is shown; `line` is its line in the file.

    Ratings run from 1 to 5 and are the applicant's own. None is not told.
    """

    line: int
    rank: int
    specialty: str
    program: str
    state: str
    would_attend: bool | None
    preference: int | None
    visa: str
    immigration: int | None
    jobs: int | None
    life: int | None


@record
class Check:
    """One rule of the list with its finding, and the lines it is about."""

    finding: Finding
    lines: tuple[Ranked, ...]


@record
class Length:
    """Programs ranked in a row in one specialty, beside the medians that NRMP published.

    `mine` is the applicant's own number, or None where no list was told. Medians are in programs.
    """

    specialty: Specialty
    mine: int | None
    matched: Citation | None
    unmatched: Citation | None


@record
class Day:
    """A day of the season; an estimate holds its span, and no day at all where none is known."""

    name: str
    date: dt.date | None
    low: dt.date | None
    high: dt.date | None


@record
class Ranking:
    """What the page on the rank list and after is made from."""

    told: bool
    entries: tuple[Ranked, ...]
    checks: tuple[Check, ...]
    lengths: tuple[Length, ...]
    supplemental: tuple[tuple[str, Finding], ...]
    days: tuple[Day, ...]
    after: tuple[Finding, ...]


def ranking(plan: Decided) -> Ranking:
    """Check the list, find the medians and the days, and say what follows in March."""
    listed = plan.read.rank_list
    marked = _marked(plan)
    facts = {**plan.facts, **ranking_facts(plan)}
    rules = evaluate_group("ranking", facts, plan.knowledge, plan.as_of)
    return Ranking(
        told=plan.read.profile.rank_list is not None,
        entries=tuple(_ranked(each) for each in listed),
        checks=tuple(
            Check(
                finding=finding,
                lines=tuple(_ranked(each) for each in marked.get(finding.rule.id, ()))
                if finding.outcome == "wrong"
                else (),
            )
            for finding in rules
            if finding.rule.id != SUPPLEMENTAL or plan.read.supplemental
        ),
        lengths=_lengths(plan),
        supplemental=tuple(
            (card.specialty.name, finding)
            for card in prepared(plan)
            for finding in evaluate_group(
                "supplemental", facts_at(plan, card), plan.knowledge, plan.as_of
            )
            if finding.outcome == "both"
        ),
        days=_days(plan),
        after=evaluate_group("after", facts, plan.knowledge, plan.as_of),
    )


def _ranked(each: RankEntry) -> Ranked:
    visas = [name for name, said in (("J-1", each.j1), ("H-1B", each.h1b)) if said]
    silent = each.j1 is None or each.h1b is None
    return Ranked(
        line=each.place.line,
        rank=each.rank,
        specialty=each.specialty,
        program=each.program,
        state=each.state or "",
        would_attend=each.would_attend,
        preference=each.preference,
        visa=" and ".join(visas) or ("not known" if silent else "none"),
        immigration=each.immigration,
        jobs=each.jobs,
        life=each.life,
    )


def _marked(plan: Decided) -> dict[str, list[RankEntry]]:
    """The entries that each rule is about."""
    listed = plan.read.rank_list
    return {
        "ranking.attend": [each for each in listed if each.would_attend is False],
        "ranking.order": _out_of_order(listed),
        "ranking.future": _outweighed(listed, _free(plan)),
        "ranking.visa": _without_visa(listed, plan) or [],
    }


def _out_of_order(listed: tuple[RankEntry, ...]) -> list[RankEntry]:
    """Entries that stand below one which is liked less."""
    found, worst = [], 0
    for each in listed:
        if each.preference is None:
            continue
        if each.preference < worst:
            found.append(each)
        worst = max(worst, each.preference)
    return found


def _free(plan: Decided) -> bool:
    """Whether no program has to sponsor a visa."""
    return plan.read.profile.visa.need not in (None, VisaNeed.SPONSORSHIP)


def _ratings(each: RankEntry, free: bool) -> tuple[int, ...] | None:
    """The applicant's own ratings if all are told; immigration does not count for the free."""
    told = (each.jobs, each.life) if free else (each.immigration, each.jobs, each.life)
    known = tuple(rating for rating in told if rating is not None)
    return known if len(known) == len(told) else None


def _outweighed(listed: tuple[RankEntry, ...], free: bool) -> list[RankEntry]:
    """Entries below one that is not better in anything: immigration, jobs or life."""
    found = []
    for i, each in enumerate(listed):
        mine = _ratings(each, free)
        above = [_ratings(other, free) for other in listed[:i]]
        if mine and any(
            theirs and theirs != mine and all(t <= m for t, m in zip(theirs, mine, strict=True))
            for theirs in above
        ):
            found.append(each)
    return found


def _without_visa(listed: tuple[RankEntry, ...], plan: Decided) -> list[RankEntry] | None:
    """Entries that say no to every visa which the applicant accepts; None while that is open."""
    visa = plan.read.profile.visa
    if visa.need is None or (visa.need is VisaNeed.SPONSORSHIP and visa.accepts is None):
        return None
    if _free(plan):
        return []
    return [each for each in listed if not any(_offers(each, v) for v in visa.accepts or ())]


def _offers(each: RankEntry, visa: VisaKind) -> bool:
    """Whether a program offers a visa, or does not say that it does not."""
    return (each.j1 if visa is VisaKind.J1 else each.h1b) is not False


def _silent(listed: tuple[RankEntry, ...], plan: Decided) -> int | None:
    """Entries that say nothing about a visa on which the applicant depends."""
    shut = _without_visa(listed, plan)
    if shut is None:
        return None
    accepts = plan.read.profile.visa.accepts or ()
    sure = [
        e
        for e in listed
        if (VisaKind.J1 in accepts and e.j1) or (VisaKind.H1B in accepts and e.h1b)
    ]
    return len([e for e in listed if e not in sure and e not in shut])


def first_run(listed: tuple[RankEntry, ...]) -> int:
    """Programs at the top of the list before another specialty appears."""
    for number, each in enumerate(listed):
        if each.specialty != listed[0].specialty:
            return number
    return len(listed)


def ranking_facts(plan: Decided) -> dict[str, Fact]:
    """Counts of the list as facts; without a list none of them is known."""
    make, free = maker(plan), _free(plan)
    p, listed = plan.read.profile, plan.read.rank_list
    shut = _without_visa(listed, plan)
    ranked = {each.specialty for each in listed}
    backups = [card.id for card in prepared(plan) if not card.is_primary]
    top = plan.knowledge.specialties[listed[0].specialty] if listed else None
    values: dict[str, tuple[Value, str]] = {
        "ranking.length": (len(listed), "rank_list"),
        "ranking.supplemental": (len(plan.read.supplemental), "rank_list"),
        "ranking.would_not": (sum(e.would_attend is False for e in listed), "rank_list"),
        "ranking.unsure": (sum(e.would_attend is None for e in listed), "rank_list"),
        "ranking.preferences": (sum(e.preference is not None for e in listed), "rank_list"),
        "ranking.out_of_order": (len(_out_of_order(listed)), "rank_list"),
        "ranking.rated": (sum(_ratings(e, free) is not None for e in listed), "rank_list"),
        "ranking.outweighed": (len(_outweighed(listed, free)), "rank_list"),
        "ranking.no_visa": (None if shut is None else len(shut), "visa.accepts"),
        "ranking.visa_open": (_silent(listed, plan), "visa.accepts"),
        "ranking.specialties": (len(ranked), "rank_list"),
        "ranking.backup_missing": (bool(backups) and not ranked & set(backups), "rank_list"),
        "ranking.run": (first_run(listed), "rank_list"),
        "ranking.top": (top.name if top else None, "rank_list"),
    }
    told = p.rank_list is not None
    facts = {
        name: make.told(name, value if told else None, path if told else "rank_list")
        for name, (value, path) in values.items()
    }
    facts["ranking.told"] = make.computed("ranking.told", told)
    facts |= _beside_medians(plan, facts["ranking.run"], top if told else None)
    deadline = plan.season_dates.get("rank_deadline")
    facts["ranking.deadline"] = make.told(
        "ranking.deadline", deadline.date if deadline else None, "season"
    )
    return facts


def _beside_medians(plan: Decided, run: Fact, top: Specialty | None) -> dict[str, Fact]:
    """The medians of the specialty at the top of the list, and the list beside them."""
    make = maker(plan)
    facts: dict[str, Fact] = {}
    for who, metric in (("matched", "ranks_matched"), ("unmatched", "ranks_unmatched")):
        figure = top.figure(metric) if top else None
        median = make.cited(f"ranking.median_{who}", metric, figure)
        if top is None:
            median = replace(median, missing=("rank_list",))
        more = run.value - figure.value if figure and isinstance(run.value, int) else None
        beyond = make.computed(f"ranking.beyond_{who}", more, run, median)
        facts |= {median.name: median, beyond.name: beyond}
    return facts


def _lengths(plan: Decided) -> tuple[Length, ...]:
    """Medians of the specialties of the plan and of the list, and the applicant's own runs."""
    listed = plan.read.rank_list
    names = [card.id for card in prepared(plan)]
    names += [each.specialty for each in listed]
    told = plan.read.profile.rank_list is not None
    return tuple(
        length
        for name in dict.fromkeys(names)
        if (length := _length(name, plan, told)).matched or length.unmatched
    )


def _length(name: str, plan: Decided, told: bool) -> Length:
    specialty = plan.knowledge.specialties[name]

    def cited(metric: str) -> Citation | None:
        figure = specialty.figure(metric)
        about = plan.knowledge.metrics[metric]
        return Citation.of(figure, about.label, about.unit) if figure else None

    return Length(
        specialty=specialty,
        mine=_longest_run(name, plan.read.rank_list) if told else None,
        matched=cited("ranks_matched"),
        unmatched=cited("ranks_unmatched"),
    )


def _longest_run(name: str, listed: tuple[RankEntry, ...]) -> int:
    """The most programs of one specialty that stand in a row."""
    longest = here = 0
    for each in listed:
        here = here + 1 if each.specialty == name else 0
        longest = max(longest, here)
    return longest


def _days(plan: Decided) -> tuple[Day, ...]:
    """The days of the list, of Match Week and of the next season, as far as they are known."""
    dates = plan.season_dates
    following = plan.knowledge.seasons.get((plan.read.profile.season or 0) + 1)
    status = dates.get("match_status")
    found = [
        _day("ranking_opens", dates.get("ranking_opens")),
        _day("rank_deadline", dates.get("rank_deadline")),
        _day("match_status", status),
        _day("soap_offers", dates.get("soap_offers")),
        _day("match_day", dates.get("match_day")),
        _day("training_starts", dates.get("training_starts")),
        _day("next_opens", following.dates.get("eras_opens") if following else None),
    ]
    return tuple(found)


def _day(name: str, told: SeasonDate | None) -> Day:
    if told is None:
        return Day(name=name, date=None, low=None, high=None)
    return Day(name=name, date=told.date, low=told.low, high=told.high)
