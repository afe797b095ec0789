"""The PDF: tagged, bookmarked, numbered right, the same each time, and never in the way.

All samples are built twice, by two processes at the same time. What a PDF says word for word is
in `test_golden`.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import re
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
import yaml

from sitegen import resources
from sitegen.build import Request, build
from sitegen.output.manifest import MANIFEST, digest
from sitegen.pdf import PdfNotMadeError, PrintPage, begun, make_pdf
from sitegen.pdf.apart import _read
from sitegen.plan.model import Plan
from sitegen.render.paper import render_papers
from sitegen.render.sections import Sections
from tests.conftest import AS_OF, Run
from tests.pdfreaders import letter_sizes
from tests.sites import (
    HEARS,
    PAYLOAD,
    SAMPLES,
    files,
    hostile_profile,
    need_pdf_engine,
    page,
    pdfs,
    printed_page,
    profile_of,
    unknown_notes,
)

MOST_BYTES = 12_000
"""For each page, fonts included. Tagged, with every figure linked to its source."""

MOST_PAGES = 16
"""Of the plan: what a person would print and read."""

LETTER, A4 = (612, 792), (595, 842)
SIZES = {"radiology-h1b-only": A4}
"""Paper of the samples that ask for something else than Letter."""


@pytest.fixture(scope="module")
def engine() -> None:
    need_pdf_engine()


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """All samples with their PDFs, twice."""
    return pdfs(tmp_path_factory.getbasetemp())


class Document:
    """A PDF as its tests see it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.reader = pypdf.PdfReader(path)
        self.root: Any = self.reader.trailer["/Root"]
        self.texts = [sheet.extract_text() for sheet in self.reader.pages]

    def bookmarks(self, depth: int = 1) -> list[tuple[str, int]]:
        """Titles with page numbers, down to a depth."""

        def walk(items: Sequence[Any], level: int) -> Iterator[tuple[str, int]]:
            for item in items:
                if isinstance(item, list):
                    yield from walk(item, level + 1)
                elif level <= depth:
                    number = self.reader.get_destination_page_number(item)
                    assert number is not None
                    yield str(item.title), number + 1

        return list(walk(self.reader.outline, 1))

    def tags(self) -> dict[str, int]:
        """How often each kind of structure element stands in the document."""
        found: dict[str, int] = {}
        waiting = [self.root["/StructTreeRoot"]]
        while waiting:
            element = waiting.pop().get_object()
            if isinstance(element, list):
                waiting += element
            elif isinstance(element, dict):
                if "/S" in element:
                    found[element["/S"]] = found.get(element["/S"], 0) + 1
                if "/K" in element:
                    waiting.append(element["/K"])
        return found


@pytest.fixture(scope="module")
def documents(folders: tuple[Path, Path]) -> dict[str, Document]:
    return {sample: Document(folders[0] / sample / "plan.pdf") for sample in SAMPLES}


def plan_of(document: Document) -> Any:
    return json.loads((document.path.parent / "plan.json").read_text(encoding="utf-8"))


def headings(document: Document) -> list[str]:
    """The main headings of the print page, without the name on the cover."""
    root = printed_page(document.path)
    found = [e.text for e in root.all("h1") if "cover-name" not in e.classes]
    assert len(found) >= 8
    return found


# --- Every sample --------------------------------------------------------------------------


@pytest.mark.pdf
@pytest.mark.parametrize("sample", SAMPLES)
def test_the_pdf_is_listed_with_the_rest(sample: str, documents: dict[str, Document]) -> None:
    document = documents[sample]
    assert document.path.read_bytes().startswith(b"%PDF-")
    manifest = json.loads((document.path.parent / MANIFEST).read_text(encoding="utf-8"))
    assert "plan.pdf" in manifest["files"]


