"""Properties that hold for every profile, not only for those somebody thought of."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import math
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from sitegen import letters, yamlio
from sitegen.diagnostics import Problems, describe
from sitegen.explain import explain
from sitegen.facts.model import Interval
from sitegen.knowledge.model import Knowledge, Parameter, ParameterValue
from sitegen.knowledge.units import Unit, ValueKind
from sitegen.plan.card import Card, Rating
from sitegen.plan.decided import Scheduled
from sitegen.plan.make import make_plan
from sitegen.plan.stages import make_schedule, make_score
from sitegen.planjson import dumps, plan_data, scorecard_data
from sitegen.profile import Profile, ReadProfile, read_profile
from sitegen.profile.fields import Letter, Rotation
from sitegen.reading import read_as
from sitegen.rules import Finding
from sitegen.shape import Vocabulary, Year, fields_of
from sitegen.terminal import reasons, scorecard
from tests.conftest import AS_OF, shipped

PROFILES = Path(__file__).resolve().parent / "profiles"

# The same examples on every run, so that a red build can be repeated. Plans are not shrunk:
# each costs a hundredth of a second, and what flips is named in full anyway.
fast = settings(
    deadline=None,
    max_examples=60,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
plans = settings(fast, max_examples=40, phases=[Phase.explicit, Phase.generate])

# --- Any profile ------------------------------------------------------------------------------

WORDS = {"country": ["India", "Nigeria"], "state": ["Texas", "Ohio"]}
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)


@cache
def written(record: type, specialties: tuple[str, ...]) -> st.SearchStrategy[dict[str, Any]]:
    """Anything that may be written for a record, as plain values by key."""
    needed, free = {}, {}
    for key, spec in fields_of(record).items():
        kept = needed if spec.required else free
        kept[key] = value_of(spec.kind, spec.limits, specialties)
    if record is Profile:
        # A season that can still be chosen. The one under way began before AS_OF.
        free["season"] = st.integers(AS_OF.year + 2, AS_OF.year + 4)
    return st.fixed_dictionaries(needed, optional=free)


def value_of(
    kind: Any, limits: Mapping[str, Any], specialties: tuple[str, ...]
) -> st.SearchStrategy[Any]:
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        kinds = [k for k in typing.get_args(kind) if k is not types.NoneType]
        return st.one_of(value_of(each, limits, specialties) for each in kinds)
    if origin is tuple:
        return st.lists(value_of(typing.get_args(kind)[0], limits, specialties), max_size=3)
    if origin is not None:
        keys = st.sampled_from(specialties)
        return st.dictionaries(keys, value_of(typing.get_args(kind)[1], limits, ()), max_size=3)
    if kind is Year:
        return st.integers(1990, AS_OF.year)
    if dataclasses.is_dataclass(kind):
        return written(typing.cast(type, kind), specialties)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return st.sampled_from([member.value for member in kind])
    if kind is dt.date:
        return st.dates(dt.date(2005, 1, 1), dt.date(2030, 12, 31)).map(dt.date.isoformat)
    if kind is bool:
        return st.booleans()
    if kind is int:
        return st.integers(limits.get("low", -9), limits.get("high", 999))
    if kind is float:
        return st.integers(math.ceil(limits.get("low", 0)), int(limits.get("high", 99)))
    if "pattern" in limits:
        return st.from_regex(limits["pattern"], fullmatch=True)
    if limits.get("vocabulary") == "specialty":
        return st.sampled_from(specialties)
    return st.sampled_from(WORDS[limits["vocabulary"]]) if "vocabulary" in limits else TEXT


def drawn(data: st.DataObject) -> ReadProfile:
    """A drawn profile, written down and read back; contradictions are left out."""
    every = written(Profile, tuple(sorted(shipped().specialties)))
    text = json.dumps(data.draw(every), ensure_ascii=False)
    problems = Problems()
    node = yamlio.read(text, "drawn.yaml", problems)
    found = read_profile(node, "drawn.yaml", problems, shipped().vocabularies)
    clashes = [p for p in problems.errors if p.code.startswith("P2")]
    assert problems.errors == clashes, [describe(p, text.splitlines()) for p in problems.errors]
    assume(not clashes)
    assert found is not None
    return found


def plan_of(read: ReadProfile) -> Scheduled:
    return make_schedule(read, shipped(), AS_OF)


def every_card(plan: Scheduled) -> tuple[Card, ...]:
    return (*plan.cards, *plan.bridges, *plan.elsewhere)


def ratings(card: Card) -> dict[str, Rating]:
    return {
        "likelihood": card.likelihood,
        "visa": card.visa,
        "friendliness": card.friendliness,
        "fit": card.fit,
    }


@plans
@given(data=st.data())
def test_ratings_stay_between_1_and_5_and_their_ranges_hold_them(data: st.DataObject) -> None:
    made = plan_of(drawn(data))
    cards = every_card(made)
    assert len(cards) == len(shipped().specialties)
    for card in cards:
        for rating in (*ratings(card).values(), card.doors):
            assert 1 <= rating.low <= rating.open_low <= rating.value
            assert rating.value <= rating.open_high <= rating.high <= 5
    assert made.decision.possible


@settings(plans, max_examples=12)
@given(data=st.data())
def test_plan_as_json_is_valid_and_the_same_every_time(data: st.DataObject) -> None:
    read = drawn(data)
    first = dumps(plan_data(make_plan(read, shipped(), AS_OF)))
    assert json.loads(first)["format"] == "sitegen-plan 1"
    assert first == dumps(plan_data(make_plan(read, shipped(), AS_OF)))


@settings(plans, max_examples=12)
@given(data=st.data())
def test_every_plan_can_be_told_in_the_terminal(data: st.DataObject) -> None:
    made = make_score(drawn(data), shipped(), AS_OF, None)
    chosen = data.draw(st.sampled_from(sorted(shipped().specialties)))
    assert scorecard(made)
    told = reasons(made, chosen)
    assert "{" not in told and "None" not in told
    assert len(json.loads(dumps(scorecard_data(made, chosen)))["scorecard"]) == 1


# --- More information never flips what was settled --------------------------------------------

DECISIONS = {
    "applications.leave_out": "a factor left out is a wish to see the chance without it",
    "constraints.states": "where one would not go is a wish; until it is told, nothing is left out",
    "constraints.states.excluded": "the same wish",
    "interests.weights": "own weights change what a rating counts for; they are a wish",
    "interests.fit": "an own rating overrules the computed one; it is a wish and no piece of news",
    "interests.fellowship": "a fellowship is a wish; until one is named, none is counted",
    "interests.not_for_life": "a veto sets the fit to 1; the gate backup.veto waits for it",
    "commitment": "a veto by the applicant, which a plan does not wait for; it asks instead",
    "commitment.respect": "the same veto",
    "commitment.proud": "the same veto",
}
"""Answers that overrule what was computed, so that they may move a settled rating."""

DEFAULTS = {
    "letters.supports": "if it names none",
    "us_experience.hands_on": "Left out, the kind decides",
}
"""Answers that mean something when left out, with the words of the field that say so."""

COUNTS_OF_WHAT_IS_WRITTEN = frozenset(
    (
        "applicant.specialties_named",
        "applicant.visa_chosen",
        "applicant.asked_about",
        "year.dated",
        "year.tried_before_it",
    )
)
"""Facts about the profile and not about the person; answers are meant to move them."""

CONCLUSIONS = ("plan.", "pair.")
"""Facts that say what the plan came to, such as "undecided"; answers are meant to move them."""


Where = tuple["str | int | Name", ...]


class Name(typing.NamedTuple):
    """A name in a group of names, such as a specialty below `commitment`."""

    name: str


def optional_paths(record: Any, path: Where = ()) -> Iterator[Where]:
    """Every part of a profile that may be left out and is there."""
    for f in dataclasses.fields(record):
        value = getattr(record, f.name)
        if value is None:
            continue
        here = (*path, f.name)
        if f.default is None:
            yield here
        if dataclasses.is_dataclass(value):
            yield from optional_paths(value, here)
        elif isinstance(value, tuple):
            for i, each in enumerate(value):
                if dataclasses.is_dataclass(each):
                    yield from optional_paths(each, (*here, i))
        elif isinstance(value, Mapping):
            for name, each in value.items():
                if dataclasses.is_dataclass(each):
                    yield from optional_paths(each, (*here, Name(name)))


def dotted(path: Where) -> str:
    """The path without places in lists and names in groups: `letters.state`."""
    return ".".join(part for part in path if isinstance(part, str))


def without(record: Any, path: Where) -> Any:
    """A profile that has forgotten one answer."""
    if record is None or not path:
        return None
    head, rest = path[0], path[1:]
    if isinstance(head, int):
        return tuple(without(each, rest) if i == head else each for i, each in enumerate(record))
    if isinstance(head, Name):
        return {**record, head.name: without(record[head.name], rest)}
    return dataclasses.replace(record, **{head: without(getattr(record, head), rest)})


def holds(poorer: Any, richer: Any) -> bool:
    """Whether what was known of a fact still holds when more is known."""
    if poorer is None:
        return True
    if isinstance(poorer, Interval) and richer is not None:
        low, high = (richer.low, richer.high) if isinstance(richer, Interval) else (richer, richer)
        return bool(poorer.low <= low and high <= poorer.high)
    return bool(poorer == richer)


def flips(richer: Scheduled, poorer: Scheduled) -> list[str]:
    """Everything settled in the poorer plan that the richer one contradicts."""
    found = [
        f"fact {name}: {fact.value} became {richer.facts[name].value}"
        for name, fact in poorer.facts.items()
        if name not in COUNTS_OF_WHAT_IS_WRITTEN
        and not name.startswith(CONCLUSIONS)
        and not holds(fact.value, richer.facts[name].value)
    ]
    for card in every_card(poorer):
        better = richer.card(card.id)
        found += [
            f"{card.id} fact {name}: {fact.value} became {better.facts[name].value}"
            for name, fact in card.facts.items()
            if name not in poorer.facts and not holds(fact.value, better.facts[name].value)
        ]
        for name, rating in ratings(card).items():
            new = ratings(better)[name]
            if not rating.open_low <= new.open_low <= new.open_high <= rating.open_high:
                found.append(f"{card.id} {name}: {_ends(rating)} became {_ends(new)}")
        if card.priority.settled and card.priority.word != better.priority.word:
            found.append(f"{card.id}: {card.priority.word} became {better.priority.word}")
    rich, poor = _outcomes(richer), _outcomes(poorer)
    found += [
        f"{name}: {finding.outcome} became {rich[name].outcome}"
        for name, finding in poor.items()
        if finding.settled and name in rich and finding.outcome != rich[name].outcome
    ]
    return found


def _ends(rating: Rating) -> str:
    return f"{rating.open_low} to {rating.open_high}"


def _outcomes(plan: Scheduled) -> dict[str, Finding]:
    """Each gate by specialty, each trigger, and whether a backup can be done without."""
    gates = {f"{c.card.id} {g.rule.id}": g for c in plan.choice.candidates for g in c.gates}
    return gates | {f.rule.id: f for f in (*plan.decision.triggers, plan.decision.none_needed)}


def forget(read: ReadProfile, *paths: Where) -> ReadProfile:
    profile = read.profile
    for path in sorted(paths, key=len, reverse=True):
        profile = without(profile, path)
    return dataclasses.replace(read, profile=profile)


def excused(path: Where) -> bool:
    return dotted(path) in DECISIONS or dotted(path) in DEFAULTS


@cache
def rich() -> ReadProfile:
    """A profile in which every question is answered."""
    problems = Problems()
    node = yamlio.read((PROFILES / "rich.yaml").read_text(encoding="utf-8"), "rich", problems)
    found = read_profile(node, "rich", problems, shipped().vocabularies)
    problems.raise_errors()
    assert found is not None
    return found


def test_rich_profile_answers_every_question() -> None:
    """So that each question is taken away once below."""

    def all_paths(record: type, path: str = "") -> Iterator[str]:
        for f in dataclasses.fields(record):
            kind = typing.get_type_hints(record)[f.name]
            if f.default is None:
                yield f"{path}{f.name}"
            for inner in (kind, *typing.get_args(kind)):
                for deepest in (inner, *typing.get_args(inner)):
                    if dataclasses.is_dataclass(deepest):
                        yield from all_paths(typing.cast(type, deepest), f"{path}{f.name}.")

    answered = {dotted(path) for path in optional_paths(rich().profile)}
    # A planned date stands beside an exam that is not passed yet; lists are files of their own.
    lists = {"programs", "interviews", "rank_list", "list_specialty", "applications.sent"}
    not_here = {p for p in all_paths(Profile) if p.endswith(".planned") or p in lists}
    questions = set(all_paths(Profile))
    assert questions - answered - not_here == set()


def test_forgetting_any_one_answer_flips_nothing_settled() -> None:
    full = plan_of(rich())
    paths = [path for path in optional_paths(rich().profile) if not excused(path)]
    assert len(paths) >= 80
    for path in paths:
        found = flips(full, plan_of(forget(rich(), path)))
        assert found == [], f"without {dotted(path)}: {found[:4]}"


@settings(plans, max_examples=50)
@given(data=st.data())
def test_forgetting_any_answers_of_any_profile_flips_nothing_settled(data: st.DataObject) -> None:
    """Facts, ratings, gates, triggers, priority and the answers still possible only narrow."""
    richer = drawn(data)
    paths = [path for path in optional_paths(richer.profile) if not excused(path)]
    assume(paths)
    chosen = data.draw(st.lists(st.sampled_from(paths), min_size=1, max_size=6, unique=True))
    poorer = forget(richer, *chosen)
    found = flips(plan_of(richer), plan_of(poorer))
    assert found == [], [dotted(path) for path in chosen]


@settings(plans, max_examples=25)
@given(data=st.data())
def test_forgetting_answers_of_the_rich_profile_flips_nothing_settled(
    data: st.DataObject,
) -> None:
    paths = [path for path in optional_paths(rich().profile) if not excused(path)]
    chosen = data.draw(st.lists(st.sampled_from(paths), min_size=1, max_size=30, unique=True))
    found = flips(plan_of(rich()), plan_of(forget(rich(), *chosen)))
    assert found == [], [dotted(path) for path in chosen]


@pytest.mark.parametrize("name", DEFAULTS)
def test_an_answer_with_a_default_says_so(name: str) -> None:
    """Whoever leaves it out can read, in the schema and while typing, what that means."""
    record = {"letters": Letter, "us_experience": Rotation}[name.partition(".")[0]]
    field = next(f for f in dataclasses.fields(record) if f.name == name.partition(".")[2])
    assert DEFAULTS[name] in field.metadata["doc"]


def test_a_veto_that_was_not_told_stays_unknown() -> None:
    """Only the rating is excused above; the gate itself waits for the answer."""
    poorer = plan_of(forget(rich(), ("interests", "not_for_life")))
    unrated = [c for c in poorer.cards if c.facts["fit.own"].value is None]
    assert len(unrated) >= 20
    assert {card.facts["fit.vetoed"].value for card in unrated} == {None}
    open_gates = [g for c in poorer.choice.candidates for g in c.undecided]
    assert "backup.veto" in {gate.rule.id for gate in open_gates}


@pytest.mark.parametrize("name", DECISIONS)
def test_excused_answers_still_need_their_excuse(
    name: str,
) -> None:
    """Each one moves something settled; one that no longer does must leave the list."""
    full = plan_of(rich())
    paths = [path for path in optional_paths(rich().profile) if dotted(path) == name]
    assert any(flips(full, plan_of(forget(rich(), path))) for path in paths)


# --- Any text, any bytes, any tree ------------------------------------------------------------

HOSTILE = st.one_of(
    TEXT,
    st.text(max_size=60),
    st.sampled_from(
        ["<script>alert(1)</script>", "{{ 7*7 }}", "{fact.name}", "%s", "\\", "'", '"']
    ),
)


@settings(plans, max_examples=12)
@given(name=HOSTILE, line=HOSTILE)
def test_any_text_as_a_name_or_an_answer_is_read_or_refused_and_never_crashes(
    name: str, line: str
) -> None:
    written = {
        "applicant": {"name": name},
        "interests": {"long_term": line, "fellowship": line},
        "letters": [{"writer": name, "specialty": "neurology", "state": "to_ask"}],
        "research": [{"kind": "poster", "field": "neurology", "title": line}],
    }
    raw = json.dumps(written, ensure_ascii=False).encode("utf-8", errors="surrogatepass")
    problems = Problems()
    text = letters.decode(raw, "a.yaml", problems)
    if text is None:
        assert problems.errors
        return
    node = yamlio.read(text, "a.yaml", problems)
    found = read_profile(node, "a.yaml", problems, shipped().vocabularies)
    assert [describe(p, text.splitlines()) for p in problems.errors] or found is not None
    if found and not problems.errors:
        assert found.profile.applicant.name == name
        made = make_plan(found, shipped(), AS_OF)
        assert json.loads(dumps(plan_data(made)))["profile"]["applicant"]["name"] == name
        assert scorecard(made)


@settings(fast, max_examples=300)
@given(
    raw=st.one_of(
        st.binary(max_size=200),
        st.text(max_size=200).map(lambda t: t.encode("utf-8", errors="surrogatepass")),
    )
)
def test_any_bytes_are_read_or_refused_with_a_place_and_a_next_step(raw: bytes) -> None:
    problems = Problems()
    text = letters.decode(raw, "a.yaml", problems)
    if text is not None:
        before = len(problems.errors)
        node = yamlio.read(text, "a.yaml", problems)
        if node is not None or len(problems.errors) == before:
            read_profile(node, "a.yaml", problems, shipped().vocabularies)
    told_of(problems, raw.decode("utf-8", errors="replace"))


def told_of(problems: Problems, text: str) -> None:
    """Every problem can be told, stands inside the file, and has a next step."""
    rows = len(text.splitlines()) + 1
    for problem in problems.errors:
        assert describe(problem, text.splitlines()).isprintable() or "\n" in describe(
            problem, text.splitlines()
        )
        assert 0 <= problem.location.line <= rows
        assert problem.message and problem.hint, problem
        assert "not YAML" not in problem.message


SIGNS = st.text(alphabet="ab:-?[]{},#&*!|>'\"%@` \n\t\\~<=.0123", max_size=60)


@settings(fast, max_examples=400)
@given(text=SIGNS)
def test_any_mix_of_yaml_signs_is_read_or_refused_in_plain_words(text: str) -> None:
    problems = Problems()
    node = yamlio.read(text, "a.yaml", problems)
    if node is not None:
        read_as(Profile, node, "a.yaml", problems, shipped().vocabularies)
    told_of(problems, text)


KEYS = sorted(set(fields_of(Profile)) | {"state", "score", "specialty", "name", "fit"})
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.sampled_from(["passed", "j1", "India", "neurology", "2027-01", "no"]),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(st.sampled_from(KEYS), st.text(max_size=4)), inner, max_size=4),
    ),
    max_leaves=12,
)


@settings(fast, max_examples=200)
@given(tree=TREES)
def test_any_tree_is_a_profile_or_a_list_of_problems(tree: Any) -> None:
    problems = Problems()
    text = letters.decode(json.dumps(tree, ensure_ascii=False).encode(), "a.yaml", problems)
    node = yamlio.read(text, "a.yaml", problems) if text is not None else None
    if problems.errors:
        return
    record, places = read_as(Profile, node, "a.yaml", problems, shipped().vocabularies)
    assert (record is None) == bool(problems.errors)
    if record is not None:
        plan_of(ReadProfile(record, places, "a.yaml"))


# --- Dated values -----------------------------------------------------------------------------

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2040, 12, 31))


@fast
@given(
    steps=st.dictionaries(DAYS, st.one_of(st.none(), st.integers(0, 99)), min_size=1, max_size=6),
    day=DAYS,
    data=st.data(),
)
def test_dated_value_is_a_step_function_that_is_never_extended_backwards(
    steps: dict[dt.date, int | None], day: dt.date, data: st.DataObject
) -> None:
    """On a day, the value of the last date before it holds; before the first, and after an end,
    asking is an error that names the parameter and the day."""
    near = [each + dt.timedelta(days=n) for each in steps for n in (-1, 0, 1)]
    asked = data.draw(st.sampled_from([day, *near]))
    values = {
        day.isoformat(): ParameterValue(
            value=value, year=2026, source="guide", locator="x", kind=ValueKind.JUDGEMENT
        )
        for day, value in steps.items()
    }
    parameter = Parameter(label="x", unit=Unit.COUNT, checked_on=AS_OF, values=values)
    changed = dataclasses.replace(shipped(), parameters={"guide.x": parameter})
    known = [day for day in steps if day <= asked]
    expected = steps[max(known)] if known else None
    if expected is None:
        with pytest.raises(LookupError, match=rf"guide\.x .*{asked.isoformat()}"):
            changed.parameter("guide.x", asked)
    else:
        assert changed.parameter("guide.x", asked).value == expected


@pytest.mark.parametrize("word", ["India", " india ", "INDIA", "in", "IND"])
def test_vocabulary_finds_a_word_in_any_spelling(word: str) -> None:
    assert shipped().vocabularies["country"].find(word) == "India"


@fast
@given(word=st.text(max_size=20))
def test_vocabulary_never_crashes_on_a_word(word: str) -> None:
    find: Callable[[Vocabulary], str | None] = lambda words: words.find(word)  # noqa: E731
    for words in shipped().vocabularies.values():
        assert find(words) is None or find(words) in words.values


def test_every_red_flag_is_named_and_none_that_is_not_known(
    profile: Callable[[str], ReadProfile], knowledge: Knowledge
) -> None:
    told = """
school: {graduated: 2015-06}
gaps: [{from: 2024-01}]
earlier_matches: [{season: 2025}]
exams: {step1: {state: passed, failed_attempts: 1}}
"""
    for text, named in (
        (told, ("attempt", "gap", "season", "after graduation")),
        (told.partition("exams")[0], ("gap", "season", "after graduation")),
    ):
        plan = make_schedule(profile(text), knowledge, AS_OF)
        flag = next(t for t in plan.decision.triggers if t.rule.id == "dual.red_flag")
        assert all(word in explain(flag).text for word in named)
        assert ("attempt" in explain(flag).text) == ("attempt" in named)


def test_a_sentence_is_only_said_when_it_is_true(
    profile: Callable[[str], ReadProfile], knowledge: Knowledge
) -> None:
    """A gap raises the red flag; that attempts are not known must not read as a failed attempt."""
    plan = make_schedule(profile("gaps: [{from: 2024-01}]"), knowledge, AS_OF)
    flag = next(t for t in plan.decision.triggers if t.rule.id == "dual.red_flag")
    assert flag.outcome == "holds"
    assert "gap" in explain(flag).text
    assert "attempt" not in explain(flag).text
