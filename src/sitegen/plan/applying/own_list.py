"""The page of the applicant's own program list: counts, visa patterns, conflicts, whom to ask."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from statistics import fmean

from sitegen.facts.program import differing
from sitegen.facts.specialty import OWN_ROWS
from sitegen.grid import half_up
from sitegen.knowledge.figures import Figure
from sitegen.knowledge.model import Specialty
from sitegen.plan.applying.candidates import Candidacy, Group, in_order, roles, span
from sitegen.plan.applying.wanted import Wanted, wanted
from sitegen.plan.conclusions import maker, prepared
from sitegen.plan.decided import Decided
from sitegen.portfolio.single import One
from sitegen.profile.choices import VisaKind
from sitegen.programs.model import Program
from sitegen.programs.words import VisaClass
from sitegen.records import record
from sitegen.rules import Finding, evaluate_group

PATTERNS = ("both", "j1_only", "h1b_only", "h1b_exceptional", "none", "partly", "silent")
"""What a row says on both visas together."""

VISA_RULES = ("programs.visa", "programs.sources")
"""The rules whose questions only the coordinator can answer."""

PLAN = ("first", "backup")
"""The parts of a specialty that the plan applies to."""


@record
class Share:
    """How many rows sponsor a visa, of those that say it, beside the national figure.

    `own` says that the list has enough answers to outrank the national figure.
    """

    yes: int
    said: int
    own: bool
    national: Figure | None


@record
class FieldCount:
    """The rows of one specialty: in, to ask, out; and the groups of those that are not out."""

    specialty: Specialty
    role: str
    rows: int
    open: int
    ask: int
    out: int
    groups: Mapping[str, int]
    rate: Figure | None


@record
class VisaPattern:
    """What the rows of one specialty say on visas. `classes` counts rows by pattern."""

    specialty: Specialty
    rows: int
    j1: Share
    h1b: Share
    classes: Mapping[str, int]


@record
class Conflict:
    """FREIDA and the program's own site differ on these visas. `matters` for this person."""

    row: Candidacy
    visas: tuple[VisaKind, ...]
    matters: bool


@record
class Check:
    """When a row was last checked or answered; `old` where that is too long ago.

    `state` is answered, waiting (asked, without an answer), checked or never.
    """

    state: str
    on: dt.date | None
    old: bool


@record
class ToAsk:
    """A program that is open only if it sponsors. `gain` is in expected matching programs.

    It is what an application brings, times the share of programs that say yes to such a question.
    """

    row: Candidacy
    check: Check
    gain: float


@record
class OwnList:
    """Everything about the list. `rows` stand in the order of their use to this person.

    `out_by` counts the rows that are out by their first reason; `alone` those of the plan's own
    specialties that are out for this reason and no other.
    """

    rows: tuple[Candidacy, ...]
    fields: tuple[FieldCount, ...]
    patterns: tuple[VisaPattern, ...]
    conflicts: tuple[Conflict, ...]
    checks: Mapping[int, Check]
    ask: tuple[ToAsk, ...]
    out_by: Mapping[str, int]
    alone: Mapping[str, int]
    findings: tuple[Finding, ...]
    wanted: Wanted


@record
class PlainRow:
    """One row as plain values: outcomes by rule, and what one application brings.

    Rules of which the row says nothing are left out, as lists can be long.
    """

    line: int
    specialty: str
    name: str
    open: bool | None
    role: str
    visa: str
    group: str | None
    outcomes: Mapping[str, str]
    one: One | None
    checked: Check


@record
class PlainList:
    """The list as plain values."""

    fields: tuple[FieldCount, ...]
    patterns: tuple[VisaPattern, ...]
    rows: tuple[PlainRow, ...]
    ask_lines: tuple[int, ...]
    conflict_lines: tuple[int, ...]
    out_by: Mapping[str, int]
    findings: tuple[Finding, ...]