@pytest.mark.pdf
@pytest.mark.parametrize("sample", SAMPLES)
def test_the_pdf_is_tagged(sample: str, documents: dict[str, Document]) -> None:
    """With its language, and with headings, lists, tables and links as such."""
    document = documents[sample]
    assert document.root["/MarkInfo"]["/Marked"] is True or document.root["/MarkInfo"]["/Marked"]
    assert document.root["/Lang"] == "en"
    tags = document.tags()
    for tag in ("/H1", "/H2", "/H3", "/P", "/L", "/LI", "/Table", "/TR", "/TH", "/TD", "/Link"):
        assert tags.get(tag), f"no {tag} among {tags}"
    # The name on the cover is a heading too.
    assert tags["/H1"] == len(headings(document)) + 1


@pytest.mark.pdf
@pytest.mark.parametrize("sample", SAMPLES)
def test_the_title_names_the_person(sample: str, documents: dict[str, Document]) -> None:
    document = documents[sample]
    about = document.reader.metadata
    name = plan_of(document)["profile"]["applicant"]["name"]
    assert about is not None and about.title is not None
    assert name in about.title
    assert about.author == name
    assert document.root["/ViewerPreferences"]["/DisplayDocTitle"]


@pytest.mark.pdf
@pytest.mark.parametrize("sample", SAMPLES)
def test_bookmarks_are_the_headings(sample: str, documents: dict[str, Document]) -> None:
    """At the first level, the printed pages in order; below, their parts."""
    document = documents[sample]
    assert [title for title, _ in document.bookmarks()] == headings(document)
    deeper = document.bookmarks(depth=3)
    assert len(deeper) > 30
    numbers = [number for _, number in deeper]
    assert numbers == sorted(numbers)
    for title, _ in deeper:
        assert title.strip() and len(title) < 120


@pytest.mark.pdf
@pytest.mark.parametrize("sample", SAMPLES)
def test_every_page_says_who_and_where(sample: str, documents: dict[str, Document]) -> None:
    """The name above, the part beside it, the number of the page and of all pages below."""
    document = documents[sample]
    name = plan_of(document)["profile"]["applicant"]["name"]
    count = len(document.texts)
    parts = [""]
    for number, text in enumerate(document.texts, 1):
        words = " ".join(text.split())
        assert f"Page {number} of {count}" in words
        assert name in words
        parts = [parts[-1], *(title for title, at in document.bookmarks() if at == number)]
        if number > 1:
            # The part in which the page begins: one from before, or the first one on it.
            heads = [part for part in parts[:2] if f"{name} {part}" in words]
            assert heads, f"page {number} lacks the running head"


@pytest.mark.pdf
@pytest.mark.parametrize("sample", SAMPLES)
def test_the_contents_give_the_right_pages(sample: str, documents: dict[str, Document]) -> None:
    """Each entry shows the number of the page where its heading stands, and leads there."""
    document = documents[sample]
    layout = document.reader.pages[0].extract_text(extraction_mode="layout")
    shown = {
        title: int(number)
        for line in layout.splitlines()
        for title, number in re.findall(r"(\S.*?\S)\s{3,}(\d+)(?=\s{3,}|\s*$)", line)
    }
    shown = {title: number for title, number in shown.items() if title in headings(document)}
    assert shown == dict(document.bookmarks())
    for title, number in shown.items():
        lines = [" ".join(line.split()) for line in document.texts[number - 1].splitlines()]
        assert title in lines, f"{title} is not on page {number}"
    named = document.reader.named_destinations
    annotations: Any = document.reader.pages[0]["/Annots"]
    leads = [
        (document.reader.get_destination_page_number(named[a.get_object()["/Dest"]]) or 0) + 1
        for a in annotations
        if a.get_object().get("/Dest") in named
    ]
    assert set(leads) >= set(shown.values())


