"""Blank sheets to write on: the same for everybody, with fields that readers let one fill.

PDFium types into a field as Chrome does, Poppler shows what another program filled in, and pdf.js
lists the fields as Firefox draws them.
"""

from __future__ import annotations

import ctypes
import json
import subprocess
from pathlib import Path
from typing import Any

import page as uachecker
import pikepdf
import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest

from sitegen.pdf import make, make_pdf
from tests.pdfreaders import READERS, chrome, firefox, letter_sizes, poppler, squeezed
from tests.sites import BOOK, SAMPLES, need_pdf_engine, pdfs, printed_page

pytestmark = pytest.mark.pdf

OTHER = next(sample for sample in SAMPLES if sample not in (BOOK, "radiology-h1b-only"))
"""A sample on the same paper as the first."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pdfs(tmp_path_factory.getbasetemp())[0]


@pytest.fixture(scope="module")
def path(folder: Path) -> Path:
    return folder / BOOK / "worksheets.pdf"


def fields(path: Path) -> dict[str, str]:
    """The fields of the page that the sheets were made from, each with what it is for."""
    found = printed_page(path).all("input", "textarea")
    return {e.attributes["name"]: e.attributes["title"] for e in found}


def test_they_hold_nothing_of_anybody(folder: Path, path: Path) -> None:
    """The same bytes for two people: only the size of the paper makes a difference."""
    for name in ("worksheets.pdf", "worksheets.html"):
        assert (folder / BOOK / name).read_bytes() == (folder / OTHER / name).read_bytes()
    assert path.read_bytes() != (folder / "radiology-h1b-only" / path.name).read_bytes()


def test_each_sheet_is_a_page_of_its_own(path: Path) -> None:
    titles = [h1.text for h1 in printed_page(path).all("h1")]
    assert chrome(path).bookmarks == [(title, n) for n, title in enumerate(titles, 1)]
    assert len(titles) == len(pdfium.PdfDocument(path)) == 5
    assert min(letter_sizes(path)) >= 9


def test_readers_see_the_same_sheets(path: Path) -> None:
    """PDFium tells no element in which only fields stand, so the other two are compared there."""
    first, second, third = poppler(path), chrome(path), firefox(path)
    assert first.kinds() == third.kinds() and first.kinds().count("Form") == len(fields(path))
    assert first.bookmarks == second.bookmarks == third.bookmarks
    assert [*map(sorted, first.texts)] == [*map(sorted, second.texts)]
    assert first.title == second.title == third.title
    assert uachecker.validate_pdf(path, profile="ua1").failures == []


def test_each_field_says_what_it_is_for(path: Path) -> None:
    """To screen readers, by its position in the table or by its question."""
    with pikepdf.open(path) as document:
        form: Any = document.Root.AcroForm
        told = {str(field.T): str(field.TU) for field in form.Fields}
        assert document.check_pdf_syntax() == []
    assert told == fields(path) and len(set(told.values())) == len(told) > 200


def test_chrome_lets_one_type_into_a_field(path: Path) -> None:
    document = pdfium.PdfDocument(path)
    document.init_forms()
    page, form = document[0], document.formenv
    left, low, right, top = (float(n) for n in first_field(path))
    low, top = sorted((low, top))
    x, y = (left + right) / 2, (low + top) / 2
    assert raw.FPDFPage_HasFormFieldAtPoint(form, page, x, y) == raw.FPDF_FORMFIELD_TEXTFIELD
    before = bytes(page.render(scale=1).buffer)
    raw.FORM_OnLButtonDown(form, page, 0, x, y)
    raw.FORM_OnLButtonUp(form, page, 0, x, y)
    words = "Neurology é".encode("utf-16-le") + b"\0\0"
    raw.FORM_ReplaceSelection(form, page, ctypes.cast(words, ctypes.POINTER(ctypes.c_ushort)))
    raw.FORM_ForceToKillFocus(form)
    after = bytes(page.render(scale=1).buffer)
    assert sum(a != b for a, b in zip(before, after, strict=True)) > 200


def first_field(path: Path) -> list[Any]:
    """The rectangle of the first field."""
    with pikepdf.open(path) as document:
        form: Any = document.Root.AcroForm
        return [float(n) for n in form.Fields[0].Rect]


def test_poppler_shows_what_was_filled_in(path: Path, tmp_path: Path) -> None:
    filled = tmp_path / "filled.pdf"
    with pikepdf.open(path) as document:
        form: Any = document.Root.AcroForm
        for number, field in enumerate(form.Fields):
            field.V = pikepdf.String(f"word{number}é")
        document.save(filled)
    command = ["pdftotext", "-raw", str(filled), "-"]
    shown = squeezed(subprocess.run(command, capture_output=True, check=True).stdout.decode())
    missing = [n for n in range(len(fields(path))) if f"word{n}é" not in shown]
    assert missing == []


def test_firefox_lists_each_field(path: Path) -> None:
    firefox(path)  # installs pdf.js, or does without the test
    command = ["node", str(READERS / "read.mjs"), str(path)]
    done = subprocess.run(command, capture_output=True, cwd=READERS, check=True)
    (told,) = json.loads(done.stdout)
    listed = {name: words for page in told["pages"] for name, words in page["fields"]}
    assert listed == fields(path)


def test_they_are_laid_out_once_for_each_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kept between runs. The same bytes as without; what is kept in part is made again."""
    need_pdf_engine()
    html = (
        '<!doctype html><html lang="en"><head><title>t</title></head><body><h1>h</h1>'
        '<input name="a" title="what a is for"></body></html>'
    )
    made = make.kept_pdf(html)
    monkeypatch.setattr(make, "make_pdf", lambda *arguments: pytest.fail("laid out again"))
    assert make.kept_pdf(html) == made == make_pdf(html, None)
    for kept in ({}, [], {"data": "x", "unshown": [], "notes": []}, None):
        with pytest.raises(ValueError):
            make._form(kept)
