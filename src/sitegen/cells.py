"""The values that stand in the cells of a table; each mistake is recorded at its cell.

None stands for what is empty and for what could not be read; the second is always recorded, once
for its kind, and costs no more than its cell. What is near to a known word is a slip that has to be
mended.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import field

from sitegen.amounts import Amount, Bound, amount
from sitegen.answers import NO_LIMIT, of_j1, said, says_nothing, signs_said
from sitegen.day_columns import DayColumn, DayReader, Window
from sitegen.diagnostics import Location, Problems, shorten
from sitegen.places import city_and_state, state_of
from sitegen.records import value_object
from sitegen.shape import Vocabulary
from sitegen.tables import Cell, Row, plain_words
from sitegen.tracks import NOT_PLANNED, SET_ASIDE, named, of_track, track_words

SPECIALTY = ("specialty", "speciality", "spec", "field")
PROGRAM = ("program", "program name", "programme", "program description", "name")
HOSPITAL = (
    *("hospital", "hosp", "hospital name", "institution", "institution name", "residency program"),
    *("program title", "sponsoring institution", "university"),
)
PROGRAM_SIGNS = ("program", "hospital", "institution", "medical center", "residency")
TRACKS: Mapping[str, tuple[str, ...]] = {
    "track": ("track", "program track", "track type", "position type"),
    "code": ("code", "program code", "nrmp code", "nrmp", "acgme id", "acgme code"),
}
"""Columns that tell two programs of one hospital apart."""
VISAS: Mapping[str, tuple[str, ...]] = {
    "j1": ("j1", "j-1", "j1 visa", "j-1 visa"),
    "h1b": ("h1b", "h-1b", "h1-b", "h1b visa", "h-1b visa"),
}
"""Headings that several tables share."""

CANNOT_BE = "which cannot be, so it counts as not known"
WRITE_SPECIALTY = "write a specialty of the Match by its English name"
ADD_SPECIALTY = (
    "write the specialty, or say it in the profile for all rows: "
    'list_specialty: "internal medicine"'
)
"""Next steps for a specialty that is not known, or missing."""


@value_object
class Span:
    """What a number may be, the unit it is kept in, and which bound it tells.

    `unit` is one of `amounts.FAMILIES`; `bound` is least, most or nothing.
    """

    low: float
    high: float
    unit: str = ""
    bound: str = ""

    def value(self, told: Amount) -> float | None:
        """The number that an amount means here, or None where it tells another bound."""
        if told.bound is Bound.NONE or told.bound.value == self.bound:
            return told.value
        if told.bound is Bound.ABOVE and self.bound == Bound.LEAST and told.value.is_integer():
            return told.value + 1
        below = told.bound is Bound.BELOW and self.bound == Bound.MOST
        return told.value if below else None


def _is_no_bound(text: str, span: Span) -> bool:
    """Whether a "none" says that there is no bound. Of attempts it could say that none is taken."""
    return text in ("none", "no") and (span.bound == Bound.LEAST or bool(span.bound and span.unit))


@value_object
class Values:
    """Reads cells into values, with the words that are known and a place for mistakes."""

    problems: Problems
    vocabularies: Mapping[str, Vocabulary]
    days: dict[Location, dt.date] = field(default_factory=dict)
    shares: dict[Location, float | None] = field(default_factory=dict)
    _left: dict[tuple[str, str, str, str], list[Cell]] = field(default_factory=dict)
    _slips: dict[str, str | None] = field(default_factory=dict)

    def leave(self, cell: Cell, name: str, code: str, what: str, hint: str) -> None:
        """Keep a cell that could not be read as not known; `tell_left` tells of its kind once."""
        self._left.setdefault((code, name, what, hint), []).append(cell)

    def tell_left(self) -> None:
        """One warning for each kind of cells that were left, with the first of them."""
        for (code, name, what, hint), cells in self._left.items():
            more = len(cells) - 1
            others = f" ({more} more such {'cell' if more == 1 else 'cells'})" if more else ""
            said = f"{name} says {shorten(cells[0].text)}" if cells[0].text else f"{name} is empty"
            self.problems.warn(code, cells[0].place, f"{said}, {what}{others}", hint)
        self._left.clear()

    def read_days(self, columns: Sequence[DayColumn], code: str, window: Window | None) -> None:
        """Read whole columns of days, so that the cells of each help one another."""
        self.days.update(DayReader(self.problems, code, window).read(columns))

    def specialty(self, cell: Cell, code: str) -> str | None:
        """The id of a specialty, which may not be missing; empty where nothing is planned for it.

        A row of such a program is set aside with a warning.
        """
        told, words = named(cell.text, self.vocabularies), self.vocabularies["specialty"]
        said = shorten(cell.text)
        if told.specialty:
            return told.specialty
        if told.other:
            what = f"{said} {NOT_PLANNED[told.other]}; its row is set aside"
            self.problems.warn(code, cell.place, what, SET_ASIDE)
            return ""
        if not cell.text:
            self.problems.add(code, cell.place, "the specialty is missing", ADD_SPECIALTY)
            return None
        close = self.problems.nearest(code, cell.text, words.spellings)
        hint = f"{WRITE_SPECIALTY}; delete a line about anything else, such as a fellowship"
        hint = f'did you mean "{words.spellings[close]}"?' if close else hint
        self.problems.add(code, cell.place, f"{said} is not a known specialty", hint)
        return None

    def specialty_of(self, row: Row, code: str) -> str | None:
        """The id of a row's specialty, with what its track says: a preliminary year is another."""
        found = self.specialty(row.cell("specialty"), code)
        kinds = track_words(row.text("track"), self.vocabularies) if row.text("track") else None
        return (of_track(found, kinds).specialty or found) if found and kinds else found

    def state(self, cell: Cell, code: str) -> str | None:
        """The name of a state of the US, or None where nothing stands."""
        if not cell.text:
            return None
        words = self.vocabularies["state"]
        found = state_of(cell.text, words) or city_and_state(cell.text, words)[1]
        heard = None if found else words.heard_as(cell.text)
        if heard and heard.means:
            told = f"which is read as {heard.means}"
            self.leave(cell, "state", code, told, "write the state if that is wrong")
            return heard.means
        if found is None:
            self._no_state(cell, code, heard.say if heard else "")
        return found

    def _no_state(self, cell: Cell, code: str, say: str) -> None:
        """Record a text that is no state: near to one a slip, else a state that is not known."""
        words = self.vocabularies["state"]
        if not say and cell.text not in self._slips:
            self._slips[cell.text] = self.problems.nearest(code, cell.text, words.spellings)
        if close := self._slips.get(cell.text):
            self.problems.add(
                code,
                cell.place,
                f"{shorten(cell.text)} is not a known {words.noun}",
                f'did you mean "{words.spellings[close]}"?',
            )
            return
        what = f"which is no known {words.noun}, so it counts as not known"
        hint = say or "write its name or its two letters, or leave it empty"
        self.leave(cell, "state", code, what, hint)

    def needed(self, cell: Cell, what: str, code: str) -> str:
        """A text that may not be empty."""
        if not cell.text:
            self.problems.add(code, cell.place, f"the {what} is missing", f"write the {what}")
        return cell.text

    def truth(self, cell: Cell, name: str, code: str, empty: str) -> bool | None:
        """Yes or no, or None where nothing stands; `empty` says what that means."""
        told = of_j1(cell.text) if name.endswith("j1") else said(cell.text)
        if told is None and cell.text and not says_nothing(cell.text):
            self.leave(
                cell,
                name,
                code,
                "which is neither yes nor no",
                f"write yes, no, or leave it empty where {empty}",
            )
        return told

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
        """A whole number from 1 to `high`, or None where nothing stands.

        `empty` says that the cell may be empty; without it, the number has to stand.
        """
        if says_nothing(cell.text):
            return None
        digits = re.fullmatch(r"#?([0-9]{1,6})(?:\.0*|st|nd|rd|th)?", cell.text.casefold())
        if digits and 1 <= int(digits[1]) <= high:
            return int(digits[1])
        hint = f"write a whole number from 1 to {high:,}{empty}"
        if empty:
            self.leave(cell, name, code, CANNOT_BE, hint)
        else:
            self.problems.add(code, cell.place, f"{name} says {shorten(cell.text)}", hint)
        return None

    def number(self, cell: Cell, name: str, code: str, span: Span) -> float | None:
        """A number with a point or a comma, or None where nothing stands."""
        text = cell.text.casefold()
        if not text or says_nothing(text) or text in NO_LIMIT or _is_no_bound(text, span):
            return None
        told = amount(text, span.unit)
        value = span.value(told) if told else None
        hint = f"write a number from {span.low:,g} to {span.high:,g}, or leave it empty"
        if value is None:
            self.leave(cell, name, code, "which is not read as a number", hint)
        elif not span.low <= value <= span.high:
            self.leave(cell, name, code, CANNOT_BE, hint)
            return None
        return value

    def count(self, cell: Cell, name: str, code: str, span: Span) -> int | None:
        """A whole number, or None where nothing stands."""
        value = self.number(cell, name, code, span)
        if value is None or value.is_integer():
            return None if value is None else int(value)
        hint = f"write a whole number from {span.low:,g} to {span.high:,g}, or leave it empty"
        self.leave(cell, name, code, CANNOT_BE, hint)
        return None

    def word(self, cell: Cell, name: str, code: str, spellings: Mapping[str, str]) -> str | None:
        """One word of a closed list, or None where nothing stands. Signs between words are free."""
        text = signs_said(cell.text).casefold()
        plain = plain_words(text)
        if plain in spellings or text in spellings:
            return spellings.get(plain) or spellings[text]
        if text and not says_nothing(text):
            few = ", ".join(dict.fromkeys(spellings.values()))
            close = None if said(text) is not None else self.problems.nearest(code, text, spellings)
            hint = f'did you mean "{spellings[close]}"?' if close else f"write one of: {few}"
            self.leave(cell, name, code, "which is not known here", hint)
        return None

    def one_program(self, row: Row) -> tuple[str, ...]:
        """What two lines have in common if they are about the same program."""
        specialty, state = row.text("specialty"), row.text("state")
        return (
            named(specialty, self.vocabularies).specialty or specialty.casefold(),
            row.text("program").casefold(),
            state_of(state, self.vocabularies["state"]) or state.casefold(),
            *(row.text(name).casefold() for name in TRACKS),
        )

    def told_apart(self, rows: Sequence[Row]) -> Mapping[Location, str]:
        """The names of programs that their track or code alone tells apart, with that behind."""
        alike: dict[tuple[str, ...], dict[str, Row]] = {}
        for row in rows:
            track = row.text("track") or row.text("code")
            alike.setdefault(self.one_program(row)[:3], {}).setdefault(track, row)
        return {
            row.place: f"{row.text('program')} ({track})"
            for found in alike.values()
            for track, row in found.items()
            if len(found) > 1 and track
        }