@pytest.mark.pdf
@pytest.mark.parametrize("sample", SAMPLES)
def test_links_inside_the_pdf_lead_somewhere(sample: str, documents: dict[str, Document]) -> None:
    """From figures to their sources; addresses outside are https or http."""
    document = documents[sample]
    named = document.reader.named_destinations
    inside = outside = 0
    for sheet in document.reader.pages:
        annotations: Any = sheet.get("/Annots") or []
        for annotation in annotations:
            link = annotation.get_object()
            if "/Dest" in link:
                inside += 1
                assert link["/Dest"] in named
            elif "/A" in link:
                outside += 1
                assert re.match(r"https?://\w", str(link["/A"]["/URI"]))
    assert inside > 20 and outside > 5


@pytest.mark.pdf
@pytest.mark.parametrize("sample", SAMPLES)
def test_paper(sample: str, documents: dict[str, Document]) -> None:
    """Every page is of the size that the profile asks for; the wall plan lies on its side."""
    document = documents[sample]
    width, height = SIZES.get(sample, LETTER)
    upright = (width, height)
    for text, sheet in zip(document.texts, document.reader.pages, strict=True):
        size = round(float(sheet.mediabox.width)), round(float(sheet.mediabox.height))
        wall = "Plan for the wall" in text.splitlines()[:3]
        assert size == ((height, width) if wall else upright)


@pytest.mark.pdf
def test_both_papers_are_among_the_samples(documents: dict[str, Document]) -> None:
    papers = {plan_of(d)["profile"]["paper"] for d in documents.values()}
    assert {"letter", "a4"} <= papers
    assert set(SIZES) <= set(documents)


@pytest.mark.pdf
@pytest.mark.parametrize(
    ("sample", "letters"),
    [
        ("emergency-medicine-hopeful", "Nguyễn Thị Mẫu"),
        ("half-empty", "Олена Приклад"),
        ("radiology-h1b-only", "Élodie"),
    ],
)
def test_any_letters_can_be_searched(
    sample: str, letters: str, documents: dict[str, Document]
) -> None:
    """A name is text in its own letters, not a picture of them."""
    assert any(letters in " ".join(text.split()) for text in documents[sample].texts)


@pytest.mark.pdf
@pytest.mark.parametrize("sample", SAMPLES)
def test_fonts_are_the_shipped_ones(sample: str, documents: dict[str, Document]) -> None:
    """Borrowed from the system, a font would make another PDF on another machine."""
    fonts = set()
    for sheet in documents[sample].reader.pages:
        resources_of: Any = sheet["/Resources"]
        for font in resources_of["/Font"].values():
            fonts.add(str(font.get_object()["/BaseFont"]).lstrip("/").partition("+")[2])
    assert fonts
    assert sorted(f for f in fonts if not f.startswith("Plan-")) == []


@pytest.mark.pdf
@pytest.mark.parametrize("sample", SAMPLES)
def test_the_pdf_is_small(sample: str, documents: dict[str, Document]) -> None:
    document = documents[sample]
    pages = len(document.reader.pages)
    assert document.path.stat().st_size < MOST_BYTES * pages
    assert 8 <= pages <= MOST_PAGES


@pytest.mark.pdf
@pytest.mark.parametrize("sample", SAMPLES)
def test_no_page_of_the_plan_is_half_empty(sample: str, documents: dict[str, Document]) -> None:
    """But the last before the sheet for the wall, and that sheet."""
    pages = pypdfium2.PdfDocument(documents[sample].path)
    for number in range(len(pages) - 2):
        text = pages[number].get_textpage()
        # What stands at the foot of each page is in its lowest tenth.
        ends = [text.get_charbox(i)[1] for i in range(text.count_chars())]
        height = pages[number].get_height()
        lowest = min(end for end in ends if end > height / 10)
        assert lowest < height / 2, f"page {number + 1}"


