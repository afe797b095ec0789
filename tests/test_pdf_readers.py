"""The PDF as people's readers see it: Poppler, PDFium and pdf.js agree with each other.

They read every sample's PDF once, two seconds for each. Whether a file is whole is also read from
its own bytes, and PDF/UA-1 is judged by a checker of its own.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import page as uachecker
import pikepdf
import pytest

from sitegen.pdf import make_pdf, structure
from tests.pdfreaders import Seen, chrome, firefox, poppler, squeezed, tagged_words
from tests.sites import BOOK, SAMPLES, need_pdf_engine, pdfs, printed_page

pytestmark = pytest.mark.pdf

HEADINGS = ("h1", "h2", "h3", "h4")
DAY = dt.date(2026, 11, 22)
FILES = (
    *(f"{sample}/plan" for sample in SAMPLES),
    *(f"{sample}/handout" for sample in SAMPLES[:2]),
    f"{BOOK}/book",
)
LEAST = {
    "plan.pdf": (30, 20, 5, 600),
    "handout.pdf": (8, 1, 0, 100),
    "book.pdf": (100, 200, 20, 3_000),
}
"""So many bookmarks, links inside and outside, and elements each document has at least."""

TITLES = {
    "handout.pdf": "Backup specialty plan on two pages",
    "plan.pdf": "Backup specialty plan",
    "book.pdf": "Backup specialty plan with every detail",
}

SMALL = """<!doctype html><html lang="en"><head><title>Small · Zoë</title>
<meta name="author" content="Zoë"></head><body><h1>Head</h1>
<p>One <b>bold</b> word, a <a href="https://example.org/x">link</a> and <a href="#t">more</a>.</p>
<ul style="columns: 2"><li>first</li><li>second<ul><li>inner</li></ul></li></ul>
<dl><div><dt>term</dt><dd>meaning</dd></div></dl>
<p><svg width="20" height="20" viewBox="0 0 9 9"><title>Square</title><desc>It is red.</desc>
<rect width="9" height="9"/></svg>
<svg width="20" height="20" viewBox="0 0 9 9" aria-hidden="true"><path d="M0 0h9v9"/></svg></p>
<table id="t"><caption>Cap</caption>
<thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead>
<tbody><tr><th scope="row">r</th><td>1</td></tr></tbody></table></body></html>"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with one of everything that a plan's pages hold."""
    need_pdf_engine()
    path = tmp_path_factory.mktemp("small") / "small.pdf"
    path.write_bytes(make_pdf(SMALL, DAY).data)
    return path


