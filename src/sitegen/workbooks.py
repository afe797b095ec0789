"""Workbooks as spreadsheets save them, `.xlsx` and `.ods`: bytes in, sheets of texts out.

Nothing in a workbook is run or followed: of a formula, its kept result is read.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sitegen.diagnostics import UNFIT, Location, Problems
from sitegen.letters import named
from sitegen.patterns import regex
from sitegen.sheets import STARTS, Sheet, TooManyCellsError, Workbook, laid_out, number_text

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.styles import Font
    from openpyxl.worksheet.worksheet import Worksheet

MOST_XML = 40_000_000
MOST_UNPACKED = 200_000_000
MOST_PARTS = 5_000
"""Bytes and parts of a workbook after it is unpacked."""

_AS_CSV = "open it in your spreadsheet and save it there as .xlsx, .ods or CSV UTF-8"
_UNLOCK = "save a copy of it without a password in your spreadsheet, and name that"
_LESS = "keep the list in a workbook of its own, or save its sheet as CSV UTF-8"
_OTHERS = (
    ("xl/workbook.bin", "a binary workbook (.xlsb)"),
    ("word/document.xml", "a Word file"),
    ("ppt/presentation.xml", "a file of slides"),
    ("Index/Document.iwa", "a file of Numbers"),
)
_ZEROS = regex(r"0{2,}")
_LITERAL = regex(r'"[^"]*"|\\.|\[[^\]]*\]')


def read_workbook(raw: bytes, file: str, problems: Problems, asked: str = "") -> Workbook | None:
    """The sheets of a workbook, or None with the reason recorded; `asked` names one of them."""
    if raw.startswith(STARTS[1]):
        _old(raw, file, problems)
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            names = set(parts.namelist())
            if not _fits(parts, names, file, problems):
                return None
            sheets = _excel(raw) if "xl/workbook.xml" in names else _open_document(parts)
    except TooManyCellsError:
        _refuse(file, problems, "this workbook has too many cells", _LESS)
        return None
    except Exception as error:  # a library meets a broken file in ways that nobody can list
        if isinstance(error, (MemoryError, ImportError)):
            raise
        _refuse(file, problems, "this workbook is damaged and cannot be read", _AS_CSV)
        return None
    return Workbook(sheets, asked) if _shows(sheets, file, problems) else None


def _refuse(file: str, problems: Problems, told: str, hint: str) -> None:
    problems.add("Y107", Location(file), told, hint)


def _old(raw: bytes, file: str, problems: Problems) -> None:
    """Record a file of old Excel, or a new one that a password wraps into such a file."""
    if "EncryptedPackage".encode("utf-16-le") in raw:
        _refuse(file, problems, "this workbook is locked with a password", _UNLOCK)
    else:
        problems.add("Y105", Location(file), "this is an old Excel or Word file (.xls)", _AS_CSV)


def _fits(parts: zipfile.ZipFile, names: set[str], file: str, problems: Problems) -> bool:
    """Whether a zip file is a workbook that may be unpacked; the reason is recorded if not."""
    book = "xl/workbook.xml" in names
    sheet = b"spreadsheet" in parts.read("mimetype")[:80] if "mimetype" in names else False
    if not book and not (sheet and "content.xml" in names):
        other = next((what for part, what in _OTHERS if part in names), "a Word, Excel or zip file")
        problems.add("Y105", Location(file), f"this is {other}, not a list", _AS_CSV)
        return False
    sizes = {part.filename: part.file_size for part in parts.infolist()}
    xml = sum(int(size) for name, size in sizes.items() if name.endswith((".xml", ".rels")))
    total = sum(int(size) for size in sizes.values())
    if xml > MOST_XML or total > MOST_UNPACKED or len(sizes) > MOST_PARTS:
        said = f"unpacked, this workbook has {total:,} bytes in {len(sizes):,} parts"
        _refuse(file, problems, f"{said}; that is more than is read", _LESS)
        return False
    if book and b"purl.oclc.org/ooxml" in parts.read("xl/workbook.xml"):
        _refuse(file, problems, "this workbook is saved as Strict Open XML", _AS_CSV)
        return False
    if any(part.flag_bits & 1 for part in parts.infolist()) or _locked(parts, names):
        _refuse(file, problems, "this workbook is locked with a password", _UNLOCK)
        return False
    for name in names:
        if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in parts.open(name).read(2_000):
            _refuse(file, problems, "this workbook declares entities, as none does", _AS_CSV)
            return False
    return True


def _locked(parts: zipfile.ZipFile, names: set[str]) -> bool:
    listed = "META-INF/manifest.xml"
    return listed in names and b"encryption-data" in parts.read(listed)


def _shows(sheets: tuple[Sheet, ...], file: str, problems: Problems) -> bool:
    """Whether every cell can be shown; records those with signs that cannot."""
    before = problems.error_count
    for sheet in sheets:
        for line in sheet.lines:
            for text, (row, column) in zip(line.texts, line.starts, strict=True):
                sign = UNFIT.search(text)
                if sign:
                    problems.add(
                        "Y104",
                        Location(file, row, column, sheet.name),
                        f"an invisible character stands here ({named(sign.group())})",
                        "write this cell again by hand, without copying",
                    )
    return problems.error_count == before


def _open_document(parts: zipfile.ZipFile) -> tuple[Sheet, ...]:
    from sitegen.opendocument import read_sheets

    with parts.open("content.xml") as content:
        return read_sheets(content)


def _excel(raw: bytes) -> tuple[Sheet, ...]:
    """The sheets of an Excel workbook. A second look tells formulas, if there are any."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what is drawn, checked or linked, and not read here
        book = load_workbook(io.BytesIO(raw), data_only=True, keep_links=False)
        formulas = load_workbook(io.BytesIO(raw), keep_links=False) if _computes(raw) else None
    return tuple(
        _sheet(sheet, formulas[sheet.title] if formulas else None) for sheet in book.worksheets
    )