@pytest.mark.pdf
def test_the_plan_stays_as_short_with_twenty_letters(
    engine: None, whole: Callable[[str], Plan]
) -> None:
    """The sample with the longest plan, with letters, rotations and research of many years.

    Takes three seconds.
    """
    told = yaml.safe_load(profile_of("older-graduate").read_text("utf-8"))
    for key, number in (("letters", 20), ("us_experience", 20), ("research", 20)):
        told[key] = [dict(told[key][i % len(told[key])]) for i in range(number)]
    for number, letter in enumerate(told["letters"]):
        letter["writer"] = f"attending number {number} of some hospital"
    plan = whole(json.dumps(told, default=str))
    (html,) = (p.html for p in render_papers(Sections(plan), "letter") if p.pdf == "plan.pdf")
    pages = pypdfium2.PdfDocument(make_pdf(html, AS_OF).data)
    assert len(pages) <= MOST_PAGES
    assert html.count("left out here") >= 1


@pytest.mark.pdf
@pytest.mark.parametrize("sample", SAMPLES)
def test_nothing_in_the_plan_is_smaller_than_8_points(
    sample: str, documents: dict[str, Document]
) -> None:
    sizes = letter_sizes(documents[sample].path)
    assert sum(sizes.values()) > 15_000
    assert min(sizes) >= 8


@pytest.mark.pdf
@pytest.mark.parametrize("sample", SAMPLES)
def test_two_builds_give_the_same_bytes(sample: str, folders: tuple[Path, Path]) -> None:
    """In two processes with other hash seeds, time zones and neighbours."""
    first, second = (files(folder / sample) for folder in folders)
    assert len(first["plan.pdf"]) > 50_000
    assert [path for path in first if first[path] != second.get(path)] == []
    assert set(first) == set(second)


# --- Hostile texts -------------------------------------------------------------------------


def built(profile: str, folder: Path) -> Path:
    path = folder / "profile.yaml"
    path.write_text(profile, encoding="utf-8")
    build(Request(path, folder / "site", AS_OF), lambda line: None)
    return folder / "site"


@pytest.mark.pdf
def test_a_hostile_profile_is_printed_as_text(engine: None, tmp_path: Path) -> None:
    """Markup and templates in a profile come out letter by letter, in text and title."""
    text, places = hostile_profile()
    document = Document(built(text, tmp_path) / "plan.pdf")
    # Lines may break anywhere inside a long word.
    words = "".join("".join(document.texts).split())
    assert len(places) >= 11
    printed = [p for p in places if f"{PAYLOAD} {p}".replace(" ", "") in words]
    assert {"applicant.name", "letters.writer", "interests.long_term"} <= set(printed)
    title = document.reader.metadata.title if document.reader.metadata else ""
    assert title and f"{PAYLOAD} applicant.name" in title
    raw = document.path.read_bytes()
    for forbidden in (b"/JavaScript", b"/JS", b"/Launch", b"/EmbeddedFile", b"/OpenAction"):
        assert forbidden not in raw


@pytest.mark.pdf
@pytest.mark.parametrize("name", ["李明", "أمينة", "अमीना", "Ana \U00017000", "Ana \U0001f642"])
def test_a_script_without_a_font_does_not_stop_the_build(
    name: str, engine: None, tmp_path: Path
) -> None:
    """Whatever fonts this machine has: the site is there, and shows the name."""
    site = built(f"applicant:\n  name: {name}\n", tmp_path)
    assert name in page(site / "index.html").text


@pytest.mark.pdf
def test_a_character_without_a_font_is_named(engine: None, sitegen: Run, tmp_path: Path) -> None:
    """The PDF is made all the same, and one warning says what it does not show."""
    nowhere = "\U000f0001"  # for private use, so no font of this machine has it
    profile = tmp_path / "me.yaml"
    profile.write_text(f"applicant:\n  name: Ana {nowhere}\n", encoding="utf-8")
    result = sitegen("build", profile, "--output", tmp_path / "site")
    assert result.exit_code == 0
    assert (tmp_path / "site" / "plan.pdf").is_file()
    told = [line for line in result.stderr.splitlines() if nowhere in line or "U+F0001" in line]
    assert any("PDF" in line for line in told), result.stderr


