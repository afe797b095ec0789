"""A number of a plan by its key: its value, what it is, its steps, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sitegen.explain import explain
from sitegen.explaining.lines import heading, wrapped
from sitegen.explaining.subject import Data, parameter_lines, source_lines
from sitegen.knowledge.model import FeeSchedule
from sitegen.knowledge.units import ValueKind
from sitegen.plan.card import Rating
from sitegen.plan.chance.reasons import reasons_of
from sitegen.plan.chance.specialty_chance import SpecialtyChance
from sitegen.plan.model import Plan
from sitegen.plan.quantities.value import written
from sitegen.written import number, usd

ENDS = ("low", "middle", "high")
OF_CHANCE = ("chance.",)
OF_LIST = ("portfolio.", *OF_CHANCE)
OF_PLAN = ("portfolio.stop", "decision.")
RESTS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("assumption", "chance", "interviews", "listed", "nearest", "reach", "way"), OF_CHANCE
    ),
    **dict.fromkeys(
        ("applications", "beside", "change", "column", "cost", "doubt", "region"), OF_PLAN
    ),
    **dict.fromkeys(("map", "more", "place", "portfolio"), OF_LIST),
    "budget": ("money.in-person-interviews",),
    "effort": ("chance.equal-effort",),
    "equal-effort": ("chance.equal-effort",),
    "last-day": ("visa.step3-weeks", "visa.petition-weeks"),
    "open": ("chance.open-programs",),
    "rating": ("rating.",),
    "season": ("season.", *OF_CHANCE),
    "start": ("chance.not-starting",),
    "supply": ("chance.open-programs",),
    "year": ("money.resident-salary",),
}
"""The parameters that a group of numbers rests on, by the beginning of their names."""

PRICED = ("applications", "cost", "beside", "portfolio", "guide", "budget")
"""Groups of numbers in which fees of applications take part."""


def families(data: Data) -> dict[str, str]:
    """Every group of numbers with what it is, by the first part of its keys."""
    start = "quantity-"
    return {k.removeprefix(start): v for k, v in data.known.phrases.items() if k.startswith(start)}


def family_of(data: Data, key: str) -> str | None:
    """The group of a key; None where there is none."""
    first, *rest = key.split(".")
    longer = f"{first}.{rest[0]}" if rest else first
    known = families(data)
    return longer if longer in known else first if first in known else None


def stem(key: str) -> str:
    """The key of a quantity without its end: `chance.somewhere` of `chance.somewhere.low`."""
    head, _, last = key.rpartition(".")
    return head if head and last in ENDS else key


def keys_under(plan: Plan, key: str) -> list[str]:
    """The quantity of this name and its ends; none where the plan has no such quantity."""
    base = stem(key)
    return [k for k in (base, *(f"{base}.{end}" for end in ENDS)) if k in plan.quantities]


def told(data: Data, plan: Plan | None, key: str) -> list[str]:
    """What a number is, its value and steps for a person, and what such numbers rest on."""
    family = family_of(data, key)
    assert family is not None, "who asks has looked"
    lines = [*heading(key, "="), *wrapped(data.say(f"quantity-{family}"), hang=0)]
    if plan:
        lines += heading(data.say("explain-value"))
        for each in keys_under(plan, key):
            lines += wrapped(f"{each} = {written(plan.quantities[each])}", 2)
        lines += _steps(data, plan, stem(key))
    else:
        lines += ["", *wrapped(data.say("explain-which"), hang=0)]
    return lines + _parameters(data, key)


def _parameters(data: Data, key: str) -> list[str]:
    first = key.partition(".")[0]
    names = [n for n in data.known.parameters if n.startswith(RESTS.get(first, ("-",)))]
    if first == "rating" and ".match" not in key:
        names = []
    lines = [line for name in names for line in parameter_lines(data, name)]
    return [*heading(data.say("explain-parameters")), *lines] if lines else []


def _steps(data: Data, plan: Plan, key: str) -> Iterator[str]:
    first, _, rest = key.partition(".")
    if first in ("chance", "listed", "reach", "interviews", "base", "open"):
        yield from _chance(data, plan, rest)
    if first in ("applications", "cost"):
        yield from _binding(data, plan)
    if first == "rating":
        yield from _rating(data, plan, rest)
    if first in ("date", "begin", "takes", "done"):
        yield from _day(data, plan, rest)
    if first == "budget":
        yield from _lines(data, plan, rest.removeprefix("line."))
    if first in PRICED:
        yield from _fees(data, plan)


def _chance(data: Data, plan: Plan, rest: str) -> Iterator[str]:
    """The parts of the chances behind a key, and what luck they share where there are several."""
    found = plan.matching.chances
    together = found.somewhere[-1].specialties if found.somewhere else ()
    head = rest.partition(".")[0]
    names = together if head == "somewhere" else (head,)
    for name in names:
        chance = found.of(name)
        if chance:
            yield from _parts(data, chance)
    if head == "somewhere" and len(together) > 1:
        some = found.somewhere[-1]
        ends = {"shared": some.if_shared, "apart": some.if_apart}
        shown = {name: f"{100 * value:.1f}" for name, value in ends.items()}
        yield from wrapped(data.say("explain-luck", **shown), 2)


def _parts(data: Data, chance: SpecialtyChance) -> Iterator[str]:
    low, use, high = (
        f"{100 * n:.1f}" for n in (chance.match.low, chance.match.use, chance.match.high)
    )
    title = data.say(
        "explain-chance-parts",
        specialty=chance.specialty.title,
        sent=str(chance.applications),
        low=low,
        use=use,
        high=high,
    )
    yield ""
    yield from wrapped(title, hang=0)
    for reason in reasons_of(chance):
        it = explain(reason.finding)
        yield from wrapped(f"{it.id}: {it.title}: {reason.moved}", 2)
        yield from wrapped(f"“{it.text}”", 6, 0)


def _binding(data: Data, plan: Plan) -> Iterator[str]:
    """What binds the numbers of applications, in the plan's own words."""
    told = plan.reasons.verdicts.get("binding")
    if told:
        yield from heading(data.say("explain-binding"))
        yield from wrapped(f"“{explain(told).text}” ({told.rule.id})", 2, 0)


