"""The sheets of an OpenDocument workbook (`.ods`), out of its one part that holds cells.

Read with the standard library: of the libraries for this format, one has had no release for years
and leaves repeated and merged cells to its caller, the others need a compiled XML library.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element, iterparse

from sitegen.sheets import MOST_CELLS, Sheet, TooManyCellsError, laid_out, number_text

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_NOT_TEXT = (f"{_OFFICE}annotation", f"{_TABLE}table")


def read_sheets(content: IO[bytes]) -> tuple[Sheet, ...]:
    """Every sheet, in order. Raises `ParseError`, `ValueError` and `TooManyCellsError`."""
    found: list[Sheet] = []
    concealed_styles: set[str] = set()
    sheet: _Sheet | None = None
    depth = 0
    for event, node in iterparse(content, events=("start", "end")):
        if node.tag == f"{_TABLE}table":
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 1:
                sheet = _Sheet(node.get(f"{_TABLE}name", ""), node.get(f"{_TABLE}style-name", ""))
            elif depth == 0 and sheet:
                found.append(sheet.done(concealed_styles))
                sheet = None
                node.clear()
        elif event == "end" and node.tag == f"{_TABLE}table-row" and sheet and depth == 1:
            sheet.add(node)
            node.clear()
        elif event == "end" and node.tag == f"{_STYLE}style" and _conceals(node):
            concealed_styles.add(node.get(f"{_STYLE}name", ""))
    return tuple(found)


def _conceals(style: Element) -> bool:
    return any(part.get(f"{_TABLE}display") == "false" for part in style)


class _Sheet:
    """Gathers the rows of one sheet."""

    def __init__(self, name: str, style: str) -> None:
        self.name = name
        self.style = style
        self.rows: dict[int, dict[int, str]] = {}
        self.merged: dict[int, tuple[int, str]] = {}
        self.unsolved: list[tuple[int, int]] = []
        self.concealed = 0
        self.next_row = 1
        self.cells = 0

    def add(self, node: Element) -> None:
        """Take one row, as often as it is repeated."""
        row = self._row(node)
        times = _times(node, "rows") if row else 0
        self.cells += times * max(row, default=0)
        if self.cells > MOST_CELLS:
            raise TooManyCellsError
        hidden = node.get(f"{_TABLE}visibility", "visible") != "visible"
        for number in range(self.next_row, self.next_row + times):
            if hidden:
                self.concealed += 1
            else:
                self.rows[number] = row
        self.next_row += _times(node, "rows")

    def _row(self, node: Element) -> dict[int, str]:
        """The texts of the cells of a row by column; a merged cell is read in each of its rows."""
        found: dict[int, str] = {}
        column = 1
        for cell in _cells(node):
            times = _times(cell, "columns")
            text = cell_text(cell)
            left, above = self.merged.pop(column, (0, ""))
            if cell.tag == _CELLS[1] and left and not text:
                text = above
            else:
                left = int(cell.get(f"{_TABLE}number-rows-spanned", "1"))
            if left > 1 and text:
                self.merged[column] = (left - 1, text)
            if text:
                found |= dict.fromkeys(range(column, column + min(times, MOST_CELLS)), text)
            elif cell.get(f"{_TABLE}formula") and not _solved(cell):
                self.unsolved.append((self.next_row, column))
            column += times
        return found

    def done(self, concealed_styles: set[str]) -> Sheet:
        """The finished sheet."""
        visible = self.style not in concealed_styles
        lines = laid_out(self.rows)
        return Sheet(self.name, lines, visible, self.concealed, tuple(self.unsolved))


def _cells(row: Element) -> Iterator[Element]:
    return (cell for cell in row if cell.tag in _CELLS)


def _times(node: Element, what: str) -> int:
    return max(1, int(node.get(f"{_TABLE}number-{what}-repeated", "1")))


def _solved(cell: Element) -> bool:
    """Whether the result of a formula is kept; an empty text is one."""
    return any(name.endswith("}value-type") for name in cell.attrib)


def cell_text(cell: Element) -> str:
    """A cell as a person reads it; days year first, numbers with a point."""
    kind = cell.get(f"{_OFFICE}value-type", "")
    text = "\n".join(_paragraph(each) for each in cell if each.tag == f"{_TEXT}p").strip()
    if kind == "date":
        day, _, time = cell.get(f"{_OFFICE}date-value", text).partition("T")
        return f"{day} {time[:5]}" if time.strip("0:.") else day
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value", text).upper()
    if kind in ("float", "percentage", "currency") and text.upper() not in ("TRUE", "FALSE"):
        value = float(cell.get(f"{_OFFICE}value", ""))
        digits = len(text) if text.isdecimal() and text.startswith("0") else 0
        return number_text(value, per_cent=kind == "percentage", digits=digits)
    return text


def _paragraph(node: Element) -> str:
    """The text of a paragraph, with its spaces and line ends, without notes beside it."""
    parts = [node.text or ""]
    for part in node:
        if part.tag == f"{_TEXT}s":
            parts.append(" " * min(int(part.get(f"{_TEXT}c", "1")), 100))
        elif part.tag in (f"{_TEXT}line-break", f"{_TEXT}tab"):
            parts.append(" ")
        elif part.tag not in _NOT_TEXT:
            parts.append(_paragraph(part))
        parts.append(part.tail or "")
    return "".join(parts)