@pytest.mark.pdf
@pytest.mark.skipif(sys.platform != "linux", reason="fonts are found by Fontconfig's file on Linux")
def test_a_machine_without_any_font_makes_a_pdf(
    engine: None, sitegen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The shipped fonts are enough; what they lack is named."""
    (tmp_path / "fonts.conf").write_text("<fontconfig></fontconfig>", "utf-8")
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    profile = tmp_path / "me.yaml"
    profile.write_text("applicant:\n  name: Ana Müller \U0001f642\n", encoding="utf-8")
    result = sitegen("build", profile, "--output", tmp_path / "site")
    assert result.exit_code == 0
    assert "G101" in result.stderr and "\U0001f642" in result.stderr
    cover = pypdfium2.PdfDocument(tmp_path / "site" / "plan.pdf")[0]
    text = cover.get_textpage().get_text_range()
    assert "Ana Müller" in text and "Plan at a glance" in text


# --- The engine is locked down -------------------------------------------------------------

PAGE = (
    '<!doctype html><html lang="en"><head><title>t</title>{}</head><body><h1>h</h1>{}</body></html>'
)
DAY = dt.date(2026, 11, 22)


def a_page(body: str = "") -> PrintPage:
    return PrintPage(PAGE.format("", body), DAY)


def base() -> str:
    return (resources.root() / "templates").as_uri()


@pytest.mark.pdf
@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", '<img src="http://example.invalid/x.png" alt="">'),
        ("", '<img src="https://example.invalid/x.png" alt="">'),
        ("", '<img src="//example.invalid/x.png" alt="">'),
        ("", '<img src="file:///etc/hostname" alt="">'),
        ("", '<img src="../data/visa.yaml" alt="">'),
        ("", '<img src="data:image/png;base64,iVBORw0KGgo=" alt="">'),
        ('<link rel="stylesheet" href="http://example.invalid/x.css">', ""),
        ('<link rel="attachment" href="http://example.invalid/x.txt">', ""),
        ('<link rel="attachment" href="BASE/../data/visa.yaml">', ""),
        ('<link rel="attachment" href="BASE/%2e%2e/data/visa.yaml">', ""),
        ("<style>@import url(http://example.invalid/x.css);</style>", ""),
        ("<style>body { background: url(http://example.invalid/x.png) }</style>", ""),
        (
            "<style>@font-face { font-family: x; src: url(http://example.invalid/x.ttf) } "
            "h1 { font-family: x }</style>",
            "",
        ),
    ],
)
def test_a_page_that_would_load_something_raises(head: str, body: str, engine: None) -> None:
    """Nothing from a network, nothing from the disk but what stands below templates/."""
    with pytest.raises(PdfNotMadeError, match="may not load"):
        make_pdf(PAGE.format(head.replace("BASE", base()), body), DAY)


@pytest.mark.pdf
@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<style>p { colour: red }</style>", ""),
        ("<style>p { margin: 1 2 3 4 5 }</style>", ""),
        ("", '<p style="widht: 1cm">x</p>'),
        ("", '<p><a href="#nowhere">x</a></p>'),
    ],
)
def test_a_warning_of_the_engine_is_a_note(head: str, body: str, engine: None) -> None:
    """The PDF is made; for the samples, any such note is a failure."""
    made = make_pdf(PAGE.format(head, body), DAY)
    assert made.data.startswith(b"%PDF-")
    assert len(unknown_notes(made.notes)) == 1
    assert unknown_notes(make_pdf(PAGE.format("", ""), DAY).notes) == []


MARKED = '<p>About <data data-q="chance" value="0.6">60</data> of 100.</p>'
ADDRESS = "https://www.example.invalid/a-page-whose-address/is-longer-than-any-line-of-paper"
BREAKS = "<wbr>".join(re.findall(".{1,12}", ADDRESS))


@pytest.mark.pdf
@pytest.mark.parametrize(
    ("page", "alone"),
    [
        (MARKED, "<p>About 60 of 100.</p>"),
        (f'<p><a class="url" href="#a">{BREAKS}</a>', f'<p><a class="url" href="#a">{ADDRESS}</a>'),
    ],
    ids=["marks of quantities", "places to break in addresses"],
)
def test_what_paper_does_not_show_is_not_laid_out(page: str, alone: str, engine: None) -> None:
    """Takes 0.2 s."""
    assert make_pdf(PAGE.format("", page), DAY).data == make_pdf(PAGE.format("", alone), DAY).data


@pytest.mark.pdf
def test_a_clean_page_is_made_and_listeners_are_taken_away(engine: None) -> None:
    """Also after a page with a fault; and the clock plays no part."""
    import gc
    import logging
    import os

    before = (list(logging.getLogger("weasyprint").handlers), os.environ.get("SOURCE_DATE_EPOCH"))
    with pytest.raises(PdfNotMadeError):
        make_pdf(PAGE.format("", '<img src="http://example.invalid/x.png" alt="">'), DAY)
    first = make_pdf(PAGE.format("", "<p>x</p>"), DAY).data
    assert first == make_pdf(PAGE.format("", "<p>x</p>"), DAY).data
    assert first != make_pdf(PAGE.format("", "<p>x</p>"), DAY + dt.timedelta(days=1)).data
    created = pypdf.PdfReader(io.BytesIO(first)).metadata
    assert created is not None and "20261122" in str(created["/CreationDate"])
    after = (list(logging.getLogger("weasyprint").handlers), os.environ.get("SOURCE_DATE_EPOCH"))
    assert after == before
    assert gc.isenabled()


# --- Whatever happens to the engine --------------------------------------------------------

BANNER = "print('WeasyPrint could not import some external libraries. See …')"


@pytest.fixture
def engine_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put another engine in the place of WeasyPrint, which does this when it is imported."""

    def does(code: str) -> None:
        package = tmp_path / "engine" / "weasyprint"
        package.mkdir(parents=True)
        (package / "__init__.py").write_text(f"{BANNER}\n{code}\n", "utf-8")
        before = os.environ.get("PYTHONPATH", "")
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(package.parent), before]))

    return does


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("raise ImportError('No module named x')", "WeasyPrint is not installed"),
        ("raise OSError('cannot load library x')", "cannot load library x"),
        ("raise AttributeError('pango_font_map')", "pango_font_map"),
        ("raise MemoryError", "cannot be loaded"),
        ("raise SystemExit(0)", "broke down"),
        ("import os; os._exit(0)", "broke down"),
        ("import os; os.abort()", "broke down"),
        ("import os; os.write(1, b'noise'); os._exit(7)", "broke down with code 7"),
    ],
)
def test_whatever_breaks_the_engine_the_site_is_built(
    code: str, told: str, engine_that: Callable[[str], None], sitegen: Run, tmp_path: Path
) -> None:
    """One line says why, the last one names the page to print, and so does the exit code."""
    engine_that(code)
    output = tmp_path / "site"
    result = sitegen("build", profile_of("half-empty"), "--output", output)
    assert result.exit_code == 3
    assert (output / "index.html").is_file() and (output / "plan.json").is_file()
    assert not (output / "plan.pdf").exists()
    assert "plan.pdf" not in json.loads((output / MANIFEST).read_text("utf-8"))["files"]
    *_, why, last = result.stderr.splitlines()
    assert told in why
    # Blank sheets that were laid out before are there all the same.
    lost = r"(No PDF was|Not all PDFs were) made\. "
    assert re.match(lost + r"Open .*print\.html.* in a browser", last)
    assert "external libraries" not in result.output, "the engine's own banner is hushed"
    assert "Traceback" not in result.output
    assert str(output / "index.html") in result.stdout.splitlines()[-1]


