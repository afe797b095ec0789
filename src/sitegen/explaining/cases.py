"""The worked cases of a rule, as the tests keep them, in words."""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.diagnostics import Location, Problems
from sitegen.explain import words
from sitegen.explaining.lines import wrapped
from sitegen.explaining.subject import Data, label, unit
from sitegen.facts.model import Interval
from sitegen.knowledge.units import Unit
from sitegen.records import value_object
from sitegen.written import signed
from sitegen.yamlio import Mapping, Node, Scalar, Sequence, read

FOLDER = "tests/rules"
"""Where the cases stand in a checkout; the package brings them along."""


@value_object
class Case:
    """One case: its sentence, its facts as they were written, what comes of them, its place."""

    sentence: str
    facts: tuple[tuple[str, Node], ...]
    expected: tuple[tuple[str, str], ...]
    at: Location


def cases_of(data: Data, rule: str) -> list[Case]:
    """The cases of one rule, in the order in which they were written."""
    found: list[Case] = []
    for name, text in data.cases.items():
        node = read(text, f"{FOLDER}/{name}", Problems()) if f"{rule}:" in text else None
        for entry in node.entries if isinstance(node, Mapping) else ():
            if entry.key == rule and isinstance(entry.value, Sequence):
                found += _cases(entry.value)
    return found


def _cases(written: Sequence) -> Iterator[Case]:
    given: dict[str, Node] = {}
    for item in written.items:
        parts = {e.key: e.value for e in item.entries} if isinstance(item, Mapping) else {}
        if "given" in parts:
            given = _facts(parts["given"])
        elif isinstance(sentence := parts.get("case"), Scalar):
            facts = {**given, **_facts(parts.get("facts"))}
            told = [(k, v.text) for k, v in parts.items() if k != "case" and isinstance(v, Scalar)]
            yield Case(sentence.text, tuple(facts.items()), tuple(told), item.location)


def _facts(node: Node | None) -> dict[str, Node]:
    return {e.key: e.value for e in node.entries} if isinstance(node, Mapping) else {}


def case_lines(data: Data, rule: str) -> Iterator[str]:
    """Each case: its sentence, the facts that matter, the result, and where it stands."""
    for case in cases_of(data, rule):
        yield from wrapped(f"- {case.sentence}", 2)
        known = "; ".join(f"{label(data, f)}: {_value(data, f, node)}" for f, node in case.facts)
        told = ", ".join(_result(data, key, text) for key, text in case.expected)
        yield from wrapped(f"{known} → {told}  ({case.at.file}:{case.at.line})", 4)


def _value(data: Data, fact: str, node: Node) -> str:
    kind = unit(data, fact)
    if isinstance(node, Mapping):
        ends = {e.key: e.value.value for e in node.entries if isinstance(e.value, Scalar)}
        low, high = ends.get("low"), ends.get("high")
        if isinstance(low, (int, float)) and isinstance(high, (int, float)):
            return words(Interval(low, high), kind)
    if not isinstance(node, Scalar) or node.text == "unknown":
        return words(None, kind)
    plain = kind in (Unit.WORD, Unit.YES_NO) or isinstance(node.value, str)
    return words(node.value, Unit.WORD if plain else kind)


def _result(data: Data, key: str, text: str) -> str:
    if key == "unknown":
        return data.say("explain-case-open")
    if key == "use":
        return data.say("explain-points", points=signed(float(text)))
    return f"{key.replace('_', ' ')} {text}" if key != "outcome" else text