def _computes(raw: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/")]
        return any(re.search(rb"<f[ >]", parts.read(name)) for name in sheets)


def _sheet(sheet: Worksheet, formulas: Worksheet | None) -> Sheet:
    rows: dict[int, dict[int, str]] = {}
    # The public ways to walk over a sheet make a cell for each of a million empty places.
    for (row, column), cell in sheet._cells.items():
        text = shown(cell)
        if text:
            rows.setdefault(row, {})[column] = text
    for area in sheet.merged_cells.ranges:
        top = rows.get(area.min_row, {}).get(area.min_col, "")
        for row in rows if top and area.max_row > area.min_row else ():
            if area.min_row < row <= area.max_row:
                rows[row][area.min_col] = top
    hidden = {row for row, about in sheet.row_dimensions.items() if about.hidden}
    seen = {row: cells for row, cells in rows.items() if row not in hidden}
    concealed = len(rows) - len(seen)
    visible = sheet.sheet_state == "visible"
    return Sheet(sheet.title, laid_out(seen), visible, concealed, _unsolved(rows, formulas))


def _unsolved(
    rows: Mapping[int, Mapping[int, str]], formulas: Worksheet | None
) -> tuple[tuple[int, int], ...]:
    """Formulas without a result, where no formula of the sheet has one.

    Where some have one, the workbook was computed, and an empty result is what is seen.
    """
    cells = formulas._cells.items() if formulas else ()
    places = [at for at, cell in cells if cell.data_type == "f"]
    if any(rows.get(row, {}).get(column) for row, column in places):
        return ()
    return tuple(sorted(places))


def shown(cell: Cell | MergedCell) -> str:
    """The text of a cell as a person reads it; days year first, numbers with a point."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (int, float)):
        form = _LITERAL.sub("", str(cell.number_format).split(";")[0])
        digits = len(form) if _ZEROS.fullmatch(form) else 0
        return number_text(value, per_cent="%" in form, digits=digits)
    return str(value).strip()


def workbook_of(title: str, *rows: Sequence[str]) -> bytes:
    """An Excel workbook with one sheet, its first row in bold and always in sight; all is text."""
    from openpyxl import Workbook as Book
    from openpyxl.styles import Font

    book = Book(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows):
        sheet.append([_text_cell(sheet, text, Font(bold=not number)) for text in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _text_cell(sheet: Worksheet, text: str, font: Font) -> Cell:
    """A cell that no spreadsheet takes for a number, a day or a formula."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, text)
    cell.font, cell.number_format, cell.data_type = font, "@", "s"
    return cell
