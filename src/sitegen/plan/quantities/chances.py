"""Chances as people of 100, and the numbers of applications they are counted with."""

from __future__ import annotations

from sitegen.plan.chance.chance_report import Way
from sitegen.plan.chance.chances import Chances, Somewhere
from sitegen.plan.chance.specialty_chance import SpecialtyChance
from sitegen.plan.chance.terms import ModelTerms
from sitegen.plan.decided import Decided
from sitegen.plan.model import Matching
from sitegen.plan.quantities.counted import sent_key
from sitegen.plan.quantities.value import Pairs, of_100, ranged, spanned
from sitegen.records import value_object


def chances_of(plan: Decided, made: Matching) -> Pairs:
    """The chance in each specialty and somewhere, and each way to spend applications."""
    found, terms = made.chances, ModelTerms(plan.knowledge, plan.as_of)
    for c in found.specialties:
        yield from _specialty(c, plan, terms)
    for card in plan.cards:
        if card.chance and not found.of(card.id):
            yield from _base(card.chance)
    head = found.head(plan)
    if head:
        yield from _assumed(head, made)
    yield from _somewhere(plan, made)
    for way in made.ways:
        keys = WayKeys.of(way, found)
        for name, number in zip(way.specialties, way.applications, strict=True):
            yield keys.sent(name, plan), number
        yield from ranged(keys.first, way.first)
        yield from ranged(keys.any, way.any)
        if way.other:
            yield from ranged(keys.other, way.other)


@value_object
class WayKeys:
    """The keys of one way to spend applications; the way of the plan has those of the plan."""

    first: str
    other: str
    any: str
    kind: str

    @classmethod
    def of(cls, way: Way, found: Chances) -> WayKeys:
        """Tell the keys of a way."""
        head = found.of(way.specialties[0])
        number = len(way.specialties)
        key = f"way.{way.kind if way.kind != 'together' else number}"
        own = way.kind == "together" or (way.kind == "alone" and head and not head.alone)
        return cls(
            first=f"chance.{way.specialties[0]}" if own else f"{key}.first",
            other=f"{key}.other",
            any=somewhere_key(number, found) if own else f"{key}.any",
            kind=way.kind,
        )

    def sent(self, specialty: str, plan: Decided) -> str:
        """The key of the number of applications in one specialty."""
        if self.kind == "all_first":
            return f"way.all_first.applications.{specialty}"
        return sent_key(plan, specialty)


def somewhere_key(number: int, found: Chances) -> str:
    """The key of a match in the first so many specialties of the plan; all, or fewer of them."""
    return "chance.somewhere" if number == len(found.somewhere) else f"way.{number}.any"


def sent_somewhere_key(some: Somewhere, plan: Decided) -> str:
    """The key of all applications behind a chance somewhere."""
    advised = {c.specialty.id for c in plan.counts.advice if c.programs} if plan.counts else set()
    return f"applications.{'all' if advised == set(some.specialties) else 'somewhere'}"


def _specialty(c: SpecialtyChance, plan: Decided, terms: ModelTerms) -> Pairs:
    name, way = c.specialty.id, c.route
    yield sent_key(plan, c.specialty.id), c.applications
    yield from _base(c)
    yield f"open.{name}", c.openness.open
    yield from ranged(f"chance.{name}", way.match)
    yield from ranged(f"reach.{name}", way.reach)
    many = way.interviews
    yield from spanned(f"interviews.{name}", round(many.low, 2), round(many.high, 2))
    yield f"interviews.{name}.middle", round(many.use, 2)
    yield from ranged(f"listed.{name}", c.listed.chance)
    if c.alone:
        yield from ranged(f"listed.{name}.alone", c.alone.listed.chance)
    equal = c.at_effort(terms)
    yield f"equal-effort.{name}", equal.applications
    yield from ranged(f"chance.{name}.equal-effort", equal.match)


def _base(c: SpecialtyChance) -> Pairs:
    """The printed rate of the group, and where the count begins."""
    name = c.specialty.id
    yield f"base.{name}", of_100(c.group.rate)
    yield f"base.{name}.steadied", of_100(c.group.steadied_rate)
    yield from ranged(f"base.{name}", c.listed.base)


def _assumed(head: SpecialtyChance, made: Matching) -> Pairs:
    """The chance without each judged factor, and at both ends of each assumption."""
    for factor, chance in head.without.items():
        yield from ranged(f"listed.{head.specialty.id}.without.{factor}", chance)
    for finding in head.factors:
        name = finding.rule.id.removeprefix("chance.")
        if name not in head.left_out:
            low, high = made.ends[finding.rule.id]
            yield from ranged(f"assumption.{name}.at-low", low)
            yield from ranged(f"assumption.{name}.at-high", high)
    for lever in made.levers:
        if lever.at_low and lever.at_high:
            yield f"assumption.{lever.name}.ranked", lever.ranked
            yield from ranged(f"assumption.{lever.name}.at-low", lever.at_low)
            yield from ranged(f"assumption.{lever.name}.at-high", lever.at_high)


def _somewhere(plan: Decided, made: Matching) -> Pairs:
    found = made.chances
    if made.start:
        yield from ranged("start", made.start)
    for name, begun in made.begun.items():
        yield from ranged(f"chance.{name}.start", begun)
    if found.somewhere:
        some = found.somewhere[-1]
        yield from ranged("chance.somewhere", some.any)
        yield "chance.somewhere.one-luck", of_100(some.if_shared)
        yield "chance.somewhere.own-luck", of_100(some.if_apart)
        yield (
            sent_somewhere_key(some, plan),
            sum(c.applications for c in found.specialties if c.specialty.id in some.specialties),
        )
