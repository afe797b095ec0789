"""The catalogue of questions: what a person is asked about each field of a profile, and why."""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from sitegen.diagnostics import Location, Problems, flatten, nearest
from sitegen.profile import Profile
from sitegen.shape import Field, fields_of, item, optional

FILE = "questions.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question is asked only once another answer is one of these words."""

    path: str = item("The other answer, by its path.")
    among: tuple[str, ...] = item("Words of its choices.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What a person is asked about one field, or the reason why nobody is asked about it."""

    group: str = item("Title under which it stands in a form.", default="")
    ask: str = item("The question.", default="")
    why: str = item("Why it is asked, and where the answer is found.", default="")
    example: str | int | float | bool | None = optional("An answer, as it stands in a profile.")
    choices: Mapping[str, str] | None = optional("Each word of a closed list, in plain words.")
    when: Asked | None = optional("When it is asked; left out, always.")
    hangs: str = item("What hangs on the answer.", default="")
    task: str = item("The question as something to do; left out, the question.", default="")
    first: int | None = optional("Place among the first questions.", low=1, high=99)
    reason: str = item("Why nobody is asked.", default="")

    @property
    def shown(self) -> str:
        """The example as text."""
        words = {True: "yes", False: "no"}
        return words[self.example] if isinstance(self.example, bool) else str(self.example)

    @property
    def order(self) -> str:
        """The question as something to do."""
        return self.task or self.ask


Questions = Mapping[str, Question]


def question_at(questions: Questions, path: str) -> Question | None:
    """The question about a place in a profile; None where nobody is asked.

    An entry of a list is any entry (`letters[0].state`), and a key of a group of names any key.
    """
    plain = re.sub(r"\[\d+\]", "[]", path)
    parts = plain.split(".")
    ways = [plain, *(".".join(each) for each in _any_key(parts))]
    found = next((questions[way] for way in ways if way in questions), None)
    return found if found and found.ask else None


def _any_key(parts: list[str]) -> Iterator[list[str]]:
    """A path with a key replaced by any key, or taken away where it is the last."""
    for i in range(1, len(parts)):
        yield [*parts[:i], "*", *parts[i + 1 :]]
    yield parts[:-1]


@dataclass(frozen=True, slots=True)
class Place:
    """A place of a profile at which somebody can answer: its declaration, and what it holds."""

    spec: Field
    kind: Any
    group: bool = False

    @property
    def several(self) -> bool:
        """Whether a list stands there."""
        return typing.get_origin(self.kind) is tuple

    @property
    def entry(self) -> type | None:
        """The record of which each entry of a list is one."""
        inner = typing.get_args(self.kind)[0] if self.several else None
        return inner if dataclasses.is_dataclass(inner) else None  # type: ignore[return-value]

    @property
    def words(self) -> tuple[str, ...]:
        """The closed list of words of which the answer is one, or some."""
        kind = typing.get_args(self.kind)[0] if self.several else self.kind
        closed = isinstance(kind, type) and issubclass(kind, StrEnum)
        return tuple(each.value for each in kind) if closed else ()


@cache
def places() -> Mapping[str, Place]:
    """Every place of a profile, by its path; `group` are those with others below them."""
    return dict(_places(Profile, ""))


def _places(record: type, before: str) -> Iterator[tuple[str, Place]]:
    for key, spec in fields_of(record).items():
        kind, path = _plain(spec.kind), f"{before}{key}"
        inner = typing.get_args(kind)
        if dataclasses.is_dataclass(kind):
            yield path, Place(spec, kind, group=True)
            yield from _places(typing.cast(type, kind), f"{path}.")
            continue
        yield path, Place(spec, kind)
        several = typing.get_origin(kind) is tuple
        each = inner[0 if several else -1] if inner else None
        if dataclasses.is_dataclass(each):
            sign = "[]" if several else ".*"
            yield from _places(typing.cast(type, each), f"{path}{sign}.")


def _plain(kind: Any) -> Any:
    """A kind without the choice of none; of several, the first."""
    if typing.get_origin(kind) in (types.UnionType, typing.Union):
        return next(each for each in typing.get_args(kind) if each is not types.NoneType)
    return kind


def check_questions(
    questions: Questions, at: Callable[[str, str], Location], problems: Problems
) -> None:
    """Record fields without a question or a reason, and questions that fit no field."""
    known = places()
    for path, place in known.items():
        if path not in questions and not place.group:
            hint = f"add {path}: with ask, why, example and hangs; or with a reason why nobody is"
            told = f"nobody is asked about {path}, and no reason is given"
            problems.add("D219", Location(FILE, 1, 1), told, hint)
    for path, question in questions.items():
        for told, hint in _faults(path, question, known):
            problems.add("D219", at(FILE, path), told, hint)


def _faults(path: str, question: Question, known: Mapping[str, Place]) -> Iterator[tuple[str, str]]:
    if path not in known:
        close = nearest(path, list(known))
        hint = f'did you mean "{close}"?' if close else "take it out; sitegen schema lists them"
        yield f"{flatten(path)} is no field of a profile", hint
        return
    needed = () if question.reason else ("group", "ask", "why", "hangs")
    for name in (each for each in needed if not getattr(question, each).strip()):
        yield f"{path} has no {name}", "write it, or give a reason why nobody is asked"
    if needed and question.example is None:
        yield f"{path} has no example", "write an answer as it stands in a profile"
    if question.reason and question.ask:
        yield f"{path} has a question and a reason why there is none", "keep one of the two"
    words = known[path].words
    if question.ask and set(words) != set(question.choices or ()):
        yield _all_words(path, words, question)
    if question.when:
        yield from _condition_faults(path, question.when, known)


def _all_words(path: str, words: tuple[str, ...], question: Question) -> tuple[str, str]:
    told = f"the choices of {path} are not those that can be written there"
    return told, f"write each of: {', '.join(words)}" if words else "take the choices out"


def _condition_faults(
    path: str, when: Asked, known: Mapping[str, Place]
) -> Iterator[tuple[str, str]]:
    place = known.get(when.path)
    if place is None or not place.words:
        yield f"{path} waits for {flatten(when.path)}, which is no closed list", "name one that is"
    elif strange := [word for word in when.among if word not in place.words]:
        told = f"{path} waits for {flatten(', '.join(strange))}, which {when.path} cannot be"
        yield told, f"write some of: {', '.join(place.words)}"
