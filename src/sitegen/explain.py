"""Words a finding: its sentence with values filled in, what moved, and every root behind it.

Nothing is decided here; the finding's own trace is read.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from weakref import WeakKeyDictionary

from sitegen.diagnostics import Location
from sitegen.facts.model import Citation, Fact, Facts, Interval, Value
from sitegen.grid import half_up
from sitegen.knowledge.figures import Source
from sitegen.knowledge.model import Knowledge
from sitegen.knowledge.rulebook import Points
from sitegen.knowledge.units import SourceKind, Unit, ValueKind
from sitegen.patterns import regex
from sitegen.records import value_object
from sitegen.rules import Finding, TraceNode, leaves
from sitegen.written import long_date, number, signed, usd

_SLOT = regex(r"\{([a-z0-9_.]+)(:plain)?\}")
_UNITS = {
    Unit.PEOPLE: ("person", "people"),
    Unit.POSITIONS: ("position", "positions"),
    Unit.PROGRAMS: ("program", "programs"),
    Unit.WEEKS: ("week", "weeks"),
    Unit.YEARS: ("year", "years"),
    Unit.SIGNALS: ("signal", "signals"),
    Unit.POINTS: ("point", "points"),
}
_WORDS = {
    "eras": "ERAS",
    "residencycas": "ResidencyCAS",
    "sf_match": "SF Match",
    "nrmp": "NRMP",
    "aua": "AUA urology match",
    "sf": "SF Match",
    "true": "yes",
    "false": "no",
}


@value_object
class Piece:
    """A run of text, or one value with the name of its fact and the citations behind it."""

    text: str
    citations: tuple[Citation, ...] = ()
    fact: str = ""


@value_object
class ProfileRoot:
    """A line of the profile that a finding rests on."""

    path: str
    location: Location


@value_object
class Explanation:
    """A finding in words, with its roots."""

    id: str
    title: str
    why: str
    sentence: tuple[Piece, ...]
    settled: bool
    moved: str
    moved_value: float | None
    citations: tuple[Citation, ...]
    profile_roots: tuple[ProfileRoot, ...]
    parameters: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]

    @property
    def text(self) -> str:
        """The sentence as plain text."""
        return "".join(piece.text for piece in self.sentence)


_worded: WeakKeyDictionary[Finding, Explanation] = WeakKeyDictionary()


def explain(finding: Finding) -> Explanation:
    """Word one finding. Each is worded once; pages and plan.json share the words."""
    if finding not in _worded:
        _worded[finding] = _explain(finding)
    return _worded[finding]


def _explain(finding: Finding) -> Explanation:
    step = finding.told
    say = step.say if step else finding.rule.unknown
    sentence = tuple(_pieces(say, finding))
    named = [finding.facts[name] for name, _ in _SLOT.findall(say) if name in finding.facts]
    facts = tuple({f.name: f for f in (*named, *finding.compared)}.values())
    citations = tuple(dict.fromkeys(c for f in facts for c in f.citations))
    roots = {
        o.path: ProfileRoot(o.path, o.place) for f in facts for o in f.origins if o.path and o.place
    }
    return Explanation(
        id=finding.rule.id,
        title=finding.rule.title,
        why=finding.rule.why,
        sentence=sentence,
        settled=finding.settled,
        moved=_moved(finding),
        moved_value=finding.points.use if _moves(finding) else None,
        citations=citations,
        profile_roots=tuple(roots.values()),
        parameters=tuple(dict.fromkeys(_parameters(finding))),
        missing=finding.missing,
    )


def _pieces(say: str, finding: Finding) -> Iterator[Piece]:
    at = 0
    for match in _SLOT.finditer(say):
        if match.start() > at:
            yield Piece(say[at : match.start()])
        fact = finding.facts[match[1]]
        yield Piece(value_words(fact, plain=bool(match[2])), fact.citations, match[1])
        at = match.end()
    if at < len(say):
        yield Piece(say[at:])


def quoted(text: str, facts: Facts) -> tuple[tuple[str, str], ...]:
    """The facts that a text quotes, by name, with the words that `filled` puts in their place."""
    return tuple((m[1], value_words(facts[m[1]], plain=bool(m[2]))) for m in _SLOT.finditer(text))


def slots(text: str) -> list[str]:
    """The names of the facts that a text quotes."""
    return [name for name, _ in _SLOT.findall(text)]


def filled(text: str, facts: Facts) -> str:
    """A text with each {fact.name} replaced by the value of that fact, as plain words."""
    return _SLOT.sub(lambda m: value_words(facts[m[1]], plain=bool(m[2])), text)


def _moves(finding: Finding) -> bool:
    return any(s.points for s in (*finding.rule.steps, finding.rule.otherwise))


def _moved(finding: Finding) -> str:
    if not _moves(finding):
        return ""
    points = finding.points
    if not finding.settled:
        return f"open: {signed(points.low)} to {signed(points.high)}"
    return f"{signed(points.use)} ({_kind(finding.rule.kind)}{_range(points)})"


def moved_people(finding: Finding, people: tuple[float, float, float], *, begins: bool) -> str:
    """What a part of a chance moves, in people of 100 from low to high; or where it begins."""
    low, use, high = (half_up(each) for each in people)
    if begins:
        return f"begins at {use:g}"
    if not finding.settled:
        return f"open: {signed(low)} to {signed(high)}"
    span = "" if low == high else f", {signed(low)} to {signed(high)}"
    return f"{signed(use)} ({_kind(finding.rule.kind)}{span})"


def _kind(kind: ValueKind) -> str:
    return "judgement" if kind is ValueKind.JUDGEMENT else "published"


def _range(points: Points) -> str:
    if points.low == points.high:
        return ""
    return f", {signed(points.low)} to {signed(points.high)}"


def _parameters(finding: Finding) -> Iterator[tuple[str, str]]:
    for node in finding.trace:
        for leaf in leaves(node):
            if leaf.parameter and leaf.parameter_value:
                unit = leaf.fact.unit if leaf.fact else Unit.COUNT
                yield leaf.parameter, words(leaf.parameter_value.value, unit)


def value_words(fact: Fact, *, plain: bool = False) -> str:
    """A fact's value as it stands in a sentence."""
    return words(fact.value, fact.unit, plain=plain)


