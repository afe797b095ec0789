"""One catalogue of questions: each field of a profile has a question, or a reason why none.

Takes a second.
"""

from __future__ import annotations

import textwrap

import pytest

from sitegen import yamlio
from sitegen.diagnostics import Problems
from sitegen.knowledge.model import Knowledge
from sitegen.knowledge.questions import Question, places, question_at
from sitegen.profile.read import read_profile

FIELDS = {path: place for path, place in places().items() if not place.group}

BESIDE = {"P102", "P207"}
"""Problems that say what has to stand beside an answer: in its entry, or for a currency."""


def test_there_are_fields_at_every_depth() -> None:
    assert len(FIELDS) > 120
    assert {"season", "visa.need", "letters[].state", "commitment.*.proud"} < FIELDS.keys()


def test_every_field_has_a_question_or_a_reason(knowledge: Knowledge) -> None:
    for path in FIELDS:
        question = knowledge.questions[path]
        assert bool(question.ask) != bool(question.reason), path
        if question.ask:
            assert question.ask.endswith("?") and question.why.endswith((".", "?")), path
            assert question.hangs.endswith(".") and question.group, path


def test_every_question_names_a_field_that_exists(knowledge: Knowledge) -> None:
    assert knowledge.questions.keys() <= places().keys()


def test_choices_are_those_of_the_profile(knowledge: Knowledge) -> None:
    closed = {path: place.words for path, place in FIELDS.items() if place.words}
    assert len(closed) > 20
    assert {path: tuple(knowledge.questions[path].choices or ()) for path in closed} == closed


def written(path: str, answer: str) -> str:
    """A profile with one answer, in an entry or below a name where it belongs."""
    *above, last = path.split(".")
    text = f"{last}: {answer}\n"
    for part in reversed(above):
        name = "internal-medicine" if part == "*" else part.removesuffix("[]")
        inner = textwrap.indent(text, "    ")
        text = f"{name}:\n" + (f"  - {inner[4:]}" if part.endswith("[]") else inner)
    return text


def test_every_example_is_an_answer(knowledge: Knowledge) -> None:
    """It is read without a problem, but for what an entry needs beside it."""
    for path in (path for path in FIELDS if knowledge.questions[path].ask):
        text, problems = written(path, knowledge.questions[path].shown), Problems()
        node = yamlio.read(text, "x", problems)
        read_profile(node, "x", problems, knowledge.vocabularies)
        assert [p for p in problems.found if p.code not in BESIDE] == [], text


def test_first_questions_are_about_ten_and_the_conditions_leave_no_two_at_one_place(
    knowledge: Knowledge,
) -> None:
    first = {path: q for path, q in knowledge.questions.items() if q.first}
    at: dict[int, list[Question]] = {}
    for question in first.values():
        at.setdefault(question.first or 0, []).append(question)
    assert sorted(at) == list(range(1, len(at) + 1)) and 9 <= len(at) <= 12
    for several in (each for each in at.values() if len(each) > 1):
        among = [word for q in several if q.when for word in q.when.among]
        assert len(several) == sum(q.when is not None for q in several)
        assert len(among) == len(set(among))


@pytest.mark.parametrize(
    ("path", "same"),
    [
        ("letters[3].state", "letters[].state"),
        ("commitment.neurology.proud", "commitment.*.proud"),
        ("interests.fit.neurology", "interests.fit"),
        ("fictional", None),
        ("not.there", None),
    ],
)
def test_question_about_an_entry_is_that_about_any_entry(
    path: str, same: str | None, knowledge: Knowledge
) -> None:
    found = question_at(knowledge.questions, path)
    assert found is (knowledge.questions[same] if same else None)