@pytest.fixture(scope="module", params=FILES)
def path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF of a sample."""
    return pdfs(tmp_path_factory.getbasetemp())[0] / f"{request.param}.pdf"


@functools.cache
def seen(path: Path) -> tuple[Seen, Seen, Seen]:
    return poppler(path), chrome(path), firefox(path)


# --- What readers see ----------------------------------------------------------------------


def test_every_reader_shows_title_author_and_language(path: Path) -> None:
    profile = json.loads((path.parent / "plan.json").read_text("utf-8"))["profile"]
    name = profile["applicant"]["name"]
    for reader in seen(path):
        kind, _, whose = reader.title.partition(" · ")
        assert kind == TITLES[path.name] and (whose, reader.author) == (name, name)
        assert reader.language in ("en", None)
    assert [reader.language for reader in seen(path)[1:]] == ["en", "en"]


def test_every_reader_shows_the_same_bookmarks(path: Path) -> None:
    first, *others = (reader.bookmarks for reader in seen(path))
    assert len(first) >= LEAST[path.name][0]
    assert all(1 <= number <= len(seen(path)[0].texts) for _, number in first)
    assert others == [first, first]


def test_every_reader_shows_the_same_words_on_each_page(path: Path) -> None:
    readers = seen(path)
    assert len({len(reader.texts) for reader in readers}) == 1
    for number, texts in enumerate(zip(*(r.texts for r in readers), strict=True), 1):
        assert len(texts[0]) > 40, f"page {number} is empty"
        letters = [Counter(text) for text in texts]
        assert letters[0] == letters[1] == letters[2], f"page {number}"


def test_every_reader_follows_the_same_links(path: Path) -> None:
    first, second, third = seen(path)
    assert first.outside == second.outside == third.outside
    assert second.inside == third.inside and second.inside
    leads = [number for numbers in second.inside for number in numbers]
    assert len(leads) >= LEAST[path.name][1]
    assert all(1 <= number <= len(second.texts) for number in leads)
    assert sum(map(len, first.outside)) >= LEAST[path.name][2]


def test_every_reader_sees_the_same_structure(path: Path) -> None:
    first, second, third = seen(path)
    assert len(first.elements) >= LEAST[path.name][3]
    assert first.kinds() == second.kinds()
    assert second.elements == third.elements
    assert second.pictures == third.pictures


def test_poppler_reads_the_same_words_in_each_element(small: Path) -> None:
    """On a small page, for it takes its time."""
    first, second, third = poppler(small, with_words=True), chrome(small), firefox(small)
    assert first.elements == second.elements == third.elements
    told = " ".join(f"{kind}={text}" if text else kind for kind, text in first.elements)
    assert told == (
        "H1=Head P=Oneboldword,aand. Link=link Link=more "
        "L LI Lbl=• LBody=first LI Lbl=• LBody=second L LI Lbl=◦ LBody=inner "
        "L LI LBody=term LI LBody=meaning P Figure "
        "Table Caption=Cap THead TR TH=A TH=B TBody TR TH=r TD=1"
    )
    assert second.pictures == third.pictures == ["Square. It is red."]


# --- What a screen reader tells ------------------------------------------------------------


def test_headings_are_those_of_the_page(path: Path) -> None:
    root = printed_page(path)
    wanted = [(e.tag.upper(), squeezed(e.text)) for e in root.walk() if e.tag in HEADINGS]
    told = [(kind, text) for kind, text in seen(path)[1].elements if kind.lower() in HEADINGS]
    assert len(told) >= LEAST[path.name][0]
    assert [kind for kind, _ in told] == [kind for kind, _ in wanted]
    for (_, text), (_, whole) in zip(told, wanted, strict=True):
        assert text in whole


def test_each_picture_is_told_and_ornaments_are_not(path: Path) -> None:
    """By its title and its description; a picture that says nothing has to say so."""
    root = printed_page(path)
    pictures = [e for e in root.all("svg") if e.attributes.get("aria-hidden") != "true"]
    told = seen(path)[1].pictures
    assert told is not None and len(told) == len(pictures)
    for text, picture in zip(told, pictures, strict=True):
        title, more = (next(iter(picture.all(name))).text for name in ("title", "desc"))
        assert squeezed(title).rstrip(".") in squeezed(text) and squeezed(more) in squeezed(text)
        assert len(text) > 40


def test_all_but_the_running_heads_is_told(path: Path) -> None:
    texts = seen(path)[1].texts
    for number, (text, told) in enumerate(zip(texts, tagged_words(path), strict=True), 1):
        silent = Counter(text) - Counter(told)
        foot = f"Page {number} of {len(texts)}"
        assert path.name == "handout.pdf" or not Counter(squeezed(foot)) - silent
        assert sum(silent.values()) < 220, f"page {number}: {silent}"


# --- The file ------------------------------------------------------------------------------


def entries(data: bytes) -> Iterator[tuple[int, tuple[int, int, int]]]:
    """The table of objects at the end of a file: for each object its kind and two numbers."""
    start = int(data.rsplit(b"startxref", 1)[1].split()[0])
    head, _, rest = data[start:].partition(b"stream\n")
    told = dict(re.findall(rb"/(Size|Length) (\d+)", head))
    widths = [int(n) for n in re.search(rb"/W \[(.*?)\]", head)[1].split()]  # type: ignore[index]
    table = zlib.decompress(rest[: int(told[b"Length"])])
    assert len(table) == int(told[b"Size"]) * sum(widths)
    for number in range(int(told[b"Size"])):
        line = table[number * sum(widths) :][: sum(widths)]
        ends = [sum(widths[:n]) for n in range(4)]
        fields = [int.from_bytes(line[a:b], "big") for a, b in pairwise(ends)]
        yield number, (fields[0], fields[1], fields[2])


def held(data: bytes, offset: int) -> tuple[list[int], bytes]:
    """The numbers of the objects in an object stream, and their text."""
    head, _, rest = data[offset:].partition(b"stream\n")
    told = dict(re.findall(rb"/(N|First|Length) (\d+)", head))
    text = zlib.decompress(rest[: int(told[b"Length"])])
    numbers = text[: int(told[b"First"])].split()[::2]
    assert len(numbers) == int(told[b"N"])
    return [int(n) for n in numbers], text


def wrong_entries(data: bytes) -> list[int]:
    """Objects that do not stand where the table of objects says."""
    table = dict(entries(data))
    streams: dict[int, list[int]] = {}
    wrong = []
    for number, (kind, place, index) in table.items():
        if kind == 2:
            if place not in streams:
                streams[place] = held(data, table[place][1])[0]
            if index >= len(streams[place]) or streams[place][index] != number:
                wrong.append(number)
        elif kind == 1 and not data[place:].startswith(b"%d %d obj" % (number, index)):
            wrong.append(number)
    assert len(table) > 20
    return wrong


def test_each_object_stands_where_the_table_says(path: Path) -> None:
    data = path.read_bytes()
    table = dict(entries(data))
    assert wrong_entries(data) == []
    assert [n for n, (kind, _, _) in table.items() if kind == 0] == [0]
    (packed,) = {place for kind, place, _ in table.values() if kind == 2}
    named = {int(n) for n in re.findall(rb"\b(\d+) 0 R", held(data, table[packed][1])[1])}
    assert named and named <= set(table)


def test_qpdf_finds_no_fault(path: Path) -> None:
    with pikepdf.open(path) as document:
        assert document.check_pdf_syntax() == []


def test_a_file_with_a_wrong_table_is_caught(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Objects set free are counted by the engine's writer but not written."""

    def set_free(pdf: Any, dropped: set[bytes]) -> None:
        for thing in pdf.objects:
            if thing.reference in dropped:
                thing.free = "f"

    monkeypatch.setattr(structure, "_take_out", set_free)
    faulty = tmp_path / "faulty.pdf"
    faulty.write_bytes(make_pdf(SMALL, DAY).data)
    assert wrong_entries(small.read_bytes()) == []
    assert len(wrong_entries(faulty.read_bytes())) > 10
    assert not agree(faulty) and agree(small)


