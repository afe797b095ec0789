"""Dated things to do: what to find out first, what is missing for each specialty, and the season.

Ids are stable from build to build, so calendars and ticks can follow a task.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from sitegen.facts.model import Facts
from sitegen.knowledge.model import Knowledge, Season, Service
from sitegen.knowledge.units import ValueKind
from sitegen.plan.model import Card, Choice, Plan, Task
from sitegen.profile import Profile
from sitegen.profile.fields import ExamState, LetterState, VisaKind, VisaNeed

WEEK = dt.timedelta(days=7)


def tasks(plan: Plan) -> tuple[Task, ...]:
    """Every task, in the order to do them."""
    p, facts, primary, choice = plan.read.profile, plan.facts, plan.primary, plan.choice
    season, knowledge, as_of = plan.season, plan.knowledge, plan.as_of
    prepared = choice.backups if choice.verdict == "recommended" else ()
    chosen = [c for c in (primary, *(b.card for b in prepared)) if c is not None]
    found = [
        *_find_out(p, facts, chosen, choice, knowledge),
        *_exams(p, season, as_of),
        *_letters(p, chosen, season, knowledge, as_of),
        *_rotations(p, chosen, season, as_of),
        *_services(chosen, season, as_of),
        *_season(season, as_of),
    ]
    found.sort(key=lambda t: (t.due is not None, t.due or as_of))
    return tuple(found)


def _find_out(
    p: Profile, facts: Facts, chosen: Sequence[Card], choice: Choice, knowledge: Knowledge
) -> Iterator[Task]:
    """One task for each unknown fact that a conclusion waits for."""
    waiting: dict[str, str] = {}
    cards = list(chosen) or [c.card for c in choice.runners_up]
    for card in cards:
        for rating in (card.likelihood, card.visa, card.fit):
            for finding in rating.findings:
                if finding.settled:
                    continue
                for fact in finding.compared:
                    kind = knowledge.facts[fact.name]
                    if not fact.known and kind.ask:
                        waiting.setdefault(kind.ask, fact.missing[0] if fact.missing else "")
    veto = knowledge.facts["fit.vetoed"].ask
    if veto and any(c.facts["fit.vetoed"].value is None for c in cards):
        waiting[veto] = "interests.not_for_life"
    for name in ("applicant.has_primary", "applicant.can_lose_year", "applicant.ready_to_reapply",
                 "applicant.budget", "applicant.earlier_matches", "applicant.has_gap"):  # fmt: skip
        fact, ask = facts[name], knowledge.facts[name].ask
        if not fact.known and ask:
            waiting.setdefault(ask, fact.missing[0] if fact.missing else "")
    if p.season is None:
        waiting["Choose the year of the Match you apply for. Every date follows from it."] = (
            "season"
        )
    asked: set[str] = set()
    for ask, path in waiting.items():
        if path in asked:
            continue
        asked.add(path)
        yield Task(
            id="find-out." + (path or "profile"), text=ask, phase="find_out", path=path or None
        )


def _before(
    season: Season | None, name: str, weeks: int
) -> tuple[dt.date, dt.date, dt.date] | None:
    """A day some weeks before a date of the season, with the span of the estimate."""
    if season is None or name not in season.dates:
        return None
    entry = season.dates[name]
    shift = WEEK * weeks
    low, high = entry.low or entry.date, entry.high or entry.date
    return entry.date - shift, low - shift, high - shift


def _dated(
    task_id: str, text: str, phase: str, when: tuple[dt.date, dt.date, dt.date] | None,
    as_of: dt.date, *, specialty: str | None = None, why: str = "",
) -> Task:  # fmt: skip
    if when is None or when[0] <= as_of:
        return Task(id=task_id, text=text, phase=phase, specialty=specialty, why=why)
    return Task(
        id=task_id, text=text, phase=phase, due=when[0], due_low=when[1], due_high=when[2],
        specialty=specialty, why=why,
    )  # fmt: skip


def _exams(p: Profile, season: Season | None, as_of: dt.date) -> Iterator[Task]:
    step2, step3 = p.exams.step2_ck, p.exams.step3
    for name, label, exam in (
        ("step1", "Step 1", p.exams.step1), ("step2-ck", "Step 2 CK", step2),
        ("step3", "Step 3", step3), ("oet", "OET Medicine", p.exams.oet),
    ):  # fmt: skip
        if exam and exam.state is ExamState.PLANNED and exam.planned:
            yield _dated(
                f"exam.{name}.planned", f"Take {label}, as you planned.", "exams",
                (exam.planned, exam.planned, exam.planned), as_of,
            )  # fmt: skip
    if step2 and step2.state is ExamState.PLANNED and not step2.planned:
        yield _dated(
            "exam.step2-ck", "Take Step 2 CK early enough for the score to be there on day one.",
            "exams", _before(season, "applications_open", 8), as_of,
            why="Programs filter by this score on the first day.",
        )  # fmt: skip
    wants_h1b = VisaKind.H1B in (p.visa.accepts or ()) and p.visa.need is VisaNeed.SPONSORSHIP
    if wants_h1b and (step3 is None or step3.state is not ExamState.PASSED):
        only = set(p.visa.accepts or ()) == {VisaKind.H1B}
        yield _dated(
            "exam.step3",
            "Pass Step 3 before you apply." if only
            else "Pass Step 3 before rank lists close, if you want H-1B as an option.",
            "exams",
            _before(season, "applications_open" if only else "rank_deadline", 6), as_of,
            why="A program can file for H-1B only after Step 3 is passed. Ask each program by "
            "when it needs the result.",
        )  # fmt: skip


def _letters(
    p: Profile, chosen: Sequence[Card], season: Season | None, knowledge: Knowledge,
    as_of: dt.date,
) -> Iterator[Task]:  # fmt: skip
    if p.letters is None:
        return
    for i, letter in enumerate(p.letters):
        if letter.state is LetterState.TO_ASK:
            yield _dated(
                f"letter.ask.{i + 1}", f"Ask for the letter from: {letter.writer}.", "letters",
                _before(season, "applications_open", 16), as_of,
            )  # fmt: skip
    for n, card in enumerate(chosen):
        wanted = "guide.primary-letters" if n == 0 and card.is_primary else "guide.backup-letters"
        need = knowledge.parameter(wanted, as_of)
        have = card.facts["here.us_letters"].value
        usable = sum(1 for each in p.letters if each.specialty == card.id)
        target = int(need.value) if isinstance(need.value, (int, float)) else 0
        if isinstance(have, int) and max(have, usable) < target:
            short = target - max(have, usable)
            yield _dated(
                f"letter.find.{card.id}",
                f"Find {short} more {'letter' if short == 1 else 'letters'} that can serve "
                f"{card.specialty.name}, from US faculty if you can.",
                "letters", _before(season, "applications_open", 12), as_of, specialty=card.id,
                why="The guide asks for three letters for the first choice and two or three "
                "for the backup, with at least one from US faculty.",
            )  # fmt: skip


def _rotations(
    p: Profile, chosen: Sequence[Card], season: Season | None, as_of: dt.date
) -> Iterator[Task]:
    if p.us_experience is None:
        return
    for card in chosen:
        weeks = card.facts["here.weeks"].value
        if isinstance(weeks, (int, float)) and weeks < 4:
            yield _dated(
                f"rotation.{card.id}",
                f"Plan at least one hands-on rotation in {card.specialty.name} in the US.",
                "experience", _before(season, "applications_open", 20), as_of, specialty=card.id,
                why="A rotation brings a letter, a story for interviews, and an honest look "
                "at the work.",
            )  # fmt: skip


def _services(chosen: Sequence[Card], season: Season | None, as_of: dt.date) -> Iterator[Task]:
    """Specialties that do not use ERAS need an account elsewhere."""
    for card in chosen:
        if card.specialty.about.service is Service.RESIDENCYCAS:
            yield _dated(
                f"service.{card.id}",
                f"Get your ResidencyCAS account for {card.specialty.name}. As a graduate from "
                "abroad you receive the link from ECFMG.",
                "season", _before(season, "eras_opens", 0), as_of, specialty=card.id,
                why="This specialty does not use ERAS. It has its own form, fees and documents.",
            )  # fmt: skip


def _season(season: Season | None, as_of: dt.date) -> Iterator[Task]:
    if season is None:
        return
    words = {
        "eras_opens": "MyERAS opens: start your application and request your documents.",
        "applications_open": "First day to send applications. Send yours in the first days.",
        "programs_read": "Programs begin to read. Everything must be in by now.",
        "nrmp_registration": "Register with NRMP for the Main Match.",
        "nrmp_standard_deadline": "Last day of standard NRMP registration.",
        "ranking_opens": "Begin to enter your rank order list.",
        "rank_deadline": "Certify your rank order list. ECFMG must have verified your exams.",
        "match_status": "You learn whether you matched. SOAP begins for those who did not.",
        "match_day": "Match Day: you learn where.",
    }
    for name, text in words.items():
        entry = season.dates.get(name)
        if entry is None or entry.date <= as_of:
            continue
        estimate = entry.kind is ValueKind.JUDGEMENT
        yield Task(
            id=f"season.{season.year}.{name.replace('_', '-')}", text=text, phase="season",
            due=entry.date, due_low=entry.low if estimate else None,
            due_high=entry.high if estimate else None,
        )  # fmt: skip
