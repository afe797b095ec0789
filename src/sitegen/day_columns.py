"""Columns of days: what a cell leaves open is settled by the season and by the other cells.

What nothing settles is asked once for a column, and every next step that is offered is accepted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from sitegen.answers import NO, YES, says_nothing
from sitegen.days import YEARS, Order, Written, order_of, written
from sitegen.diagnostics import Location, Problems, shorten
from sitegen.records import value_object
from sitegen.tables import Cell

A_YEAR = dt.timedelta(days=365)


@value_object
class Window:
    """The days on which interviews of a season can be: from `opens` to `closes`, if known."""

    season: int
    opens: dt.date
    closes: dt.date | None

    @property
    def last(self) -> dt.date:
        """The last day that belongs to the season, also where its end is not known."""
        return self.closes or self.opens + A_YEAR

    def other_year(self, day: dt.date) -> str:
        """The next step where the same day of another year is in the season; empty if none is."""
        years = [year for year in (self.season - 1, self.season) if year in YEARS]
        near = [dt.date(y, day.month, day.day) for y in years if (day.month, day.day) != (2, 29)]
        fits = [each for each in near if self.opens <= each <= self.last]
        if not fits:
            return ""
        return f"if the year is a slip, write {fits[0]}; else correct the season in your profile"


@value_object
class DayColumn:
    """The cells of one column. `of` says what happened on that day, where a yes could stand."""

    name: str
    cells: Sequence[Cell]
    of: str = ""


@value_object
class DayReader:
    """Reads the columns of days of one table; `code` is the code of what is wrong with a day."""

    problems: Problems
    code: str
    window: Window | None = None

    def read(self, columns: Sequence[DayColumn]) -> Mapping[Location, dt.date]:
        """The day of each cell that tells one, by its place."""
        told = {column.name: self._told(column) for column in columns}
        every = order_of(w for cells in told.values() for _, w in cells)
        found: dict[Location, dt.date] = {}
        for column in columns:
            cells = told[column.name]
            order = order_of(w for _, w in cells) or every
            settled = [(cell, w.by(order) if order else w) for cell, w in cells]
            found |= self._days(column, settled)
        return found

    def _told(self, column: DayColumn) -> list[tuple[Cell, Written]]:
        """What each cell that says something can mean in this season."""
        return [
            (cell, self._narrowed(written(cell.text, self._years)))
            for cell in column.cells
            if cell.text
            and not says_nothing(cell.text)
            and not (column.of and cell.text.casefold() in NO)
        ]

    @property
    def _years(self) -> tuple[int, ...]:
        return (self.window.season - 1, self.window.season) if self.window else ()

    def _narrowed(self, told: Written) -> Written:
        if self.window is None:
            return told
        opens, last = self.window.opens, self.window.last
        return told.within(opens, last).within(opens - A_YEAR, last)

    def _days(
        self, column: DayColumn, cells: Iterable[tuple[Cell, Written]]
    ) -> dict[Location, dt.date]:
        found: dict[Location, dt.date] = {}
        open_, several, words = [], [], []
        for cell, told in cells:
            late = [day for day, _ in told.days if day.year not in YEARS]
            if told.impossible or (late and len(late) == len(told.days)):
                self._refused(column, cell, bool(late))
            elif not told.days:
                words.append(cell)
            elif told.either or len({day for day, _ in told.days}) > 1:
                open_.append((cell, told))
            else:
                found[cell.place] = told.days[0][0]
                several += [cell] if told.several else []
        self._ask(column, open_)
        self._note_words(column, words)
        if several:
            self._warn(
                several,
                f"{column.name} says {shorten(several[0].text)}; the first day is read",
                "give another day a line or a note of its own",
            )
        return found

    def _refused(self, column: DayColumn, cell: Cell, late: bool) -> None:
        said = f"{column.name} says {shorten(cell.text)}"
        if late:
            told = f"{said}; this must be a date from {YEARS[0]} to {YEARS[-1]}"
            hint = "check the year; it has four digits, such as 2027"
        else:
            told, hint = f"{said}, which is not a date", f"write the year first: {self.example}"
        self.problems.add(self.code, cell.place, told, hint)

    def _ask(self, column: DayColumn, cells: Sequence[tuple[Cell, Written]]) -> None:
        """One question for all cells that can mean several days."""
        if not cells:
            return
        first, told = cells[0]
        days = list(dict.fromkeys(day for day, _ in told.days))
        if told.either and len(days) == 1:
            what, hint = "which names several days", f"write the one that holds: {days[0]}"
        else:
            what = f"which could be {days[0]} or {days[1]}"
            hint = f"write the year first: {days[0]}"
            if told.orders >= {*Order} and len(cells) > 1:
                hint += "; one such day tells how the others are meant"
        if self.window and not any(self.window.opens <= d <= self.window.last for d in days):
            hint = "check the year, or the season in your profile"
        self._warn(
            [cell for cell, _ in cells],
            f"{column.name} says {shorten(first.text)}, {what}",
            f"{hint}; until then the day is not known",
        )

    def _note_words(self, column: DayColumn, cells: Sequence[Cell]) -> None:
        yes = [cell for cell in cells if column.of and cell.text.casefold() in YES]
        if yes:
            self._warn(
                yes,
                f"{column.name} says {shorten(yes[0].text)}, and the day is asked here",
                f"write the day on which {column.of}, the year first: {self.example}; or leave it "
                "empty",
            )
        words = [cell for cell in cells if cell not in yes]
        if words:
            self._warn(
                words,
                f"{column.name} says {shorten(words[0].text)}, which is not a date",
                f"write the year first: {self.example}; or leave it empty",
            )

    def _warn(self, cells: Sequence[Cell], message: str, hint: str) -> None:
        more = f" (and {len(cells) - 1} more such cells)" if len(cells) > 1 else ""
        more = more.replace("1 more such cells", "1 more such cell")
        self.problems.warn(self.code, cells[0].place, message + more, hint)

    @property
    def example(self) -> dt.date:
        """A day that is accepted here."""
        if self.window is None:
            return _EXAMPLE
        first = self.window.opens.year
        return dt.date(first, 12, 5) if first in YEARS else dt.date(first + 1, 1, 5)


_EXAMPLE = dt.date(2026, 12, 5)
