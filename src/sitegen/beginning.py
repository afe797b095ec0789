"""Begins a profile, or goes on with one: what stands in it, what is asked, and where it is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import inputs, resources
from sitegen.diagnostics import Problem, Problems, typed
from sitegen.dialogue import HOW, Terminal, ask_first
from sitegen.newfile import beside, write_again, write_new
from sitegen.planjson import dumps
from sitegen.profile import profile_schema
from sitegen.questionnaire import Answered, begun
from sitegen.userfiles import profile_text

if TYPE_CHECKING:
    from sitegen.knowledge.model import Knowledge
    from sitegen.profile import ReadProfile

SCHEMA = "profile.schema.json"
NAMES_SCHEMA = "# yaml-language-server:"
OTHER = "sitegen init other-name.yaml"


class NotWrittenError(Exception):
    """A file could not be written; the reason is its text."""


def starter() -> str:
    """The commented profile in which nothing is answered yet."""
    return (resources.root() / "data" / "starter-profile.yaml").read_text(encoding="utf-8")


def with_schema(text: str) -> str:
    """A profile whose first line names its schema, for editors that complete while one types."""
    return text if text.startswith(NAMES_SCHEMA) else f"{NAMES_SCHEMA} $schema={SCHEMA}\n{text}"


def reader(
    known: Knowledge, file: str, as_of: dt.date
) -> Callable[[str], tuple[ReadProfile | None, Sequence[Problem]]]:
    """Reads the text of a profile without the lists that it names, each text once."""

    @cache
    def read(text: str) -> tuple[ReadProfile | None, Sequence[Problem]]:
        problems = Problems()
        _, found = inputs.profile_of_text(text, file, known, problems, as_of)
        return None if problems.error_count else found, tuple(problems.found)

    return read


class Beginning:
    """One profile in the making, kept in its file after each answer."""

    def __init__(self, path: Path, base: str, known: Knowledge, as_of: dt.date) -> None:
        """Take the text to begin with; it is that of the file where one is there."""
        self.path = path
        self.known = known
        self.kept = base if path.exists() else None
        self.answered = begun(base, known.questions, reader(known, str(path), as_of))

    @property
    def problems(self) -> Sequence[Problem]:
        """What is wrong in the text to begin with."""
        return self.answered.read(self.answered.base)[1]

    def ask(self, terminal: Terminal) -> None:
        """Ask what is open. Raises `StopAsking` where the person stops, `NotWrittenError`."""
        if self.answered.after(None):
            terminal.say(f"{HOW}\n\nYour answers are kept in {self.path}, and nowhere else.")
        self.answered = ask_first(self.answered, terminal, self.save)

    def save(self, answered: Answered) -> None:
        """Keep the answers so far. Raises `NotWrittenError` where the file cannot be written."""
        self.answered = answered
        if answered.text == self.kept:
            return
        refused = self._written(answered.text)
        if refused:
            raise NotWrittenError(refused)
        self.kept = answered.text

    def _written(self, text: str) -> str:
        """Write the text to its file; what is wrong where it cannot be written."""
        if self.kept is None:
            refused = write_new(self.path, text, OTHER)
            return refused or self._with_schema_beside()
        if profile_text(self.path, Problems()) != self.kept:
            return self._changed_meanwhile(text)
        return write_again(self.path, text)

    def _with_schema_beside(self) -> str:
        """Write the schema beside a new profile, unless a file of that name is there."""
        schema = self.path.with_name(SCHEMA)
        if not schema.exists():
            write_new(schema, dumps(profile_schema(self.known.vocabularies)), OTHER)
        return ""

    def _changed_meanwhile(self, text: str) -> str:
        """Keep the answers beside a file that somebody else has changed since."""
        other = beside(self.path, "answers")
        refused = write_new(other, text, OTHER)
        return refused or (
            f"{self.path}: this file was changed while you answered; it stays as it is\n"
            f"    Next step: your answers are in {other}; go on with: sitegen init {typed(other)}"
        )
