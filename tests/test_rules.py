"""The rule cases in `rules/`: each is one sentence that an advisor can read and approve.

A case gives the few facts that matter and what has to come of them. A fact that it leaves out is
unknown. When a case fails, its file, line and the whole trace are printed.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sitegen import yamlio
from sitegen.diagnostics import Location, Problems
from sitegen.explain import comparison_words
from sitegen.facts.model import Fact, Interval
from sitegen.facts.money import fee, schedule_for
from sitegen.knowledge.model import Knowledge
from sitegen.knowledge.rulebook import Rule, Threshold, conditions
from sitegen.knowledge.units import BOUNDS
from sitegen.plan.decided import Scheduled
from sitegen.plan.scorecard import priority_word, rank_of
from sitegen.rules import Finding, Outcome, TraceNode, evaluate
from tests.conftest import AS_OF

RULES = Path(__file__).resolve().parent / "rules"
PROFILES = RULES.parent / "profiles"
OTHER = {"priority.yaml", "fees.yaml", "order.yaml"}
KEYS = {"case", "facts", "use", "outcome", "unknown", "missing", "as_of"}

ALWAYS_KNOWN = {
    "applicant.entry_named",
    "field.career",
    "field.has_figures",
    "field.match",
    "here.commitment",
}
"""Facts that have a value for every applicant. `test_data.py` holds the program to it."""


def plain(node: yamlio.Node | None) -> Any:
    """A YAML tree as plain values."""
    if isinstance(node, yamlio.Mapping):
        return {entry.key: plain(entry.value) for entry in node.entries}
    if isinstance(node, yamlio.Sequence):
        return [plain(each) for each in node.items]
    return node.value if node else None


def tree(path: Path) -> yamlio.Node:
    """The YAML tree of a file of cases; a mistake in it fails at once."""
    problems = Problems()
    node = yamlio.read(path.read_text(encoding="utf-8"), path.name, problems)
    problems.raise_errors()
    assert node is not None, f"{path} is empty"
    return node


@dataclass(frozen=True)
class Case:
    """One rule case, with the place it is written."""

    rule: str
    sentence: str
    facts: Mapping[str, Any]
    expected: Mapping[str, Any]
    at: Location

    def run(self, knowledge: Knowledge) -> Finding:
        (rule,) = [r for r in knowledge.rules if r.id == self.rule]
        facts = {name: _fact(name, None, knowledge) for name in knowledge.facts}
        facts |= {name: _fact(name, value, knowledge) for name, value in self.facts.items()}
        day = self.expected.get("as_of")
        return evaluate(rule, facts, knowledge, dt.date.fromisoformat(day) if day else AS_OF)


def _fact(name: str, value: Any, knowledge: Knowledge) -> Fact:
    kind = knowledge.facts[name]
    if isinstance(value, dict):
        value = Interval(value["low"], value["high"])
    elif value == "unknown":
        value = None
    return Fact(name, value, kind.unit, kind.label, missing=(name,) if value is None else ())


def load_cases() -> Iterator[Case]:
    for path in sorted(RULES.glob("*.yaml")):
        if path.name in OTHER:
            continue
        node = tree(path)
        assert isinstance(node, yamlio.Mapping), f"{path.name} must hold cases by rule"
        for entry in node.entries:
            assert isinstance(entry.value, yamlio.Sequence)
            given: dict[str, Any] = {}
            for item in entry.value.items:
                content = plain(item)
                if "given" in content:
                    given = content["given"]
                    continue
                assert set(content) <= KEYS, f"{item.location}: {set(content) - KEYS}"
                yield Case(
                    entry.key, content["case"], given | content["facts"], content, item.location
                )


CASES = list(load_cases())


def told(case: Case, finding: Finding, what: str) -> str:
    """A failure: place, sentence, what differs, and the trace of the rule."""
    lines = [f"tests/rules/{case.at}", f"{case.rule}: {case.sentence}", what, "Trace:"]
    for node in finding.trace:
        lines += trace_lines(node, 1)
    return "\n".join(lines)


def trace_lines(node: TraceNode, depth: int) -> Iterator[str]:
    words = comparison_words(node) if node.fact else f"{node.comparison}: {node.outcome.value}"
    yield "  " * depth + words
    for part in node.parts:
        yield from trace_lines(part, depth + 1)


def difference(case: Case, finding: Finding) -> str:
    """What is not as the case says, or nothing."""
    expected = case.expected
    if expected.get("unknown"):
        if finding.settled:
            return f"expected: open; it is settled: {finding.steps[0]}"
        if list(finding.missing) != expected["missing"]:
            return f"expected missing: {expected['missing']}; found: {list(finding.missing)}"
        return ""
    if not finding.settled:
        return f"expected: settled; it is open: {[s.say for s in finding.steps]}"
    if "use" in expected and finding.points.use != expected["use"]:
        return f"expected points: {expected['use']}; found: {finding.points.use}"
    if "outcome" in expected and finding.outcome != expected["outcome"]:
        return f"expected outcome: {expected['outcome']}; found: {finding.outcome}"
    return ""


@pytest.mark.parametrize("case", CASES, ids=[f"{c.rule}: {c.sentence}" for c in CASES])
def test_rule_case(case: Case, knowledge: Knowledge) -> None:
    expected = {"use", "outcome", "unknown"} & set(case.expected)
    assert len(expected) == 1, f"{case.at}: expect either use, outcome or unknown"
    finding = case.run(knowledge)
    leaves = [leaf for step in finding.rule.steps for leaf in conditions(step.when)]
    measures = [m for leaf in leaves for m in (leaf.at_least, leaf.at_most)]
    compared = {leaf.fact for leaf in leaves}
    compared |= {m.fact for m in measures if isinstance(m, Threshold)}
    idle = set(case.facts) - compared
    assert not idle, f"{case.at}: the rule compares no {sorted(idle)}"
    what = difference(case, finding)
    if what:
        pytest.fail(told(case, finding, what), pytrace=False)


def test_there_is_one_file_of_cases_for_each_group_of_rules(knowledge: Knowledge) -> None:
    """Every rule has cases, no case is for a rule that is gone, and sentences differ."""
    assert len(CASES) >= 200
    assert {case.rule for case in CASES} == {rule.id for rule in knowledge.rules}
    names = [(case.rule, case.sentence) for case in CASES]
    assert len(names) == len(set(names))
    assert all(case.sentence.endswith(".") for case in CASES)


def findings_of(rule: Rule, knowledge: Knowledge) -> list[Finding]:
    return [case.run(knowledge) for case in CASES if case.rule == rule.id]


def test_every_step_of_every_rule_is_reached_by_a_case(knowledge: Knowledge) -> None:
    """And so is `otherwise`, and the open end wherever a fact can be unknown."""
    lacking = []
    for rule in knowledge.rules:
        found = findings_of(rule, knowledge)
        reached = {f.steps[0] for f in found if len(f.steps) == 1}
        lacking += [
            f"{rule.id}: {step.say}"
            for step in (*rule.steps, rule.otherwise)
            if step not in reached
        ]
        compared = {leaf.fact for step in rule.steps for leaf in conditions(step.when)}
        can_be_open = bool(compared - ALWAYS_KNOWN - {None})
        if can_be_open and all(f.settled for f in found):
            lacking.append(f"{rule.id}: open")
    assert lacking == []


def thresholds(rule: Rule, knowledge: Knowledge) -> Iterator[tuple[str, float, int]]:
    """Each fact compared with a number, the number, and the side (+1 or -1) on which it fails."""
    for step in rule.steps:
        for condition in conditions(step.when):
            for written, side in ((condition.at_least, -1), (condition.at_most, 1)):
                if isinstance(written, Threshold) and written.parameter:
                    written = knowledge.parameter(written.parameter, AS_OF).value
                if isinstance(written, (int, float)) and condition.fact:
                    yield condition.fact, written, side


def test_every_threshold_has_a_case_exactly_on_it_and_one_just_beyond(knowledge: Knowledge) -> None:
    seen, lacking = 0, []
    for rule in knowledge.rules:
        values: dict[str, set[float]] = {}
        for case in (c for c in CASES if c.rule == rule.id):
            for name, value in case.facts.items():
                if isinstance(value, (int, float)) and not isinstance(value, bool):
                    values.setdefault(name, set()).add(value)
        for name, edge, side in set(thresholds(rule, knowledge)):
            seen += 1
            written = values.get(name, set())
            if edge not in written:
                lacking.append(f"{rule.id}: {name} exactly {edge}")
            bound = BOUNDS.get(knowledge.facts[name].unit, (None, None))[0 if side < 0 else 1]
            if edge == bound:
                continue
            if not any(0 < (value - edge) * side <= 1 for value in written):
                lacking.append(f"{rule.id}: {name} just beyond {edge}")
    assert seen >= 50
    assert lacking == []


def test_a_failing_case_prints_its_file_its_line_and_the_trace(knowledge: Knowledge) -> None:
    (case,) = [c for c in CASES if c.sentence == "300 people are no small group."]
    words = told(case, case.run(knowledge), "expected outcome: small; found: printed")
    assert words.startswith(f"tests/rules/parts.yaml:{case.at.line}:")
    assert "non-US IMGs who ranked it first: 300 people; at most" in words
    assert "not met" in words and "met" in words


# --- The logic of unknown ---------------------------------------------------------------------

MET, NOT, OPEN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
LOGIC = [
    ("all_of", [MET, MET], MET),
    ("all_of", [MET, OPEN], OPEN),
    ("all_of", [NOT, OPEN], NOT),
    ("all_of", [], MET),
    ("any_of", [MET, OPEN], MET),
    ("any_of", [NOT, OPEN], OPEN),
    ("any_of", [NOT, NOT], NOT),
    ("any_of", [], NOT),
    ("none_of", [NOT, NOT], MET),
    ("none_of", [MET, OPEN], NOT),
    ("none_of", [NOT, OPEN], OPEN),
    ("none_of", [], MET),
]


@pytest.mark.parametrize(("group", "parts", "expected"), LOGIC)
def test_unknown_is_never_taken_for_no(group: str, parts: list[Outcome], expected: Outcome) -> None:
    import sitegen.rules as rules

    combine: Callable[[list[Outcome]], Outcome] = getattr(rules, group)
    assert combine(parts) is expected


# --- The overall priority ---------------------------------------------------------------------

PRIORITY = plain(tree(RULES / "priority.yaml"))
TRIPLES = list(itertools.product(range(1, 6), repeat=3))


@pytest.mark.parametrize("case", PRIORITY, ids=[c["case"] for c in PRIORITY])
def test_priority_case(case: dict[str, Any], knowledge: Knowledge) -> None:
    assert priority_word(tuple(case["ratings"]), knowledge.bands) == case["word"]


def test_guide_example_of_the_priority_is_among_the_cases() -> None:
    """The five lines of the guide, word for word."""
    guide = {tuple(c["ratings"]): c["word"] for c in PRIORITY if "guide" in c["case"]}
    assert guide == {
        (2, 3, 3): "Low",
        (4, 4, 4): "Very High",
        (3, 4, 5): "High",
        (4, 5, 3): "High",
        (1, 2, 4): "Very Low",
    }


def test_better_ratings_never_make_the_priority_worse(knowledge: Knowledge) -> None:
    """Over all 125 triples: one rating up, the word the same or better."""
    bands = knowledge.bands
    worse = [
        (triple, i)
        for triple in TRIPLES
        for i in range(3)
        if triple[i] < 5
        and rank_of(priority_word((*triple[:i], triple[i] + 1, *triple[i + 1 :]), bands), bands)
        > rank_of(priority_word(triple, bands), bands)
    ]
    assert len(TRIPLES) == 125
    assert worse == []


def test_order_of_the_three_ratings_does_not_matter(knowledge: Knowledge) -> None:
    for triple in TRIPLES:
        words = {priority_word(p, knowledge.bands) for p in itertools.permutations(triple)}
        assert len(words) == 1


def test_every_word_of_the_priority_can_be_reached(knowledge: Knowledge) -> None:
    reached = {priority_word(triple, knowledge.bands) for triple in TRIPLES}
    assert reached == {band.word for band in knowledge.bands}


# --- Fees -------------------------------------------------------------------------------------

FEES = plain(tree(RULES / "fees.yaml"))


@pytest.mark.parametrize("case", FEES, ids=[c["case"] for c in FEES])
def test_fee_case(case: dict[str, Any], knowledge: Knowledge) -> None:
    total = 0.0
    for service in knowledge.fees:
        schedule = schedule_for(knowledge.fees[service], None)
        total += sum(fee(schedule, programs) for programs in case.get(service, []))
    assert total == case["usd"]


def test_fee_cases_cover_both_services_on_each_step_and_just_beyond(knowledge: Knowledge) -> None:
    assert set(knowledge.fees) == {"eras", "residencycas"}
    for service, schedules in knowledge.fees.items():
        counts = {n for case in FEES for n in case.get(service, [])}
        edges = {step.last for step in schedule_for(schedules, None).steps if step.last}
        assert edges
        assert edges | {edge + 1 for edge in edges} <= counts


# --- An order that an advisor recognises ------------------------------------------------------

ORDER = plain(tree(RULES / "order.yaml"))


@pytest.fixture(scope="module")
def ordinary(plan: Callable[[str], Scheduled]) -> Scheduled:
    return plan((PROFILES / ORDER["profile"]).read_text(encoding="utf-8"))


def points(plan: Scheduled) -> dict[str, float]:
    cards = (*plan.cards, *plan.bridges, *plan.elsewhere)
    return {card.id: card.likelihood.total for card in cards}


@pytest.mark.parametrize("case", ORDER["above"], ids=[c["case"] for c in ORDER["above"]])
def test_stands_above(case: dict[str, Any], ordinary: Scheduled) -> None:
    total = points(ordinary)
    pairs = [(a, b) for a in case["these"] for b in case["than"]]
    assert pairs
    assert [f"{a} {total[a]}, {b} {total[b]}" for a, b in pairs if total[a] <= total[b]] == []


@pytest.mark.parametrize("case", ORDER["not_below"], ids=[c["case"] for c in ORDER["not_below"]])
def test_does_not_stand_below(case: dict[str, Any], ordinary: Scheduled) -> None:
    total = points(ordinary)
    pairs = [(a, b) for a in case["these"] for b in case["than"]]
    assert pairs
    assert [f"{a} {total[a]}, {b} {total[b]}" for a, b in pairs if total[a] < total[b]] == []


def test_few_who_chose_themselves_do_not_look_easier_than_internal_medicine(
    ordinary: Scheduled,
) -> None:
    """No field where fewer than 150 matched, or nobody knows how many, comes out above it."""
    rule, total = ORDER["few_people"], points(ordinary)
    few = [
        card.id
        for card in (*ordinary.cards, *ordinary.bridges, *ordinary.elsewhere)
        if (card.specialty.figure("matched_preferred") is None)
        or card.specialty.figure("matched_preferred").value < rule["fewer_than"]  # type: ignore[union-attr]
    ]
    assert len(few) >= 15
    assert [name for name in few if total[name] > total[rule["never_above"]]] == []


def test_order_names_every_specialty_of_the_guide(knowledge: Knowledge) -> None:
    """All of the guide's three groups appear in the order cases."""
    named = {
        name
        for case in (*ORDER["above"], *ORDER["not_below"])
        for name in (*case["these"], *case["than"])
    }
    grouped = {s.id for s in knowledge.specialties.values() if s.about.guide_tier}
    assert len(grouped) >= 14
    assert grouped <= named


def test_a_departure_from_the_guide_is_told_beside_the_specialty(knowledge: Knowledge) -> None:
    """Where the figures put a specialty elsewhere than the guide does, its file says why."""
    cases = [case for case in ORDER["not_below"] if case["case"].startswith("Departure")]
    departing = {name for case in cases for name in case["than"]}
    assert departing == {"obstetrics-gynecology"}
    assert all(knowledge.specialties[name].about.departure for name in departing)
