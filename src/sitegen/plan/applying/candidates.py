"""Each program of the applicant's own list, judged: reasons in, reasons out, and its group."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import cast

from sitegen.chance.route import Span, Yield
from sitegen.explain import slots
from sitegen.facts.model import Fact, Facts
from sitegen.facts.program import Here, Kept, program_facts
from sitegen.knowledge.rulebook import Rule
from sitegen.plan.again import facts_named
from sitegen.plan.chance.chances import Chances
from sitegen.plan.conclusions import facts_at, maker, prepared
from sitegen.plan.decided import Decided
from sitegen.portfolio.single import One, SingleTerms, Usual, balance, signal_effect, single
from sitegen.programs.model import Program, Setting, Signal
from sitegen.records import record
from sitegen.rules import Finding, evaluate
from sitegen.written import long_date

SETTLED = ("in", "silent")
"""Outcomes that leave nothing to do."""

HARMLESS = (*SETTLED, "look")
"""Outcomes that leave a program open; what is to be looked up is the applicant's own wish."""

VISA_RANK = {"sponsors": 0, "exceptional": 1, "partly": 2, "silent": 3, "refuses": 4}
"""Visa facts stand before everything else in every order."""


class Group(StrEnum):
    """How likely a program is for this person, against the typical one of its specialty."""

    REACH = "reach"
    TARGET = "target"
    SAFETY = "safety"


@record
class Candidacy:
    """One program for this person.

    `open` is True where nothing stands in the way, False where something does, and None where a
    question is open. `one` is what an application without a signal brings, None where nothing
    can be computed; `signalled` holds the same with each signal that the specialty has.
    `ratio` compares its interviews with the typical program and person. `role` is first, backup,
    another word, or empty while the plan is open.
    """

    program: Program
    line: int
    open: bool | None
    reasons: tuple[Finding, ...]
    visa: str
    role: str
    group: Group | None
    ratio: Span | None
    one: One | None
    signalled: Mapping[Signal, One]

    @property
    def name(self) -> str:
        """What to call it: its name or its code; empty where the list gives neither."""
        return self.program.name or self.program.code

    @property
    def field(self) -> str:
        """Its specialty, as in a sentence."""
        return str(self.reason("role").facts["program.field"].value)

    @property
    def visa_words(self) -> str:
        """What its row says on visas, as part of a sentence."""
        return str(self.reason("visa").facts["program.visas"].value)

    @property
    def against(self) -> tuple[Finding, ...]:
        """What puts it out."""
        return tuple(f for f in self.reasons if f.outcome == "out")

    @property
    def questions(self) -> tuple[Finding, ...]:
        """What is still open, or still to be done."""
        return tuple(f for f in self.reasons if f.outcome not in ("out", *SETTLED))

    @property
    def planned(self) -> One | None:
        """With the signal that the row plans, or without one."""
        signal = self.program.signal
        return self.signalled.get(signal, self.one) if signal else self.one

    def reason(self, rule: str) -> Finding:
        """The finding of one rule."""
        return next(f for f in self.reasons if f.rule.id == f"programs.{rule}")


def candidates(plan: Decided, found: Chances, stay: Facts) -> tuple[Candidacy, ...]:
    """Every row of the list, judged and in the order of the list."""
    judge = _Judge(plan, found, stay)
    return tuple(judge.judged(program) for program in plan.read.programs)


def in_order(rows: Iterable[Candidacy]) -> tuple[Candidacy, ...]:
    """Open before asked before shut; then the visa, before anything else; then what it brings.

    Among those that are shut, the specialties of the plan come first.
    """

    def key(each: Candidacy) -> tuple[int, bool, int, float, int, int]:
        worth = each.planned.matches.use if each.planned else 0.0
        liked = each.program.preference or 0
        other = each.open is False and each.role not in ("first", "backup", "")
        return _door(each), other, VISA_RANK.get(each.visa, 0), -worth, -liked, each.line

    return tuple(sorted(rows, key=key))


def _door(each: Candidacy) -> int:
    return 0 if each.open else 1 if each.open is None else 2


