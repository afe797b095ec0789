"""How a list was understood: its columns, each with what it means and two of its cells.

Made once while a list is read; commands and pages show it and look at no table themselves.
"""

from __future__ import annotations

from sitegen.diagnostics import shorten
from sitegen.records import value_object
from sitegen.sheets import Workbook, Written
from sitegen.tables import GIVEN, MOST_GUESSED, Table

LOOKED_AT = 1_000
"""Lines in which examples are looked for."""
EXAMPLES = 2


@value_object(kw_only=True)
class ColumnRead:
    """One heading as it is written, and the column that it means; None if it is not read.

    Where `sure` is False the meaning is in doubt, and nothing below the heading is used. `told`
    says that the cells, and not the words alone, settled it. `near` names the column whose words
    the heading has, where its cells are others. `examples` are cells in quotes.
    """

    title: str
    column: str | None
    sure: bool
    told: bool
    near: str
    examples: tuple[str, ...]

    @property
    def doubtful(self) -> bool:
        """Whether a column is meant only perhaps."""
        return self.column is not None and not self.sure

    @property
    def meant(self) -> str:
        """The column in the words of a command."""
        if self.column is None:
            return f"not read (not {self.near})" if self.near else "not read"
        if self.doubtful:
            return f"{self.column}? (in doubt)"
        return f"{self.column} (by its cells)" if self.told else self.column


@value_object(kw_only=True)
class Understanding:
    """One list: what it is, where it stands, its columns, and how much of it was read.

    `rows` counts the lines below the headings that could be rows, `used` the rows that were read.
    `columns` leaves out those without a heading and without a cell. `sheet` is the name of a sheet
    of a workbook, and `asked` that of the sheet that was asked for, if any was. `given` is the
    specialty that was told for rows that name none.
    """

    noun: str
    file: str
    sheet: str
    asked: str
    given: str
    columns: tuple[ColumnRead, ...]
    rows: int
    used: int

    @property
    def place(self) -> str:
        """The file as a command takes it, with its sheet where one was named."""
        return f"{self.file}!{self.asked}" if self.asked else self.file

    @property
    def read(self) -> int:
        """How many columns are read."""
        return sum(each.column is not None and each.sure for each in self.columns)

    @property
    def doubts(self) -> int:
        """How many columns are in doubt."""
        return sum(each.doubtful for each in self.columns)

    @property
    def left(self) -> int:
        """How many columns with a heading are not read, and not in doubt either."""
        return sum(each.column is None and bool(each.title) for each in self.columns)


def understanding_of(table: Table, noun: str, used: int, written: Written) -> Understanding:
    """How a table was understood, of which so many rows were used; `written` is its whole file."""
    columns = (
        ColumnRead(
            title=each.title,
            column=each.column,
            sure=each.sure,
            told=each.told,
            near=each.near,
            examples=examples(table, i) if i < MOST_GUESSED else (),
        )
        for i, each in enumerate(table.headings)
    )
    return Understanding(
        noun=noun,
        file=table.file,
        sheet=table.sheet,
        given=table.beside if table.told_by == GIVEN else "",
        asked=written.asked if isinstance(written, Workbook) else "",
        columns=tuple(each for each in columns if each.title or each.examples),
        rows=table.count,
        used=used,
    )


def examples(table: Table, at: int) -> tuple[str, ...]:
    """Two different cells of a column, in quotes; none where all are empty."""
    found: dict[str, None] = {}
    for line in table.lines[:LOOKED_AT]:
        if at < len(line.texts) and (text := line.text(at)):
            found[shorten(text, 24)] = None
        if len(found) == EXAMPLES:
            break
    return tuple(found)