def own_list(plan: Decided, judged: Sequence[Candidacy]) -> OwnList:
    """The list, judged and counted."""
    rows = in_order(judged)
    weeks = span(plan, "stale-weeks").use
    checks = {each.line: checked(each.program, plan.as_of, weeks) for each in rows}
    ids = [c.id for c in prepared(plan)]
    held = [r.program.specialty for r in rows]
    order = dict.fromkeys([*(i for i in ids if i in held), *held])
    return OwnList(
        rows=rows,
        fields=tuple(_field(name, rows, plan) for name in order),
        patterns=tuple(_pattern(name, rows, plan) for name in dict.fromkeys([*ids, *order])),
        conflicts=tuple(_conflicts(rows, plan)),
        checks=checks,
        ask=_to_ask(rows, checks, plan),
        out_by=Counter(each.against[0].rule.id for each in rows if each.open is False),
        alone=Counter(
            each.against[0].rule.id for each in rows if len(each.against) == 1 and each.role in PLAN
        ),
        findings=_findings(rows, plan),
        wanted=wanted(plan),
    )


def plain_list(it: OwnList) -> PlainList:
    """The same for plan.json: no cell of the list but the name of the program."""
    return PlainList(
        fields=it.fields,
        patterns=it.patterns,
        rows=tuple(_plain(each, it.checks[each.line]) for each in it.rows),
        ask_lines=tuple(each.row.line for each in it.ask),
        conflict_lines=tuple(each.row.line for each in it.conflicts),
        out_by=it.out_by,
        findings=it.findings,
    )


def checked(program: Program, as_of: dt.date, weeks: float) -> Check:
    """How fresh a row is. An answer counts from the day it was asked for."""
    days = [day for day in (program.checked_on, program.asked_on) if day]
    on = max(days, default=None)
    asked = bool(program.asked or program.asked_on)
    state = "answered" if program.answer else "waiting" if asked else "checked" if on else "never"
    return Check(state=state, on=on, old=on is not None and (as_of - on).days > 7 * weeks)


def pattern_of(program: Program) -> str:
    """What a row says on both visas together, as one word."""
    if program.visa_class is VisaClass.H1B_EXCEPTIONAL:
        return "h1b_exceptional"
    words = {
        (True, True): "both",
        (True, False): "j1_only",
        (False, True): "h1b_only",
        (False, False): "none",
        (None, None): "silent",
    }
    return words.get((program.j1, program.h1b), "partly")


def _field(name: str, rows: Sequence[Candidacy], plan: Decided) -> FieldCount:
    mine = [each for each in rows if each.program.specialty == name]
    specialty = plan.knowledge.specialties[name]
    return FieldCount(
        specialty=specialty,
        role=roles(plan)[name] or "",
        rows=len(mine),
        open=sum(each.open is True for each in mine),
        ask=sum(each.open is None for each in mine),
        out=sum(each.open is False for each in mine),
        groups=Counter(each.group.value for each in mine if each.group),
        rate=specialty.figure("interview_rate"),
    )


def _pattern(name: str, rows: Sequence[Candidacy], plan: Decided) -> VisaPattern:
    mine = [each.program for each in rows if each.program.specialty == name]
    specialty = plan.knowledge.specialties[name]

    def share(visa: str) -> Share:
        said = [getattr(p, visa) for p in mine if getattr(p, visa) is not None]
        return Share(
            yes=said.count(True),
            said=len(said),
            own=len(said) >= OWN_ROWS,
            national=specialty.figure(f"{visa}_share"),
        )

    classes = Counter(pattern_of(p) for p in mine)
    return VisaPattern(
        specialty=specialty,
        rows=len(mine),
        j1=share("j1"),
        h1b=share("h1b"),
        classes={word: classes[word] for word in PATTERNS if classes[word]},
    )