def roles(plan: Decided) -> dict[str, str | None]:
    """The part of each specialty in the plan; None while the plan does not know it."""
    vetoed = set(plan.read.profile.interests.not_for_life or ())
    named = {card.id: "first" if card.is_primary else "backup" for card in prepared(plan)}
    undecided = plan.choice.verdict == "undecided" or plan.primary is None
    shut = {c.card.id for c in plan.choice.candidates if c.shut}
    found: dict[str, str | None] = {}
    for specialty in plan.knowledge.specialties.values():
        word: str | None = "other"
        if specialty.id in named:
            word = named[specialty.id]
        elif specialty.id in vetoed:
            word = "vetoed"
        elif not specialty.about.career:
            word = "bridge"
        elif undecided and specialty.id not in shut:
            word = None
        found[specialty.id] = word
    return found


class _Judge:
    """Judges rows; what is the same for all of them is made once."""

    def __init__(self, plan: Decided, found: Chances, stay: Facts) -> None:
        self.plan, self.found, self.make = plan, found, Kept.of(maker(plan))
        self.applicant = stay
        opens = plan.season_dates.get("applications_open")
        self.here = Here(
            roles=roles(plan),
            names={s.id: s.name for s in plan.knowledge.specialties.values()},
            opens=long_date(opens.date) if opens else None,
        )
        self.terms = terms(plan)
        self.safety = span(plan, "tier-safety").use
        self.reach = span(plan, "tier-reach").use
        self._usual: dict[str, Usual] = {}
        self._effects: dict[str, dict[Signal, Span]] = {}
        self._facts: dict[str, dict[str, Fact]] = {}
        self._plain: dict[str, Yield] = {}
        self._ones: dict[tuple[object, ...], One | None] = {}
        self._findings: dict[tuple[object, ...], Finding] = {}
        self._rules = tuple(
            (rule, sorted(n for n in _names(rule) if n.startswith("program.")))
            for rule in plan.knowledge.rules_in("programs")
        )

    def judged(self, program: Program) -> Candidacy:
        """One row."""
        facts = self.facts(program)
        reasons = tuple(self.finding(rule, names, facts, program) for rule, names in self._rules)
        one = self.one(program, None)
        ratio = self.ratio(program, one)
        is_open = opened(reasons)
        needs = self.plan.facts["applicant.needs_visa"].value
        answer = facts["program.visa_answer"].value
        return Candidacy(
            program=program,
            line=program.place.line,
            open=is_open,
            reasons=reasons,
            visa="sponsors" if needs is False else str(answer or "partly"),
            role=str(facts["program.role"].value or ""),
            group=self.group(ratio, is_open),
            ratio=ratio,
            one=one,
            signalled=self.signalled(program),
        )

    def finding(self, rule: Rule, names: Iterable[str], facts: Facts, program: Program) -> Finding:
        """What a rule finds; once for all rows of a specialty that say the same to this rule."""
        says = (rule.id, program.specialty, *(facts[name].value for name in names))
        if says not in self._findings:
            self._findings[says] = evaluate(rule, facts, self.plan.knowledge, self.plan.as_of)
        return self._findings[says]

    def facts(self, program: Program) -> Facts:
        """Every fact about this row and this person; those of the person are held once."""
        name = program.specialty
        if name not in self._facts:
            self._facts[name] = {**facts_at(self.plan, self.plan.card(name)), **self.applicant}
        own = program_facts(program, self.here, self.plan.read.profile, self.make, self.applicant)
        return ChainMap(own, self._facts[name])

    def usual(self, specialty: str) -> Usual:
        """What the rows of a specialty are compared with."""
        if specialty not in self._usual:
            rows = [p for p in self.plan.read.programs if p.specialty == specialty]
            rate = self.plan.knowledge.specialties[specialty].figure("interview_rate")
            self._usual[specialty] = Usual(
                img_shares=tuple(p.img_share for p in rows if p.img_share is not None),
                rate=rate.value if rate else None,
            )
        return self._usual[specialty]

    def one(self, program: Program, signal: Span | None) -> One | None:
        """What an application to it brings, if the specialty has a route.

        Rows that say the same of invitations bring the same, so it is computed once for them.
        """
        says = (
            program.specialty,
            program.interview_rate,
            program.img_share,
            program.setting,
            signal,
        )
        if says not in self._ones:
            chance = self.found.of(program.specialty)
            self._ones[says] = (
                None
                if chance is None
                else single(
                    program,
                    self.unsignalled(program.specialty, chance.per),
                    self.usual(program.specialty),
                    self.terms,
                    signal,
                )
            )
        return self._ones[says]

    def unsignalled(self, specialty: str, per: Yield) -> Yield:
        """The typical yield of an application without a signal, where a specialty has them."""
        if specialty not in self._plain:
            by = 1 / self.balance(specialty, per)
            self._plain[specialty] = replace(
                per, interviews=scaled(per.interviews, by), matches=scaled(per.matches, by)
            )
        return self._plain[specialty]

    def balance(self, specialty: str, per: Yield) -> float:
        """What signals multiply on the mean of a usual number of applications."""
        about = self.plan.knowledge.specialties[specialty]
        return balance(about, self.effects(specialty), per.usual)

    def signalled(self, program: Program) -> dict[Signal, One]:
        """The same with each signal of the specialty; its only tier stands under both names."""
        effects = self.effects(program.specialty)
        found = {signal: self.one(program, effect) for signal, effect in effects.items()}
        return {signal: one for signal, one in found.items() if one}

    def effects(self, specialty: str) -> dict[Signal, Span]:
        """What the signals of a specialty multiply."""
        if specialty not in self._effects:
            about = self.plan.knowledge.specialties[specialty]
            both = ((s, signal_effect(about, s, self.terms)) for s in Signal)
            found = {signal: effect for signal, effect in both if effect}
            if Signal.GOLD in found:
                found.setdefault(Signal.SILVER, found[Signal.GOLD])
            self._effects[specialty] = found
        return self._effects[specialty]

    def ratio(self, program: Program, one: One | None) -> Span | None:
        """Its interviews for this person, against the typical program and person."""
        rate = self.usual(program.specialty).rate
        chance = self.found.of(program.specialty)
        if one is None or not rate or chance is None:
            return None
        return scaled(one.interviews, 100 * self.balance(program.specialty, chance.per) / rate)

    def group(self, ratio: Span | None, is_open: bool | None) -> Group | None:
        """Reach, target or safety; a program that still has to answer is no safety."""
        if ratio is None or is_open is False:
            return None
        if ratio.use <= self.reach:
            return Group.REACH
        return Group.SAFETY if ratio.use >= self.safety and is_open else Group.TARGET


