"""The values that stand in the cells of a table; each mistake is recorded at its cell.

None stands for what is empty and for what could not be read; the second is always recorded.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from sitegen.diagnostics import Problems, shorten
from sitegen.shape import Vocabulary
from sitegen.tables import Cell, Row, plain_words
from sitegen.tracks import named

SPECIALTY = ("specialty", "speciality", "field")
PROGRAM = ("program", "program name", "name")
VISAS: Mapping[str, tuple[str, ...]] = {
    "j1": ("j1", "j-1", "j1 visa", "j-1 visa"),
    "h1b": ("h1b", "h-1b", "h1-b", "h1b visa", "h-1b visa"),
}
"""Headings that several tables share."""

YES = {
    "yes", "y", "true", "t", "1", "x", "✓", "✔", "☑", "sponsored", "sponsors", "sponsor", "offered",
    "available", "accepted",
}  # fmt: skip
NO = {
    "no", "n", "false", "f", "0", "none", "✗", "✘", "not sponsored", "does not sponsor",
    "not offered", "not available", "not accepted",
}  # fmt: skip
UNSAID = {"?", "-", "–", "—", "n/a", "na", "unknown", "not known", "not stated", "silent", "tbd"}
"""Words that say nothing; they count as an empty cell."""

NO_LIMIT = {"no limit", "no minimum", "no maximum", "no cutoff", "not specified"}

_NUMBER = re.compile(
    r"(?P<bound>[≤≥]|[<>]=|=|min|minimum|max|maximum|at least|at most|up to|within)?\.? ?"
    r"(?P<number>-?[0-9]{1,6}(?:[.,][0-9]{1,6})?)(?P<plus>\+)? ?(?P<unit>[^0-9]*)"
)
_BOUNDS = {
    "least": ("≥", ">=", "min", "minimum", "at least"),
    "most": ("≤", "<=", "max", "maximum", "at most", "up to", "within"),
}
YEARS = range(2000, 2101)
"""Years of the days in lists: when a line was checked, somebody was asked, an interview is."""

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?: .*)?")
_NAMED = re.compile(
    r"(?:(?P<day>\d{1,2})[. -]+(?P<month>[a-z]{3,9})|(?P<month2>[a-z]{3,9})[. -]+(?P<day2>\d{1,2}))"
    r"[., -]+(?P<year>\d{4})"
)


@dataclass(frozen=True, slots=True)
class Span:
    """What a number may be, the units that may stand behind it, and which bound it tells."""

    low: float
    high: float
    units: tuple[str, ...] = ()
    bound: str = ""

    def takes(self, match: re.Match[str]) -> bool:
        """Whether a number as it was written fits."""
        value = float(match["number"].replace(",", "."))
        bounded = match["bound"] in (None, "=", *_BOUNDS.get(self.bound, ()))
        plus = match["plus"] is None or self.bound == "least"
        unit = match["unit"].rstrip(". ") in ("", *self.units)
        return bounded and plus and unit and self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Values:
    """Reads cells into values, with the words that are known and a place for mistakes."""

    problems: Problems
    vocabularies: Mapping[str, Vocabulary]

    def specialty(self, cell: Cell, code: str) -> str | None:
        """The id of a specialty. It may not be empty."""
        words = self.vocabularies["specialty"]
        found = named(cell.text, self.vocabularies).specialty
        if found is None:
            close = self.problems.nearest(code, cell.text, words.spellings)
            hint = (
                f'did you mean "{words.spellings[close]}"?' if close else "write its English name"
            )
            said = f"{shorten(cell.text)} is not a known specialty"
            self.problems.add(
                code, cell.place, said if cell.text else "the specialty is missing", hint
            )
        return found

    def state(self, cell: Cell, code: str) -> str | None:
        """The name of a state of the US, or None where nothing stands."""
        if not cell.text:
            return None
        words = self.vocabularies["state"]
        found = words.find(cell.text)
        if found is None:
            close = self.problems.nearest(code, cell.text, words.spellings)
            hint = f'did you mean "{words.spellings[close]}"?' if close else (
                "write its name or its two letters, or leave it empty"
            )  # fmt: skip
            said = f"{shorten(cell.text)} is not a known {words.noun}"
            self.problems.add(code, cell.place, said, hint)
        return found

    def needed(self, cell: Cell, what: str, code: str) -> str:
        """A text that may not be empty."""
        if not cell.text:
            self.problems.add(code, cell.place, f"the {what} is missing", f"write the {what}")
        return cell.text

    def truth(self, cell: Cell, name: str, code: str, empty: str) -> bool | None:
        """Yes or no, or None where nothing stands; `empty` says what that means."""
        said = cell.text.casefold()
        if said and said not in YES | NO | UNSAID:
            self.problems.add(
                code, cell.place, f"{name} says {shorten(cell.text)}",
                f"write yes, no, or leave it empty where {empty}",
            )  # fmt: skip
        return True if said in YES else False if said in NO else None

    def choice(self, cell: Cell, name: str, code: str, spellings: Mapping[str, str]) -> str | None:
        """One word of a closed list."""
        found = spellings.get(" ".join(cell.text.casefold().split()))
        if found is None:
            few = ", ".join(dict.fromkeys(spellings.values()))
            close = self.problems.nearest(code, cell.text, spellings)
            hint = f'did you mean "{spellings[close]}"?' if close else f"write one of: {few}"
            said = f"{name} says {shorten(cell.text)}" if cell.text else f"the {name} is missing"
            self.problems.add(code, cell.place, said, hint)
        return found

    def whole(self, cell: Cell, name: str, code: str, high: int, empty: str) -> int | None:
        """A whole number from 1 to `high`, or None where nothing stands."""
        if not cell.text:
            return None
        digits = re.fullmatch(r"#?([0-9]{1,6})(?:\.0*)?", cell.text)
        if not digits or not 1 <= int(digits[1]) <= high:
            self.problems.add(
                code, cell.place, f"{name} says {shorten(cell.text)}",
                f"write a whole number from 1 to {high:,}{empty}",
            )  # fmt: skip
            return None
        return int(digits[1])

    def number(self, cell: Cell, name: str, code: str, span: Span) -> float | None:
        """A number with a point or a comma, or None where nothing stands."""
        text = cell.text.casefold()
        if not text or text in UNSAID | NO_LIMIT:
            return None
        match = _NUMBER.fullmatch(text)
        if match and span.takes(match):
            return float(match["number"].replace(",", "."))
        self.problems.add(
            code, cell.place, f"{name} says {shorten(cell.text)}",
            f"write a number from {span.low:,g} to {span.high:,g}, or leave it empty",
        )  # fmt: skip
        return None

    def count(self, cell: Cell, name: str, code: str, span: Span) -> int | None:
        """A whole number, or None where nothing stands."""
        value = self.number(cell, name, code, span)
        if value is None or value.is_integer():
            return None if value is None else int(value)
        self.problems.add(
            code, cell.place, f"{name} says {shorten(cell.text)}",
            f"write a whole number from {span.low:,g} to {span.high:,g}, or leave it empty",
        )  # fmt: skip
        return None

    def word(self, cell: Cell, name: str, code: str, spellings: Mapping[str, str]) -> str | None:
        """One word of a closed list, or None where nothing stands. Signs between words are free."""
        text = cell.text.casefold()
        if not text or (text in UNSAID and text not in spellings):
            return None
        plain = plain_words(text)
        if plain in spellings:
            return spellings[plain]
        return self.choice(cell, name, code, spellings)

    def day(self, cell: Cell, name: str, code: str, of: str = "") -> dt.date | None:
        """A date, or None where nothing stands. What could be two dates is not guessed.

        `of` says what happened on that day, where a heading could be taken for a question.
        """
        text = cell.text.casefold()
        if not text or text in UNSAID or (of and text in NO):
            return None
        found = _days(text)
        late = next((day for day in found if day.year not in YEARS), None)
        if len(found) == 1 and not late:
            return found[0]
        said = f"{name} says {shorten(cell.text)}"
        if late:
            told = f"{said}; this must be a date from {YEARS[0]} to {YEARS[-1]}"
            hint = "check the year; it has four digits, such as 2027"
        elif found:
            told = f"{said}, which could be {found[0]} or {found[1]}"
            hint = f"write the year first: {found[0]}"
        elif of and text in YES:
            told = f"{said}, and the day is asked here"
            hint = f"write the day on which {of}, the year first: 2026-12-05; or leave it empty"
        else:
            told, hint = f"{said}, which is not a date", "write the year first: 2026-12-05"
        self.problems.add(code, cell.place, told, hint)
        return None

    def one_program(self, row: Row) -> tuple[str, str, str]:
        """What two lines have in common if they are about the same program."""
        specialty, state = row.text("specialty"), row.text("state")
        return (
            named(specialty, self.vocabularies).specialty or specialty.casefold(),
            row.text("program").casefold(),
            self.vocabularies["state"].find(state) or state.casefold(),
        )


def _days(text: str) -> list[dt.date]:
    """The days that a text can mean: one, none, or two where day and month may be exchanged."""
    if match := _YEAR_FIRST.fullmatch(text):
        return _real([(int(match[1]), int(match[2]), int(match[3]))])
    if match := _YEAR_LAST.fullmatch(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        # A full stop between the numbers is written only where the day comes first.
        orders = [(year, second, first)]
        if match[2] != ".":
            orders.append((year, first, second))
        return _real(orders)
    if match := _NAMED.fullmatch(text):
        month = (match["month"] or match["month2"])[:3]
        if month in MONTHS:
            day = int(match["day"] or match["day2"])
            return _real([(int(match["year"]), MONTHS.index(month) + 1, day)])
    return []


def _real(orders: list[tuple[int, int, int]]) -> list[dt.date]:
    found: dict[dt.date, None] = {}
    for year, month, day in orders:
        try:
            found[dt.date(year, month, day)] = None
        except ValueError:
            continue
    return list(found)
