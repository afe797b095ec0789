"""Problems in the user's files: what was found, where, and one next step.

Two kinds of failure exist. A mistake in a file is a `Problem`; all of them are gathered
and shown together. Everything else is a bug in sitegen and keeps its traceback.
"""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum

# Control characters, and signs that are invisible and turn or split the text around them.
UNFIT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


MOST_SHOWN = 50
"""So many problems of one code are printed; the others are counted."""

CLOSE = 0.6
"""The part of their letters that two words have in common if one may be meant for the other."""


class Severity(StrEnum):
    """How much a problem matters: an error stops the work, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file. Lines and columns count from 1; line 0 means the whole file.

    In a workbook, `sheet` is the name of a sheet, and line and column are those of a cell.
    """

    file: str
    line: int = 0
    column: int = 0
    sheet: str = ""

    def __str__(self) -> str:
        """The place as a compiler prints it, or a spreadsheet: `list.xlsx:Sheet1!B4`."""
        if self.sheet:
            cell = f"!{cell_name(self.line, self.column)}" if self.line else ""
            return f"{self.file}:{flatten(self.sheet, 40)}{cell}"
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a file, in the reader's words.

    `code` is stable and documented in `docs/problems.md`; `hint` is the one next step.
    `missing` is the name that is asked for here and stands nowhere, if that is the problem.
    """

    code: str
    location: Location
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    missing: str = ""

    @property
    def sort_key(self) -> tuple[str, str, int, int, str]:
        """Order by file, then by place in the file."""
        at = self.location
        return (at.file, at.sheet, at.line, at.column, self.message)


class UserFilesError(Exception):
    """The user's files cannot be used as they are; carries every problem found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems, sorted by place."""
        self.problems = tuple(sorted(problems, key=lambda problem: problem.sort_key))
        super().__init__("; ".join(f"{p.location}: {p.message}" for p in self.problems))


@dataclass(slots=True)
class Problems:
    """Gathers problems while a file is read, so that all are shown at once."""

    found: list[Problem] = field(default_factory=list)
    _counted: tuple[int, int] = (0, 0)
    _searched: Counter[str] = field(default_factory=Counter)

    def add(
        self, code: str, location: Location, message: str, hint: str = "", *, missing: str = ""
    ) -> None:
        """Record one error."""
        self.found.append(Problem(code, location, message, hint, missing=missing))

    def warn(self, code: str, location: Location, message: str, hint: str = "") -> None:
        """Record something worth knowing that stops nothing."""
        self.found.append(Problem(code, location, message, hint, Severity.WARNING))

    @property
    def errors(self) -> list[Problem]:
        """The problems that stop the work."""
        return [p for p in self.found if p.severity is Severity.ERROR]

    @property
    def warnings(self) -> list[Problem]:
        """The problems that do not."""
        return [p for p in self.found if p.severity is Severity.WARNING]

    @property
    def error_count(self) -> int:
        """How many problems stop the work; each problem is looked at once, however often asked."""
        at, errors = self._counted
        errors += sum(p.severity is Severity.ERROR for p in self.found[at:])
        self._counted = (len(self.found), errors)
        return errors

    def nearest(self, code: str, word: str, choices: Iterable[str]) -> str | None:
        """As `nearest`, for the next step of a problem; None after many problems of its code.

        Only `MOST_SHOWN` problems of a code are printed, and a search costs more than all else.
        """
        self._searched[code] += 1
        return nearest(word, choices) if self._searched[code] <= 4 * MOST_SHOWN else None

    def raise_errors(self) -> None:
        """Raise everything gathered, if any of it is an error."""
        if self.error_count:
            raise UserFilesError(self.found)


def cell_name(row: int, column: int) -> str:
    """A cell as spreadsheets name it; both count from 1.

    >>> cell_name(4, 28)
    'AB4'
    """
    letters = ""
    while column > 0:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return f"{letters}{row}"


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice that `word` was most likely meant to be, or None.

    A word much longer or shorter than a choice cannot be it: two words have twice their common
    letters, divided by all their letters, in common.
    """
    least, most = CLOSE / (2 - CLOSE) * len(word), (2 - CLOSE) / CLOSE * len(word)
    pool = {each.casefold(): each for each in choices if least <= len(each) <= most}
    close = get_close_matches(word.casefold(), pool, n=1, cutoff=CLOSE) if len(word) < 200 else []
    return pool[close[0]] if close else None


def shorten(text: str, limit: int = 60) -> str:
    """Quote a value found in a file, on one line and never longer than `limit`."""
    return f'"{flatten(text, limit)}"'


def flatten(text: str, limit: int = 60) -> str:
    """A value found in a file, on one line, visible, and never longer than `limit`."""
    flat = visible(" ".join(text[: 20 * limit].split()))
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"


def visible(text: str) -> str:
    """A text that is safe to print: no control characters, none that turn its direction."""
    return "".join("?" if UNFIT.match(ch) else ch for ch in text)


def typed(path: object) -> str:
    """A path as it is typed in a command: quoted where it has to be, and never like an option."""
    return shlex.quote(f"./{path}" if str(path).startswith("-") else str(path))


def _width(text: str) -> int:
    """How many columns a text takes in a terminal."""
    return sum(
        0 if unicodedata.combining(ch) or unicodedata.category(ch) in ("Mn", "Me", "Cf")
        else 2 if unicodedata.east_asian_width(ch) in ("W", "F")
        else 1
        for ch in text
    )  # fmt: skip


def describe(problem: Problem, rows: Sequence[str] = ()) -> str:
    """Word a problem as a compiler would: place, code, message, source line, caret, next step.

    `rows` are the lines of its file.

    >>> print(describe(Problem("P101", Location("a.yaml", 1, 1), "no such key"), ["nmae: Ana"]))
    a.yaml:1:1: P101 no such key
        nmae: Ana
        ^
    """
    mark = "warning: " if problem.severity is Severity.WARNING else ""
    lines = [f"{problem.location}: {mark}{problem.code} {problem.message}"]
    if 0 < problem.location.line <= len(rows) and not problem.location.sheet:
        row = rows[problem.location.line - 1]
        start = max(0, problem.location.column - 60)
        shown = visible(row[start : start + 100].replace("\t", " "))
        lines.append(f"    {shown}".rstrip())
        lines.append(" " * (4 + _width(shown[: problem.location.column - 1 - start])) + "^")
    if problem.hint:
        lines.append(f"    Next step: {problem.hint}")
    return "\n".join(lines)


def report(problems: Iterable[Problem], rows: Callable[[str], Sequence[str]]) -> Iterator[str]:
    """Word problems in their order: of each code `MOST_SHOWN`, then how many more there are.

    `rows` gives the lines of a file. The number of all errors stands last.
    """
    told = tuple(problems)
    number, shown = Counter(p.code for p in told), Counter[str]()
    for problem in told:
        code = problem.code
        shown[code] += 1
        if shown[code] <= MOST_SHOWN:
            yield describe(problem, rows(problem.location.file))
        elif shown[code] == MOST_SHOWN + 1:
            yield f"and {number[code] - MOST_SHOWN:,} more of this kind ({code})"
    errors = sum(p.severity is Severity.ERROR for p in told)
    if errors:
        yield f"{errors:,} {'problem' if errors == 1 else 'problems'} found."