@pytest.mark.pdf
@pytest.mark.skipif(sys.platform != "linux", reason="the loader's search path is Linux's")
def test_the_missing_library_is_named(
    engine: None, sitegen: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A broken file in front of the real one hides it from the loader."""
    (tmp_path / "libpangoft2-1.0.so.0").write_bytes(b"")
    monkeypatch.setenv("LD_LIBRARY_PATH", str(tmp_path))
    result = sitegen("build", profile_of("half-empty"), "--output", tmp_path / "site")
    assert result.exit_code == 3
    (line,) = (line for line in result.stderr.splitlines() if "PangoFT2" in line)
    assert "libpangoft2-1.0.so.0" in line and "HarfBuzz" not in line


@pytest.mark.pdf
@pytest.mark.parametrize("error", [ValueError("bad\nfont"), MemoryError(), RecursionError("deep")])
def test_an_error_inside_the_engine_is_one_line(
    error: Exception, engine: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise error

    monkeypatch.setattr("weasyprint.document.Document.write_pdf", fail)
    with pytest.raises(PdfNotMadeError, match=type(error).__name__) as caught:
        make_pdf(PAGE.format("", ""), DAY)
    assert "\n" not in str(caught.value)


@pytest.mark.pdf
def test_a_child_that_nobody_waits_for_is_ended(engine: None) -> None:
    """A build that fails while the PDF is made leaves no process behind."""
    with pytest.raises(ZeroDivisionError), begun({"a": a_page("<p>x</p>" * 20_000)}):
        raise ZeroDivisionError
    if hasattr(os, "waitpid"):
        with pytest.raises(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)


@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("can't start new thread")])
@pytest.mark.parametrize("where", ["Popen", "Thread.start", "TemporaryDirectory"])
def test_an_engine_that_cannot_be_started_is_one_line(
    where: str, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And leaves no process behind."""

    def fail(*arguments: object, **options: object) -> None:
        raise error

    module = {"Popen": "subprocess", "Thread.start": "threading"}.get(where, "tempfile")
    monkeypatch.setattr(f"sitegen.pdf.apart.{module}.{where}", fail)
    told = f"cannot be started: {str(error) or 'MemoryError'}$"
    with begun({"a": a_page(), "b": a_page()}) as wait:
        made = wait()
    assert not made.pdfs and list(made.faults) == ["a", "b"]
    assert all(re.search(told, fault) for fault in made.faults.values())
    if hasattr(os, "waitpid"):
        with pytest.raises(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)


def test_a_child_without_memory_at_its_start_makes_no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.pdf.apart.CHILD", "raise MemoryError")
    with begun({"a": a_page()}) as wait:
        made = wait()
    assert not made.pdfs and "Memory" in made.faults["a"]


@pytest.mark.pdf
def test_what_was_made_before_the_engine_broke_is_kept(engine: None) -> None:
    """A page that no engine can lay out costs its own PDF; one that kills it, those after it."""
    bad = PrintPage(PAGE.format("", '<img src="http://example.invalid/x.png" alt="">'), DAY)
    with begun({"a": a_page(), "b": bad, "c": a_page()}) as wait:
        made = wait()
    assert list(made.pdfs) == ["a", "c"] and made.pdfs["a"] == made.pdfs["c"]
    assert "may not load" in made.faults["b"]
    pdf = made.pdfs["a"]
    head = {"length": len(pdf.data), "unshown": [], "notes": []}
    whole = json.dumps(head).encode() + b"\n" + pdf.data
    for cut in (whole[:-1], whole[:20], b""):
        read = _read(("a", "b", "c"), whole + cut, b"killed", -9)
        assert read.pdfs == {"a": pdf} and list(read.faults) == ["b", "c"]
        assert "broke down with code -9: killed" in read.faults["b"]


ENGINE = """
import os, tempfile, time
tempfile.mkdtemp(prefix="weasyprint-")
os.write(os.open({0!r}, os.O_WRONLY), b"!")
time.sleep(30)
"""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a POSIX system")
@pytest.mark.parametrize(
    ("number", "code"),
    [("SIGKILL", -9), ("SIGTERM", 143), ("SIGHUP", 129), ("SIGINT", 130)],
)
def test_a_build_that_is_ended_takes_the_engine_with_it(
    number: str, code: int, engine_that: Callable[[str], None], tmp_path: Path
) -> None:
    """Its temporary files too. The end of the pipe tells that the engine's process is gone."""
    pipe, temporary, output = tmp_path / "pipe", tmp_path / "temporary", tmp_path / "site"
    os.mkfifo(pipe)
    temporary.mkdir()
    engine_that(ENGINE.format(str(pipe)))
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    command = [sys.executable, "-m", "sitegen", "build", str(profile_of("half-empty"))]
    with subprocess.Popen(
        [*command, "--output", str(output)],
        env={**os.environ, "TMPDIR": str(temporary)},
        stderr=subprocess.PIPE,
        preexec_fn=HEARS,
    ) as build:
        assert select.select([reader], [], [], 60)[0] and os.read(reader, 1) == b"!"
        assert list(temporary.glob("*/weasyprint-*"))
        build.send_signal(signal.Signals[number])
        assert select.select([reader], [], [], 20)[0] and os.read(reader, 1) == b""
        said = build.communicate(timeout=10)[1]
    os.close(reader)
    assert build.returncode == code and not output.exists()
    assert b"Traceback" not in said and (b"Stopped." in said) == (number != "SIGKILL")
    assert not list(temporary.iterdir())


LOST = """
import signal
from sitegen.stopping import go_on, stop_as_with_ctrl_c
signal.signal(signal.SIGHUP, signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.default_int_handler)
stop_as_with_ctrl_c()
class Last:
    def __del__(self):
        signal.raise_signal(signal.{0})
go_on()
Last()
print("lost")
try:
    go_on()
except KeyboardInterrupt as stop:
    print(stop.args[0] == signal.{0})
"""


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="needs a POSIX system")
@pytest.mark.parametrize("number", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_stop_that_python_loses_is_asked_for_again(number: str) -> None:
    """What a finalizer raises goes nowhere; so does a Ctrl-C that comes while one runs."""
    made = subprocess.run(
        [sys.executable, "-c", LOST.format(number)], capture_output=True, text=True
    )
    assert made.stdout.split() == ["lost", "True"]


@pytest.mark.skipif(not hasattr(signal, "SIGHUP"), reason="needs a POSIX system")
def test_hanging_up_that_is_ignored_stays_ignored() -> None:
    """As under `nohup`."""
    code = (
        "import os, signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n"
        "from sitegen.stopping import stop_as_with_ctrl_c; stop_as_with_ctrl_c()\n"
        "os.kill(os.getpid(), signal.SIGHUP); print('goes on')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stdout.strip()) == (0, "goes on")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs a POSIX system")
def test_an_engine_that_is_killed_leaves_no_temporary_files(
    engine_that: Callable[[str], None],
    sitegen: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    killed = "os.kill(os.getpid(), 9)"
    engine_that(f"import os, tempfile; tempfile.mkdtemp(prefix='weasyprint-'); {killed}")
    result = sitegen("build", profile_of("half-empty"), "--output", tmp_path / "site")
    assert result.exit_code == 3 and "broke down with code -9" in result.stderr
    assert not list((tmp_path / "temporary").iterdir())


def test_without_the_engine_an_old_pdf_does_not_stay(
    engine_that: Callable[[str], None], sitegen: Run, tmp_path: Path
) -> None:
    """A PDF of an earlier plan beside the pages of a new one would mislead."""
    output = tmp_path / "site"
    assert sitegen("build", profile_of("half-empty"), "--output", output, "--no-pdf")
    manifest = json.loads((output / MANIFEST).read_text("utf-8"))
    manifest["files"]["plan.pdf"] = digest(b"%PDF-1.7 old")
    (output / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    (output / "plan.pdf").write_bytes(b"%PDF-1.7 old")
    engine_that("raise OSError('cannot load library')")
    assert sitegen("build", profile_of("half-empty"), "--output", output).exit_code == 3
    assert not (output / "plan.pdf").exists()