def _conflicts(rows: Sequence[Candidacy], plan: Decided) -> list[Conflict]:
    accepts = plan.read.profile.visa.accepts
    free = plan.facts["applicant.needs_visa"].value is False
    found = []
    for each in rows:
        visas = differing(each.program)
        mine = [v for v in visas if accepts is None or v in accepts]
        if visas:
            found.append(Conflict(row=each, visas=visas, matters=bool(mine) and not free))
    return sorted(found, key=lambda c: not c.matters)


def _to_ask(
    rows: Sequence[Candidacy], checks: Mapping[int, Check], plan: Decided
) -> tuple[ToAsk, ...]:
    """Programs that are open only if they sponsor; those whose answer changes most stand first."""
    found = []
    for each in rows:
        asked = [f for f in each.questions if f.outcome == "ask" and f.rule.id in VISA_RULES]
        check = checks[each.line]
        if not asked or each.open is False or (check.state == "answered" and not check.old):
            continue
        gain = each.planned.matches.use * _likely(each, plan) if each.planned else 0.0
        found.append(ToAsk(row=each, check=check, gain=gain))
    found.sort(key=lambda a: (a.check.state == "waiting", -a.gain, a.row.line))
    return tuple(found)


def _likely(each: Candidacy, plan: Decided) -> float:
    """How many programs say yes to what is still open here; a half where nobody knows."""
    p, accepts = each.program, plan.read.profile.visa.accepts or tuple(VisaKind)
    told = {VisaKind.J1: p.j1, VisaKind.H1B: p.h1b}
    still = [v for v in accepts if told[v] is None or v in differing(p)] or list(accepts)
    facts = plan.card(p.specialty).facts
    shares = [facts[f"field.{v.value}_share"].value for v in still]
    known = [float(s) for s in shares if isinstance(s, (int, float))]
    return max(known) / 100 if known else 0.5


def _findings(rows: Sequence[Candidacy], plan: Decided) -> tuple[Finding, ...]:
    """Whether the backup is where it should be, and whether the list is balanced."""
    make = maker(plan)
    usual = span(plan, "usual-imgs").use
    backup = [each for each in rows if each.role == "backup" and each.open is not False]
    shares = [each.program.img_share for each in backup]
    takes = [each.visa == "sponsors" for each in backup]
    groups = [each.group for each in rows if each.group and each.role in PLAN]
    knows = [share is not None and share >= usual for share in shares]
    any_share = any(share is not None for share in shares)
    facts = [
        make.computed("list.backup_rows", len(backup)),
        make.told("list.backup_open", _percent(takes), "programs"),
        make.told(
            "list.backup_usual",
            _percent(knows) if any_share else None,
            plan.knowledge.phrases["list-backup-imgs"],
        ),
        make.computed("list.judged", len(groups)),
        make.computed("list.backup_taking", takes.count(True)),
        make.computed("list.backup_known", knows.count(True)),
        make.told("list.reach", _percent([g is Group.REACH for g in groups]), "programs"),
        make.told("list.safety", _percent([g is Group.SAFETY for g in groups]), "programs"),
        make.computed("list.reaches", groups.count(Group.REACH)),
        make.computed("list.safeties", groups.count(Group.SAFETY)),
    ]
    table = {**plan.facts, **{fact.name: fact for fact in facts}}
    found = evaluate_group("list", table, plan.knowledge, plan.as_of)
    has_backup = any(not card.is_primary for card in prepared(plan))
    return tuple(f for f in found if has_backup or f.rule.id != "list.backup")


def _percent(marks: Sequence[bool]) -> int | None:
    return int(half_up(100 * fmean(marks))) if marks else None


def _plain(each: Candidacy, check: Check) -> PlainRow:
    return PlainRow(
        line=each.line,
        specialty=each.program.specialty,
        name=each.program.name,
        open=each.open,
        role=each.role,
        visa=each.visa,
        group=each.group.value if each.group else None,
        outcomes={
            f.rule.id.removeprefix("programs."): f.outcome or "open"
            for f in each.reasons
            if f.outcome != "silent"
        },
        one=each.planned,
        checked=check,
    )
