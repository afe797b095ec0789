"""Every assumption of the chance, with the chance at both ends of its range."""

from __future__ import annotations

from collections.abc import Sequence

from sitegen.chance.luck import Luck, hazard_of, some_of
from sitegen.chance.odds import Chance, expit
from sitegen.knowledge.model import ParameterValue
from sitegen.plan.chance.chance_method import PREFIX, Lever
from sitegen.plan.chance.pulls import MEASURES, Pull
from sitegen.plan.chance.specialty_chance import SpecialtyChance
from sitegen.plan.model import Plan
from sitegen.records import record
from sitegen.render.chance.chance_words import full_span, named, short, signed
from sitegen.render.quantities import counted
from sitegen.rules import Finding

IN_LOG_ODDS = {"dual-cost", "selection-backup"}
"""Parameters that can be shown on even odds where no chance of the plan rests on them."""

ONE_FIELD = 0.3
"""The chance in each of two fields, to show what shared luck does where a plan has only one."""

SINGLE = (
    "own-rate-weight",
    "img-share-power",
    "img-share-limit",
    "setting-community",
    "setting-affiliated",
    "setting-academic",
    "signal-part",
    "signal-gold-unpublished",
    "signal-silver-unpublished",
)
"""What a row of the own list, or a signal, does to one application."""


@record
class Quantity:
    """A judged quantity: its name, its value and its range, and the reason for it."""

    label: str
    value: str
    range: str
    why: str


@record
class LeverView:
    """A parameter of the chance, moved to both ends of its range.

    `at_ends` are chances with their ranges, in `field` where that is another than the first; empty
    where no chance of this plan rests on it. Then `ends` are what it does `elsewhere`: to a start,
    to even odds (`odds`), or to two fields together (`fields`).
    """

    lever: Lever
    quantity: Quantity
    wrong: str
    ranked: str
    field: str
    at_ends: Sequence[str]
    unused: str
    elsewhere: str
    ends: Sequence[str]


@record
class JudgedView:
    """A judged factor, or a judgement about the printed group, with the ends of all it can say.

    `here` is what it is for this person: use, low and high. `at_ends` are the chances at both
    ends of a factor, and `without` the one without it; both are empty where it is left out.
    """

    finding: Finding
    range: str
    here: Sequence[str]
    at_ends: Sequence[str] = ()
    without: str = ""


def _quantity(path: str, value: ParameterValue, plan: Plan) -> Quantity:
    label = plan.knowledge.parameters[path].label
    return Quantity(
        label=label[:1].upper() + label[1:],
        value=signed(float(str(value.value)), 2),
        range=_span(value.low or 0.0, value.high or 0.0),
        why=value.note or "",
    )


def _span(low: float, high: float) -> str:
    return f"{signed(low, 2)} to {signed(high, 2)}"


def _at_ends(ends: Sequence[Chance | None], key: str) -> list[str]:
    names = zip(("at-low", "at-high"), ends, strict=True)
    return [full_span(end, f"assumption.{key}.{name}") for name, end in names if end]


def lever_view(lever: Lever, head: SpecialtyChance, plan: Plan) -> LeverView:
    """The chance at both ends of a parameter, each with its own range."""
    about = plan.knowledge.parameters[PREFIX + lever.name]
    at_ends = _at_ends((lever.at_low, lever.at_high), lever.name)
    low, high = lever.value.low or 0.0, lever.value.high or 0.0
    other = at_ends and lever.specialty != head.specialty.id
    elsewhere = "" if at_ends else _elsewhere(lever)
    return LeverView(
        lever=lever,
        quantity=_quantity(PREFIX + lever.name, lever.value, plan),
        wrong=about.wrong or "",
        ranked=counted(f"assumption.{lever.name}.ranked", lever.ranked) if lever.ranked else "",
        field=plan.card(lever.specialty).specialty.name if other else "",
        at_ends=at_ends,
        unused=(about.unused or "").format(low=f"{low:g}", high=f"{high:g}"),
        elsewhere=elsewhere,
        ends=[_of_100(end, elsewhere, plan) for end in (low, high)] if elsewhere else (),
    )


def _elsewhere(lever: Lever) -> str:
    """On what a parameter is shown that moves no chance of the plan."""
    if lever.name in IN_LOG_ODDS:
        return "odds"
    return {"start": "start", "somewhere": "fields"}.get(lever.concerns, "")


def _of_100(end: float, elsewhere: str, plan: Plan) -> str:
    """What one end of a parameter makes of 100 people."""
    if elsewhere == "start":
        return f"{100 - end:g}"
    if elsewhere == "odds":
        return short(expit(end))
    shape = plan.matching.chances.luck.shape
    return short(some_of([hazard_of(ONE_FIELD, shape)] * 2, Luck(shape, end)))


def factor_view(finding: Finding, c: SpecialtyChance, plan: Plan) -> JudgedView:
    """A judged factor for this person, with the chance at both ends of its range."""
    name, points = finding.rule.id.removeprefix(PREFIX), finding.points
    span, here = _all_steps(finding), _here(points.use, points.low, points.high)
    if name in c.left_out:
        return JudgedView(finding=finding, range=span, here=here)
    return JudgedView(
        finding=finding,
        range=span,
        here=here,
        at_ends=_at_ends(plan.matching.ends[finding.rule.id], name),
        without=full_span(c.without[name], f"listed.{c.specialty.id}.without.{name}"),
    )


def selection_view(finding: Finding, c: SpecialtyChance) -> JudgedView:
    """A judgement about the printed group, with what it is in this field."""
    part = next((p for p in c.listed.parts if PREFIX + p.id == finding.rule.id), None)
    here = (part.weight.use, part.weight.low, part.weight.high) if part else (0.0, 0.0, 0.0)
    return JudgedView(finding=finding, range=_all_steps(finding), here=_here(*here))


def _here(*ends: float) -> list[str]:
    return [signed(round(each, 2), 2) for each in ends]


def _all_steps(finding: Finding) -> str:
    """The ends of all that a judgement can say."""
    points = [s.points for s in (*finding.rule.steps, finding.rule.otherwise) if s.points]
    return _span(min(p.low for p in points), max(p.high for p in points))


def pulls_of(c: SpecialtyChance, plan: Plan) -> list[tuple[str, Pull]]:
    """The pull of each measure in one field."""
    found = ((measure, plan.matching.pulls[measure].get(c.specialty.id)) for measure in MEASURES)
    return [(measure, pull) for measure, pull in found if pull]


def silent(plan: Plan) -> list[tuple[str, str, str]]:
    """Measures with the fields where they say nothing, and those where their pull is borrowed."""
    rows = []
    for measure in MEASURES:
        found = plan.matching.pulls[measure].items()
        mute = [name for name, pull in found if pull.silent]
        lent = [name for name, pull in found if pull.borrowed]
        if mute or lent:
            rows.append((measure, _fields(mute, plan), _fields(lent, plan)))
    return rows


def _fields(names: Sequence[str], plan: Plan) -> str:
    return named(plan.knowledge.specialties[n].name for n in names) if names else ""


def single_quantities(plan: Plan) -> list[Quantity]:
    """The judged quantities behind one application to one program of an own list."""
    paths = (f"portfolio.{name}" for name in SINGLE)
    return [_quantity(path, plan.knowledge.parameter(path, plan.as_of), plan) for path in paths]