def _names(rule: Rule) -> set[str]:
    """Every fact that a rule compares, or quotes in one of its sentences."""
    said = [*(step.say for step in (*rule.steps, rule.otherwise)), rule.unknown]
    return {*facts_named(rule), *(name for say in said for name in slots(say))}


def opened(reasons: Iterable[Finding]) -> bool | None:
    """False if anything puts a program out, None while anything is open, else True."""
    outcomes = [finding.outcome for finding in reasons]
    if "out" in outcomes:
        return False
    return None if any(each not in HARMLESS for each in outcomes) else True


def scaled(span: Span, by: float) -> Span:
    """A span times a number."""
    return Span(span.low * by, span.use * by, span.high * by)


def span(plan: Decided, name: str) -> Span:
    """One judged quantity of a list with its range, from the parameters `portfolio.*`."""
    value = plan.knowledge.parameter(f"portfolio.{name}", plan.as_of)
    return Span(value.low or 0.0, float(cast(float, value.value)), value.high or 0.0)


def terms(plan: Decided) -> SingleTerms:
    """The judged quantities of one application on the day of the plan."""
    return SingleTerms(
        share_power=span(plan, "img-share-power"),
        share_limit=span(plan, "img-share-limit").use,
        rate_weight=span(plan, "own-rate-weight"),
        signal_part=span(plan, "signal-part"),
        unpublished={s: span(plan, f"signal-{s.value}-unpublished") for s in Signal},
        setting={s: span(plan, f"setting-{s.value}") for s in Setting},
    )
