"""What is asked next, and what a typed answer is in a profile. Knows no terminal and no browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from sitegen.diagnostics import Problem
from sitegen.knowledge.questions import Place, Question, Questions, places, question_at
from sitegen.profile import ReadProfile
from sitegen.profile.filling import Answer, with_answer
from sitegen.profile.read import told_at, unanswered
from sitegen.records import record

Read = Callable[[str], tuple[ReadProfile | None, Sequence[Problem]]]
"""Reads the text of a profile; None after errors, which are told beside it."""

INCOMPLETE = "P102"
"""The problem of an entry that lacks a part which is still to be asked."""

NONE = {"none", "no", "0", "[]", "nothing"}
"""Words that say of a list that nothing stands in it."""

_PLAIN = re.compile(r"[^\W_][\w./+' -]*")
_SPOKEN = {"yes", "no", "y", "n", "true", "false", "null", "on", "off"}


@record
class Answered:
    """The answers of one person: the text that they began with, what was told since, and both."""

    base: str
    questions: Questions
    read: Read
    told: Mapping[str, Answer]
    text: str

    def after(self, path: str | None) -> str | None:
        """The next first question that is open and concerns this person; None at the end."""
        every = first_questions(self.questions)
        rest = every[every.index(path) + 1 :] if path else every
        read = self.read(self.text)[0]
        return next((each for each in rest if read and self._is_asked(each, read)), None)

    def before(self, path: str) -> list[str]:
        """The first questions before another one that concern this person, answered or not."""
        every = first_questions(self.questions)
        read = self.read(self.text)[0]
        return [each for each in every[: every.index(path)] if read and self._concerns(each, read)]

    def _is_asked(self, path: str, read: ReadProfile) -> bool:
        is_open = unanswered(read, path) or told_at(read.profile, path) is None
        return is_open and self._concerns(path, read)

    def _concerns(self, path: str, read: ReadProfile) -> bool:
        when = self.questions[path].when
        return when is None or told_at(read.profile, when.path) in when.among

    def with_told(self, path: str, answer: Answer | None) -> Answered:
        """The same with another answer at a path, or with none.

        What was told because of the answer before goes where it is not asked any more.
        """
        told = {key: value for key, value in self.told.items() if key != path}
        if answer is not None:
            told = {**told, path: answer}
            told = {key: value for key, value in told.items() if self._stays(key, path, answer)}
        text = self.base
        for key, value in told.items():
            text = with_answer(text, key, value) or text
        return replace(self, told=told, text=text)

    def _stays(self, key: str, path: str, answer: Answer) -> bool:
        when = self.questions[key].when
        return when is None or when.path != path or answer in when.among

    def problems(
        self, path: str, answer: Answer, *, beside: Answer | None = None, whole: bool = True
    ) -> list[Problem]:
        """What is wrong with an answer, or only noted, that was not so without it.

        `beside` is that part of it about which everything was told. An entry that is not `whole`
        may still lack a part.
        """
        before = self.read(self.with_told(path, beside).text)[1]
        told = {(p.code, p.message) for p in before}
        found = self.read(self.with_told(path, answer).text)[1]
        new = [p for p in found if (p.code, p.message) not in told]
        return [p for p in new if whole or p.code != INCOMPLETE]

    def fits(self, path: str) -> bool:
        """Whether an answer can be put into the text at a path."""
        return with_answer(self.with_told(path, None).text, path, "[]") is not None


def begun(base: str, questions: Questions, read: Read) -> Answered:
    """The answers in a text, to which others are told."""
    return Answered(base=base, questions=questions, read=read, told={}, text=base)


def first_questions(questions: Questions) -> list[str]:
    """The paths of the first questions, in their order."""
    return sorted((path for path, q in questions.items() if q.first), key=_place_in(questions))


def _place_in(questions: Questions) -> Callable[[str], int]:
    return lambda path: questions[path].first or 0


def parts_of(path: str, questions: Questions) -> Iterator[tuple[str, Question, bool]]:
    """The parts of an entry of a list: key, question, and whether it has to be answered."""
    before = f"{path}[]."
    for inner, place in places().items():
        question = question_at(questions, inner)
        if inner.startswith(before) and question:
            yield inner.removeprefix(before), question, place.spec.required


def as_written(typed: str, place: Place) -> Answer:
    """What somebody typed, as it is written in a profile. A number stands for a choice."""
    text = typed.strip()
    if not place.several:
        return _value(_chosen(text, place), place, inside=False)
    if text.casefold() in NONE:
        return "[]"
    inner = text.removeprefix("[").removesuffix("]")
    parts = [part.strip().strip("\"'") for part in re.split(r"[,;]", inner)]
    every = [_value(_chosen(part, place), place, inside=True) for part in parts if part]
    return f"[{', '.join(every)}]"


def _chosen(text: str, place: Place) -> str:
    """The choice of a number; everything else as it is."""
    numbers = {str(i): word for i, word in enumerate(place.words, 1)}
    return numbers.get(text.rstrip(".)"), text)


def _value(text: str, place: Place, *, inside: bool) -> str:
    """One value, in quotes where YAML would read something else in it."""
    free = place.kind is str and "vocabulary" not in place.spec.limits
    spoken = free and text.casefold() in _SPOKEN
    if _PLAIN.fullmatch(text) and not spoken and not (inside and "," in text):
        return text
    return json.dumps(text, ensure_ascii=False)


def entry_of(values: Mapping[str, str]) -> str:
    """An entry of a list on one line."""
    return f"{{{', '.join(f'{key}: {value}' for key, value in values.items())}}}"
