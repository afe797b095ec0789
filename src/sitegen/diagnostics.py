"""Problems in the user's files: what was found, where, and one next step.

Two kinds of failure exist. A mistake in a file is a `Problem`; all of them are gathered
and shown together. Everything else is a bug in sitegen and keeps its traceback.
"""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher, get_close_matches
from enum import StrEnum

from sitegen.patterns import regex
from sitegen.records import value_object

# Control characters, and signs that are invisible and turn or split the text around them.
UNFIT = regex(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)


MOST_SHOWN = 50
"""So many problems of one code are printed; the others are counted."""

CLOSE = 0.8
"""The part of their letters that two words have in common if one may be meant for the other."""

SHORT, CLOSE_IF_SHORT = 4, 0.75
"""Words of so few letters have this part in common after one slip."""

VERY_CLOSE = 0.9
"""So close are two words that may differ in their first letter, which people rarely mistake."""

TIED = 0.03
"""Two choices that differ no more than this in closeness are both offered, or none is."""

MOST_SPACES = 3
"""By so many a spelling with its spaces is looked for that is longer than a slip could be."""

_DIGITS = regex(r"[0-9]+")
_FIELD = regex(r"(.+)(?:ology|iatry|iatrics|pathy|graphy)")
_DENIES = {"not", "no", "non", "never", "without", "nor", "neither", "against", "dont", "doesnt"}
_OPPOSITES = (
    {"", "un", "in", "im", "ir", "il", "dis", "non", "de", "mis", "anti", "not", "no"},
    {"in", "ex", "out"},
    {"in", "de"},
    {"pre", "post"},
    {"over", "under"},
    {"up", "down"},
    {"inter", "intra"},
    {"hyper", "hypo"},
    {"north", "south"},
    {"nor", "sou"},
    {"east", "west"},
    {"ea", "we"},
)
"""Beginnings that turn a word round, each with those against which it does."""


class Severity(StrEnum):
    """How much a problem matters: an error stops the work, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@value_object
class Location:
    """A place in a file. Lines and columns count from 1; line 0 means the whole file.

    In a workbook, `sheet` is the name of a sheet, and line and column are those of a cell.
    """

    file: str
    line: int = 0
    column: int = 0
    sheet: str = ""

    def __lt__(self, other: Location) -> bool:
        """Whether it stands before another place."""
        mine = (self.file, self.line, self.column, self.sheet)
        return mine < (other.file, other.line, other.column, other.sheet)

    def __str__(self) -> str:
        """The place as a compiler prints it, or a spreadsheet: `list.xlsx:Sheet1!B4`."""
        if self.sheet:
            cell = f"!{cell_name(self.line, self.column)}" if self.line else ""
            return f"{self.file}:{flatten(self.sheet, 40)}{cell}"
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@value_object
class Edit:
    """What to type in the line of a problem, where only one thing can be meant.

    It stands at the place of the problem, or in `column` (from 1) of that line.
    """

    written: str
    instead: str
    column: int = 0


@value_object
class Problem:
    """One mistake in a file, in the reader's words.

    `code` is stable and documented in `docs/problems.md`; `hint` is the one next step.
    `missing` is the name that is asked for here and stands nowhere, if that is the problem.
    `edit` is there where the next step is one change of the text, and no other can be right.
    """

    code: str
    location: Location
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR
    missing: str = ""
    edit: Edit | None = None

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
        self,
        code: str,
        location: Location,
        message: str,
        hint: str = "",
        *,
        missing: str = "",
        edit: Edit | None = None,
    ) -> None:
        """Record one error."""
        self.found.append(Problem(code, location, message, hint, missing=missing, edit=edit))

    def warn(
        self,
        code: str,
        location: Location,
        message: str,
        hint: str = "",
        *,
        edit: Edit | None = None,
    ) -> None:
        """Record something worth knowing that stops nothing."""
        self.found.append(Problem(code, location, message, hint, Severity.WARNING, edit=edit))

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
        """As `nearest`, for the next step of a problem; None after many problems of its code."""
        found = self.near(code, word, choices)
        return found[0] if len(found) == 1 else None

    def near(self, code: str, word: str, choices: Iterable[str]) -> list[str]:
        """As `near`, for the next step of a problem; nothing after many problems of its code.

        Only `MOST_SHOWN` problems of a code are printed, and a search costs more than all else.
        """
        self._searched[code] += 1
        return near(word, choices) if self._searched[code] <= 4 * MOST_SHOWN else []

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

    As `near`; where two choices are as close, none is named.
    """
    found = near(word, choices)
    return found[0] if len(found) == 1 else None