def words(value: Value | tuple[str, ...], unit: Unit, *, plain: bool = False) -> str:
    """A value with its unit: `89 people`, `38.7 %`, `4 of 5`, `$3,500`."""
    if value is None:
        return "not known"
    if isinstance(value, Interval):
        if unit is Unit.COUNT and value.low > 0:
            return f"at least {number(value.low)}"
        text = f"{number(value.low)} to {number(value.high)}"
        return text if plain or unit is not Unit.SCALE else f"{text} of 5"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.date):
        return long_date(value)
    if isinstance(value, tuple):
        return " or ".join(value)
    if isinstance(value, str):
        return _WORDS.get(value, value)
    text = number(value)
    if plain:
        return text
    if unit is Unit.PERCENT:
        return f"{text} %"
    if unit is Unit.SCALE:
        return f"{text} of 5"
    if unit is Unit.USD:
        return usd(value)
    if unit in _UNITS and unit is not Unit.POINTS:
        one, many = _UNITS[unit]
        return f"{text} {one if value == 1 else many}"
    return text.replace("-", "–")


def cite_words(citation: Citation, knowledge: Knowledge) -> str:
    """The short form beside a value: owner and year, or the word judgement with its range."""
    if citation.kind is ValueKind.JUDGEMENT:
        low, high = citation.low, citation.high
        if low is None or high is None or low == high:
            return "judgement"
        return f"judgement, {number(low)} to {number(high)}"
    read = f"{owner_short(knowledge.sources[citation.source])} {citation.year}"
    return f"derived from {read}" if citation.kind is ValueKind.DERIVED else read


def owner_short(source: Source) -> str:
    """The owner's usual short name."""
    match = re.search(r"\(([A-Z][A-Za-z]{2,6})\)", source.owner)
    return match[1] if match else source.owner


def source_words(source: Source) -> str:
    """Whose figure it is, and who passed it on."""
    if source.kind is SourceKind.JUDGEMENT or not source.through:
        return source.owner
    verb = "as transcribed in" if source.kind is SourceKind.TRANSCRIPTION else "as quoted by"
    return f"{source.owner}, {verb} {source.through}"


def comparison_words(node: TraceNode) -> str:
    """One comparison as a line for `score --why`: fact, value, comparison, threshold, outcome."""
    if node.fact is None:
        return node.comparison
    threshold = words(node.threshold, node.fact.unit)
    verb = {"at_least": "at least", "at_most": "at most", "is": "is", "one_of": "one of"}
    return (
        f"{node.fact.label}: {value_words(node.fact)}; "
        f"{verb[node.comparison]} {threshold}: {node.outcome.value}"
    )
