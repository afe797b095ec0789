"""What a workbook holds, as a person sees it: sheets of lines, each cell a text with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from sitegen.csvtext import Line
from sitegen.patterns import regex
from sitegen.records import value_object

STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How a workbook begins: a zip file, or a file of old Excel, which may be a locked new one."""

MOST_CELLS = 4_000_000
"""Places of a sheet that are laid out, empty ones between others among them."""

_FILE_AND_SHEET = regex(r"(?P<file>.+\.(?:xlsx|xlsm|ods))!(?P<sheet>.+)", re.IGNORECASE)


class TooManyCellsError(Exception):
    """A sheet has more cells than are laid out."""


@value_object
class Sheet:
    """One sheet: its lines without blank ones, and what of it is not seen or not known.

    `concealed` counts rows that are hidden; they are not among the lines. `unsolved` are the row
    and the column of formulas without a kept result, counted from 1.
    """

    name: str
    lines: tuple[Line, ...]
    visible: bool = True
    concealed: int = 0
    unsolved: tuple[tuple[int, int], ...] = ()


@value_object
class Workbook:
    """The sheets of a workbook in their order, and the name of the one that is asked for."""

    sheets: tuple[Sheet, ...]
    asked: str = ""


Written: TypeAlias = str | Workbook
"""What a file of a list holds: CSV text, or a workbook."""


def file_and_sheet(text: str) -> tuple[str, str]:
    """The file and the sheet in `list.xlsx!Sheet 2`; the sheet is empty where none is named."""
    match = _FILE_AND_SHEET.fullmatch(text)
    return (match["file"], match["sheet"].strip(" '\"")) if match else (text, "")


def laid_out(rows: Mapping[int, Mapping[int, str]]) -> tuple[Line, ...]:
    """Lines out of the texts of cells by row and column, counted from 1.

    Raises `TooManyCellsError`.
    """
    _count(max(row, default=0) for row in rows.values())
    found = []
    for number in sorted(rows):
        row = rows[number]
        if any(row.values()):
            width = max(column for column, text in row.items() if text)
            texts = tuple(row.get(column, "") for column in range(1, width + 1))
            starts = tuple((number, column) for column in range(1, width + 1))
            found.append(Line(texts, starts))
    return tuple(found)


def _count(widths: Iterable[int]) -> None:
    if sum(int(width) for width in widths) > MOST_CELLS:
        raise TooManyCellsError


def number_text(value: float, *, per_cent: bool = False, digits: int = 0) -> str:
    """A number as a person reads it: no needless point, a per cent sign, leading zeros."""
    if per_cent:
        return f"{value * 100:.10g}%"
    if value == int(value) and abs(value) < 1e15:
        return str(int(value)).zfill(digits)
    return f"{value:.12g}"
