"""Facts about time and permission: what is left of the season, which visas, who may enter."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sitegen.facts.applicant import FactMaker
from sitegen.facts.model import Fact, Interval
from sitegen.facts.program import NAMES
from sitegen.knowledge.model import Knowledge
from sitegen.profile import Profile, ReadProfile
from sitegen.profile.choices import (
    Certification,
    ExamState,
    LetterState,
    Stage,
    VisaKind,
    VisaNeed,
)
from sitegen.statuses import OUT

CLOSING = ("all", "j1")
"""Entry limits that stop the visas on which residency begins, the widest first."""

LIMITS = (*CLOSING, "immigrant")


def season_facts(read: ReadProfile, knowledge: Knowledge, as_of: dt.date) -> dict[str, Fact]:
    """Facts of the season, the visas and the steps still to take, by name."""
    make = FactMaker(knowledge.facts, read.places, knowledge)
    p = read.profile
    facts = [
        *_time(make, read, knowledge, as_of),
        *_permission(make, p, knowledge),
        *_steps(make, p),
    ]
    return {fact.name: fact for fact in facts}


def _time(make: FactMaker, read: ReadProfile, knowledge: Knowledge, as_of: dt.date) -> list[Fact]:
    p = read.profile
    season = knowledge.seasons.get(p.season or 0)
    dates = season.dates if season else {}
    opens = dates["applications_open"].date if "applications_open" in dates else None
    over = dates["match_day"].date if "match_day" in dates else None
    ranking = dates["rank_deadline"].date if "rank_deadline" in dates else None
    return [
        make.told("applicant.stage", p.stage.value if p.stage else None, "stage"),
        make.told(
            "applicant.applied", _applied(read, opens is not None and opens <= as_of), "stage"
        ),
        make.told(
            "season.weeks_left",
            None if opens is None else max(0, (opens - as_of).days // 7),
            "season",
        ),
        make.told("season.opens", opens, "season"),
        make.told("season.begun", None if opens is None else opens <= as_of, "season"),
        make.told("season.lists_closed", None if ranking is None else ranking <= as_of, "season"),
        make.told("season.over", None if over is None else over < as_of, "season"),
    ]


def _applied(read: ReadProfile, begun: bool) -> bool | None:
    """Whether the applications of the season are out: only after they opened, by own word."""
    if not begun:
        return False
    if any(each.status in OUT for each in read.interviews):
        return True
    stage = read.profile.stage
    return None if stage is None else stage in (Stage.INTERVIEWING, Stage.RANKING)


def _permission(make: FactMaker, p: Profile, knowledge: Knowledge) -> list[Fact]:
    need, accepts = p.visa.need, p.visa.accepts
    free = need is not None and need is not VisaNeed.SPONSORSHIP

    def takes(visa: VisaKind) -> bool | None:
        if free:
            return False
        return None if need is None or accepts is None else visa in accepts

    path = "visa.accepts" if need else "visa.need"
    named = [NAMES[kind] for kind in NAMES if kind in (accepts or ())]
    return [
        make.told("applicant.takes_j1", takes(VisaKind.J1), "visa.need" if free else path),
        make.told("applicant.takes_h1b", takes(VisaKind.H1B), "visa.need" if free else path),
        make.told("applicant.visa_chosen", bool(accepts), "visa.accepts"),
        make.told("applicant.visas_taken", " or ".join(named) or None, "visa.accepts"),
        make.told("applicant.in_us", p.visa.in_us, "visa.in_us"),
        make.told("applicant.waiver_job", p.constraints.waiver_job, "constraints.waiver_job"),
        *_entry(make, p, knowledge),
    ]


def _entry(make: FactMaker, p: Profile, knowledge: Knowledge) -> list[Fact]:
    """Which entry limit names a citizenship, and whether it keeps the applicant out of the US.

    Until somebody says that they live in the US, a limit that names them counts.
    """
    limit = _entry_limit(make, p, knowledge)
    named = None if limit.value is None else limit.value in CLOSING
    closed = None if named is None else named and p.visa.in_us is not True
    read = min((each.as_of for each in knowledge.entry_limits), default=None)
    return [
        limit,
        make.computed("applicant.entry_closed", closed, limit),
        make.computed("applicant.entry_named", closed is True, limit),
        make.told("season.entry_read", read),
        make.told("applicant.clear_visas", _clear_visas(p, limit), "visa.accepts"),
    ]


def _clear_visas(p: Profile, limit: Fact) -> str | None:
    """The visas that would be taken, in words, where no complete list names the citizenship."""
    if limit.value != "none" or not p.visa.accepts:
        return None
    return " and ".join(NAMES[visa] for visa in p.visa.accepts)


def _entry_limit(make: FactMaker, p: Profile, knowledge: Knowledge) -> Fact:
    """The widest entry limit that names a citizenship: immigrant, j1 or all.

    `none` is said of lists that are complete; `unlisted` of those that may lack countries.
    """
    name = "applicant.entry_limit"
    if p.visa.need in (VisaNeed.GREEN_CARD, VisaNeed.WORK_AUTHORISATION):
        return make.told(name, "none", "visa.need")
    if p.applicant.citizenship is None:
        return make.told(name, None, "applicant.citizenship")
    hit = {
        limit.visas
        for limit in knowledge.entry_limits
        if set(limit.countries) & set(p.applicant.citizenship)
    }
    limits = knowledge.entry_limits
    silent = "none" if limits and all(each.complete for each in limits) else "unlisted"
    word = next((each for each in LIMITS if each in hit), silent)
    if hit and p.visa.need is None:
        return make.told(name, None, "visa.need")
    return make.told(name, word, "applicant.citizenship")


def _steps(make: FactMaker, p: Profile) -> list[Fact]:
    e = p.exams

    def passed(state: ExamState | None) -> bool | None:
        return None if state is None else state is ExamState.PASSED

    certified = None if e.ecfmg is None else e.ecfmg is Certification.CERTIFIED
    return [
        make.told("applicant.certified", certified, "exams.ecfmg"),
        make.told(
            "applicant.step1_passed",
            passed(e.step1.state if e.step1 else None),
            "exams.step1.state",
        ),
        make.told(
            "applicant.step2_passed",
            passed(e.step2_ck.state if e.step2_ck else None),
            "exams.step2_ck.state",
        ),
        make.told(
            "applicant.oet_passed", passed(e.oet.state if e.oet else None), "exams.oet.state"
        ),
        _letters_to_ask(make, p),
    ]


def _letters_to_ask(make: FactMaker, p: Profile) -> Fact:
    """Letters not asked for yet. One whose state is not told may be among them."""
    name = "applicant.letters_to_ask"
    if p.letters is None:
        return make.told(name, None, "letters")
    sure = sum(1 for each in p.letters if each.state is LetterState.TO_ASK)
    unknown = sum(1 for each in p.letters if each.state is None)
    value = Interval(sure, sure + unknown) if unknown else sure
    return replace(make.told(name, value, "letters"), missing=("letters.state",) if unknown else ())