def _rating(data: Data, plan: Plan, rest: str) -> Iterator[str]:
    name, _, which = rest.partition(".")
    card = next((c for c in plan.every if c.id == name), None)
    fields = {"match": "likelihood", "visa": "visa", "img": "friendliness", "fit": "fit"}
    field = fields.get(which.partition(".")[0])
    if card is None or field is None:
        return
    yield from heading(data.say("explain-rating-parts"))
    rating: Rating = getattr(card, field)
    if rating.own:
        yield from wrapped(data.say("explain-own"), 2)
    moved = {r.finding.rule.id: r.moved for r in plan.reasons.chances.get(name, ())}
    for finding in rating.findings:
        it = explain(finding)
        told = moved.get(it.id, it.moved) if field == "likelihood" else it.moved
        yield from wrapped(f"{it.id}: {it.title}: {told}", 2)
        yield from wrapped(f"“{it.text}”", 6, 0)


def _day(data: Data, plan: Plan, rest: str) -> Iterator[str]:
    date = plan.season_dates.get(rest.replace("-", "_"))
    if date:
        kind = "explain-day-printed" if date.kind is ValueKind.PUBLISHED else "explain-day-judged"
        yield from wrapped(f"{date.label}. {data.say(kind, locator=date.locator)}", 2, 0)
        yield from source_lines(data, (date.source,))
    for task in plan.tasks:
        if task.id == rest:
            yield from wrapped(task.text, 2, 0)
            yield from wrapped(task.why, 2, 0)


def _lines(data: Data, plan: Plan, name: str) -> Iterator[str]:
    """A price of the budget, or all those of a group or of the whole."""
    for line in plan.guide.budget.due:
        if name in (line.id, line.group, "total") or (name == "rest" and line.source):
            ends = (
                f"{usd(line.low)} to {usd(line.high)}" if line.low != line.high else usd(line.low)
            )
            source = f" ({line.source} {line.year}, {line.locator})" if line.source else ""
            yield from wrapped(f"{line.label}: {ends}{source}", 2)


def _fees(data: Data, plan: Plan) -> Iterator[str]:
    """The fees by which applications are priced."""
    counts = plan.counts
    used = {c.specialty.about.service.value: c.schedule for c in counts.advice} if counts else {}
    for service, schedule in used.items():
        yield from heading(data.say("explain-fees", service=service, season=str(schedule.season)))
        yield from _prices(data, schedule)
        yield from source_lines(data, (schedule.source, schedule.transcript.source))


def _prices(data: Data, schedule: FeeSchedule) -> Iterator[str]:
    for step in schedule.steps:
        last = f" to {step.last}" if step.last else " and more"
        price = f"{usd(step.each)} each" if step.each is not None else usd(step.flat or 0)
        yield from wrapped(f"{number(step.first)}{last}: {price}", 2)
    yield from wrapped(data.say("explain-transcript", usd=usd(schedule.transcript.value)), 2)