def near(word: str, choices: Iterable[str]) -> list[str]:
    """The choices that `word` may have been meant to be: none, one, or two that are as close.

    A choice is never one that could mean the opposite, nor another word that only looks alike:
    each word of several has to be near its partner, and numbers have to be the same. A spelling
    without its spaces is left out where the one with them is there, for it hides its words. Of
    spellings of one value (where `choices` is a mapping), the closest counts.

    >>> near("Not invited", ["invited"]), near("included", ["excluded"]), near("Indai", ["India"])
    ([], [], ['India'])
    """
    if len(word) >= 200:
        return []
    plain = word.casefold().strip()
    cutoff = CLOSE if len(plain) > SHORT else CLOSE_IF_SHORT
    least, most = cutoff / (2 - cutoff) * len(plain), (2 - cutoff) / cutoff * len(plain)
    pool = {each.casefold(): each for each in choices if least <= len(each) <= most + MOST_SPACES}
    apart = {"".join(parts) for parts in map(_parts, pool) if len(parts) > 1}
    pool = {each: said for each, said in pool.items() if len(each) <= most and each not in apart}
    values = isinstance(choices, Mapping) and isinstance(next(iter(choices.values()), None), str)
    found: dict[str, float] = {}
    best: dict[str, str] = {}
    turned = [each for each in pool if len(plain) > SHORT and sorted(each) == sorted(plain)]
    for close in dict.fromkeys((*get_close_matches(plain, pool, n=4, cutoff=cutoff), *turned)):
        value = choices[pool[close]] if isinstance(choices, Mapping) and values else close
        if value not in best and _may_be(plain, close):
            best[value], found[value] = pool[close], _ratio(plain, close)
    top = max(found.values(), default=0)
    tied = [best[value] for value, ratio in found.items() if top - ratio <= TIED]
    return ([each for each in tied if each[:1].casefold() == plain[:1]] or tied)[:2]


def denies(words: Iterable[str]) -> bool:
    """Whether one of these words turns round what stands behind it."""
    return any(word.casefold() in _DENIES for word in words)


def _may_be(word: str, choice: str) -> bool:
    """Whether a word can be a slip for a choice of like letters."""
    mine, other = _parts(word), _parts(choice)
    if len([w for w in mine if w in _DENIES]) != len([w for w in other if w in _DENIES]):
        return False
    if _are_opposites("".join(mine), "".join(other)) or not (mine and other):
        return False
    counted, choices = _DIGITS.findall(word), _DIGITS.findall(choice)
    if counted and choices and counted != choices:
        return False  # another year, exam or visa, however alike the letters are
    if len(mine) != len(other):
        return _ratio("".join(mine), "".join(other)) >= VERY_CLOSE
    return all(_is_slip(a, b) for a, b in zip(mine, other, strict=True))


def _is_slip(word: str, choice: str) -> bool:
    if word == choice or max(len(word), len(choice)) < SHORT:
        return word == choice
    a, b = _FIELD.fullmatch(word), _FIELD.fullmatch(choice)
    if a and b and not _is_one_field(a[1].replace("ph", "f"), b[1].replace("ph", "f")):
        return False
    ratio = _ratio(word, choice)
    return (
        ratio >= CLOSE_IF_SHORT
        and (word[0] == choice[0] or ratio >= VERY_CLOSE)
        and not (_are_opposites(word, choice))
    )


def _is_one_field(stem: str, other: str) -> bool:
    """Whether two fields of medicine differ by a slip in what stands before their Greek end."""
    return sorted(stem) == sorted(other) or _ratio(stem, other) > CLOSE


def _are_opposites(word: str, choice: str) -> bool:
    """Whether two words differ in a beginning that turns one of them round."""
    same = 0
    while same < min(len(word), len(choice)) and word[-1 - same] == choice[-1 - same]:
        same += 1
    # The common end may reach into a beginning: of "inside" and "outside", "side" is the rest.
    ends = range(same, max(2, same - 3), -1)
    pairs = [{word[: len(word) - end], choice[: len(choice) - end]} for end in ends]
    return any(len(pair) == 2 and pair <= turned for pair in pairs for turned in _OPPOSITES)


def _parts(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.replace("'", "").replace("’", ""))


def _ratio(word: str, choice: str) -> float:
    """How alike two words are; with the same letters in another order, no less than `CLOSE`."""
    if len(word) > SHORT and sorted(word) == sorted(choice):
        return max(CLOSE, SequenceMatcher(None, choice, word).ratio())
    return SequenceMatcher(None, choice, word).ratio()


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
        0
        if unicodedata.combining(ch) or unicodedata.category(ch) in ("Mn", "Me", "Cf")
        else 2
        if unicodedata.east_asian_width(ch) in ("W", "F")
        else 1
        for ch in text
    )


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
