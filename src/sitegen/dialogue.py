"""Asks the first questions one by one, and saves after each answer. Knows no command."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from sitegen.diagnostics import Problem, Severity
from sitegen.knowledge.questions import Place, Question, places
from sitegen.profile.filling import Answer
from sitegen.questionnaire import NONE, Answered, as_written, entry_of, parts_of
from sitegen.records import record

HOW = """Enter skips a question. Type a number for a choice that has one.
?     tells more about a question
back  goes back to the one before
stop  ends here and keeps your answers; so does Ctrl-C"""


class StopAsking(Exception):  # noqa: N818 - it is no error
    """The person wants to stop, or nothing more can be typed."""


class _Back(Exception):  # noqa: N818 - it is no error
    """The person wants to go back."""


@record
class Terminal:
    """How something is said, and how a line is typed; `typed` raises `StopAsking` at the end.

    `width` counts columns.
    """

    say: Callable[[str], None]
    typed: Callable[[], str]
    width: int


@record
class _Asking:
    """One question as it is asked: its number, and what was told to it before."""

    path: str
    number: int
    answered: Answered
    terminal: Terminal
    entries: tuple[str, ...] = ()

    @property
    def question(self) -> Question:
        return self.answered.questions[self.path]

    def is_sound(self, answer: Answer, *, beside: Answer | None = None, whole: bool = True) -> bool:
        """Whether an answer can be taken; what is wrong with it, or only noted, is told."""
        found = self.answered.problems(self.path, answer, beside=beside, whole=whole)
        for problem in found:
            self.terminal.say(_told(problem, self.terminal.width))
        return not any(problem.severity is Severity.ERROR for problem in found)

    def typed(self, question: Question, path: str) -> str:
        """What was typed, without its edges; the words that steer are followed."""
        while True:
            typed = self.terminal.typed().strip()
            if typed.casefold() == "stop":
                raise StopAsking
            if typed.casefold() == "back":
                raise _Back
            if typed != "?":
                return typed
            self.terminal.say("\n".join(_more(question, path, self.terminal.width)))


def ask_first(answered: Answered, terminal: Terminal, save: Callable[[Answered], None]) -> Answered:
    """Ask every first question that is open; `save` is called after each answer.

    Raises `StopAsking` where the person stops; what was answered is saved by then.
    """
    asked: set[str] = set()
    path = answered.after(None)
    while path:
        if not answered.fits(path):
            terminal.say(f"   {path} cannot be put into its line of the file. Write it yourself.")
            path = answered.after(path)
            continue
        behind = [each for each in answered.before(path) if each in asked]
        number = len(behind) + 1
        asking = _Asking(path=path, number=number, answered=answered, terminal=terminal)
        try:
            answer = _answer(asking)
        except _Back:
            path = behind[-1] if behind else path
            continue
        if answer is not None and answer != answered.told.get(path):
            answered = answered.with_told(path, answer)
            save(answered)
        asked.add(path)
        path = answered.after(path)
    return answered


def _answer(asking: _Asking) -> Answer | None:
    """A sound answer to one question; None where it is skipped."""
    question, place = asking.question, places()[asking.path]
    if place.entry:
        return _entries(asking)
    title = f"{asking.number}. {question.ask}"
    asking.terminal.say(_worded(title, question, place, asking.terminal.width))
    _say_before(asking)
    while typed := asking.typed(question, asking.path):
        answer = as_written(typed, place)
        if asking.is_sound(answer):
            return answer
    return None


def _say_before(asking: _Asking) -> None:
    """Say what was answered before somebody went back."""
    before = asking.answered.told.get(asking.path)
    if before:
        told = before if isinstance(before, str) else "; ".join(before)
        asking.terminal.say(f"   Your answer: {told}\n   Enter keeps it.")


def _entries(asking: _Asking) -> Answer | None:
    """The entries of a list, each asked part by part."""
    question, say = asking.question, asking.terminal.say
    say(_worded(f"{asking.number}. {question.ask}", question, None, asking.terminal.width))
    _say_before(asking)
    say("   Type yes to tell of one, none if there is none; Enter skips.")
    while not _is_yes(typed := asking.typed(question, asking.path)):
        if not typed:
            return None
        if typed.casefold() in NONE:
            return "[]"
        say("   Type yes, none, or only Enter.")
    while True:
        asking = replace(asking, entries=(*asking.entries, _entry(asking)))
        say("   One more? Type yes, or only Enter to go on.")
        if not _is_yes(asking.typed(question, asking.path)):
            return asking.entries


def _is_yes(typed: str) -> bool:
    return typed.casefold() in {"yes", "y"}


def _entry(asking: _Asking) -> str:
    """One sound entry of a list, on one line."""
    values: dict[str, str] = {}
    for key, question, needed in parts_of(asking.path, asking.answered.questions):
        path = f"{asking.path}[].{key}"
        place = places()[path]
        asking.terminal.say(_worded(f"   {question.ask}", question, place, asking.terminal.width))
        while (typed := asking.typed(question, path)) or needed:
            if not typed:
                asking.terminal.say("   This one is needed; back leaves the whole question.")
                continue
            value = str(as_written(typed, place))
            trial = entry_of({**values, key: value})
            beside = (*asking.entries, entry_of(values)) if values else asking.entries or None
            if asking.is_sound((*asking.entries, trial), beside=beside, whole=False):
                values[key] = value
                break
    return entry_of(values)


def _more(question: Question, path: str, width: int) -> Iterator[str]:
    """What else there is to say about a question."""
    place = places()[path]
    doc = place.spec.limits.get("doc", "")
    for line in (f"What hangs on it: {question.hangs}", f"In the profile: {path}. {doc}"):
        yield from _wrapped(line, "   ", width)
    yield textwrap.indent(HOW, "   ")


def _worded(title: str, question: Question, place: Place | None, width: int) -> str:
    """A question with its choices, the reason why it is asked, and an example.

    Without a place, it is one whose parts are asked one by one, each with an example of its own.
    """
    lines = ["", *_wrapped(title, "", width)]
    choices: Mapping[str, str] = question.choices or {}
    for number, word in enumerate(place.words if place else (), 1):
        lines += _wrapped(f"{number}  {word}: {choices[word]}", "   ", width)
    if choices and place and place.several:
        lines.append("   Several are possible: 1, 2")
    lines += _wrapped(f"Why: {question.why}", "   ", width)
    if place:
        lines += _wrapped(f"Example: {question.shown}", "   ", width)
    return "\n".join(lines)


def _told(problem: Problem, width: int) -> str:
    """A problem of an answer, whose place is the line that was just typed."""
    lines = _wrapped(f"{problem.code} {problem.message}", "   ", width)
    return "\n".join(
        [*lines, *(_wrapped(f"Next step: {problem.hint}", "   ", width) if problem.hint else ())]
    )


def _wrapped(text: str, indent: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, initial_indent=indent, subsequent_indent=indent or "   ")