def agree(path: Path) -> bool:
    """Whether the readers see the same document, and see one at all."""
    try:
        first, second, third = poppler(path), chrome(path), firefox(path)
    except Exception:
        return False
    return first.kinds() == second.kinds() == third.kinds() and first.title == third.title


# --- PDF/UA --------------------------------------------------------------------------------


def failures(path: Path) -> set[str]:
    """What the checker of PDF/UA-1 finds, by its names."""
    report = uachecker.validate_pdf(path, profile="ua1")
    assert report.rules.total > 90
    assert report.is_compliant == (report.failures == [])
    return {failure.rule_id for failure in report.failures}


def test_the_file_is_what_pdf_ua_asks_for(path: Path) -> None:
    assert failures(path) == set()


@pytest.mark.parametrize(
    ("take", "found"),
    [
        ("picture", "FIGURE"),
        ("title", "VIEWER-PREFERENCES"),
        ("metadata", "ID-PART"),
        ("lists", "L-KIDS"),
        ("language", "LANG"),
    ],
)
def test_the_checker_finds_what_is_taken_away(
    take: str, found: str, small: Path, tmp_path: Path
) -> None:
    with pikepdf.open(small) as document:
        elements: list[Any] = [
            o for o in document.objects if isinstance(o, pikepdf.Dictionary) and "/S" in o
        ]
        if take == "picture":
            del next(e for e in elements if e.S == "/Figure").Alt
        elif take == "title":
            del document.Root.ViewerPreferences
        elif take == "metadata":
            del document.Root.Metadata
        elif take == "lists":
            next(e for e in elements if e.S == "/LI").S = pikepdf.Name.P
        else:
            del document.Root.Lang
        document.save(tmp_path / "worse.pdf")
    assert any(found in name for name in failures(tmp_path / "worse.pdf"))
    assert failures(small) == set()
