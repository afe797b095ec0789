"""What three readers of PDF see: Poppler (Linux desktops), PDFium (Chrome), pdf.js (Firefox).

Each gives a `Seen`, so that they can be compared with each other and with the printed page.
None of them shares code with the library that wrote the file.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from tests.sites import do_without

READERS = Path(__file__).parent / "readers"

Element = tuple[str, str]
"""Kind of a structure element, and the letters of its own text without spaces."""


@dataclass(frozen=True)
class Seen:
    """A document as one reader sees it. Pages count from 1."""

    title: str
    author: str
    bookmarks: list[tuple[str, int]]
    texts: list[str]
    """Of each page, squeezed."""
    elements: list[Element]
    """In reading order."""
    outside: list[list[str]]
    """Of each page, the addresses that its links lead to, sorted."""
    inside: list[list[int]] | None = None
    """Of each page, the pages that its links lead to, sorted. None where a reader cannot tell."""
    language: str | None = None
    pictures: list[str] | None = None
    """What is read in place of each picture."""

    def kinds(self) -> list[str]:
        """The kinds of elements, without cells: not every reader shows those that are empty."""
        return [kind for kind, _ in self.elements if kind not in ("TD", "TH")]


def squeezed(text: str) -> str:
    """A text without what depends on the ends of lines: spaces and hyphens."""
    return "".join(c for c in text if not c.isspace() and c.isprintable() and c not in "-\u00ad")


# --- Poppler -------------------------------------------------------------------------------


def poppler(path: Path, with_words: bool = False) -> Seen:
    """By pdfinfo, pdftotext and pdftohtml. The words of elements take it seconds for each page."""
    for tool in ("pdfinfo", "pdftotext", "pdftohtml"):
        if shutil.which(tool) is None:
            do_without(f"no {tool} of Poppler here")
    about = dict(re.findall(r"^(\w[\w ]*):[ ]*(.*)$", _run("pdfinfo", path), re.M))
    count = int(about["Pages"])
    outside: list[list[str]] = [[] for _ in range(count)]
    for line in _run("pdfinfo", "-url", path).splitlines()[1:]:
        number, _, address = line.split(maxsplit=2)
        outside[int(number) - 1].append(address)
    return Seen(
        about.get("Title", ""),
        about.get("Author", ""),
        list(_outline(_run("pdftohtml", "-xml", "-stdout", "-i", "-nodrm", path))),
        [squeezed(t) for t in _run("pdftotext", "-raw", path, "-").split("\f")[:count]],
        list(_indented(_run("pdfinfo", "-struct-text" if with_words else "-struct", path))),
        [sorted(o) for o in outside],
    )


def _run(*command: object) -> str:
    done = subprocess.run([str(c) for c in command], capture_output=True, check=True)
    assert done.stderr == b"", done.stderr.decode("utf-8", "replace")[:2000]
    return done.stdout.decode("utf-8")


def _outline(xml: str) -> Iterator[tuple[str, int]]:
    clean = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", xml[xml.find("<outline>") :])
    for item in ET.fromstring(clean.replace("</pdf2xml>", "")).iter("item"):
        yield item.text or "", int(item.get("page", "0"))


def _indented(told: str) -> Iterator[Element]:
    """Lines of pdfinfo: a kind of element, or a text in quotes below the element it stands in."""
    above: list[tuple[int, list[str]]] = []
    found: list[tuple[str, list[str]]] = []
    for line in told.splitlines():
        words = line.strip()
        depth = len(line) - len(line.lstrip())
        if not words or words.startswith(("/", "Object ")):
            continue
        above = [each for each in above if each[0] < depth]
        if words.startswith('"'):
            above[-1][1].append(words[1:-1])
        else:
            above.append((depth, []))
            found.append((re.split("[ :]", words)[0], above[-1][1]))
    return ((kind, squeezed("".join(text))) for kind, text in found if kind != "Document")


# --- PDFium --------------------------------------------------------------------------------


def chrome(path: Path) -> Seen:
    """By PDFium, through the bindings of pypdfium2."""
    document = pdfium.PdfDocument(path)
    about = document.get_metadata_dict()
    bookmarks = []
    for mark in document.get_toc():
        dest = mark.get_dest()
        index = dest.get_index() if dest else None
        bookmarks.append((mark.get_title(), -1 if index is None else index + 1))
    texts, inside, outside = [], [], []
    found: list[Read] = []
    for page in document:
        texts.append(squeezed(page.get_textpage().get_text_range()))
        found += _structure(page)
        links = list(_links(document, page))
        inside.append(sorted(t for t in links if isinstance(t, int)))
        outside.append(sorted(t for t in links if isinstance(t, str)))
    language = _wide(lambda buffer, size: raw.FPDFCatalog_GetLanguage(document, buffer, size))
    return Seen(
        about["Title"],
        about["Author"],
        bookmarks,
        texts,
        [(each.kind, squeezed(each.words)) for each in found],
        outside,
        inside,
        language,
        [each.instead for each in found if each.kind == "Figure"],
    )


@dataclass(frozen=True)
class Read:
    """A structure element: its kind, its own words, and what is read instead of it."""

    kind: str
    words: str
    instead: str


def read_aloud(path: Path) -> Iterator[list[tuple[str, bool]]]:
    """The words of each page in the order of a screen reader, and whether they head a table.

    A picture is one text, and so is the head of a table.
    """
    for page in pdfium.PdfDocument(path):
        with _tree(page) as (roots, texts):
            yield [text for root in roots for text in _spoken(root, texts)]


def tagged_words(path: Path) -> Iterator[str]:
    """The words of each page that some tag holds, squeezed."""
    for page in pdfium.PdfDocument(path):
        yield squeezed("".join(each.words for each in _structure(page)))


def letter_sizes(path: Path) -> Counter[float]:
    """How many letters of each size, in points, a file shows."""
    found: Counter[float] = Counter()
    matrix = raw.FS_MATRIX()
    for page in pdfium.PdfDocument(path):
        text = page.get_textpage()
        for i in range(text.count_chars()):
            if not chr(raw.FPDFText_GetUnicode(text, i)).isspace():
                raw.FPDFText_GetMatrix(text, i, matrix)
                found[round(raw.FPDFText_GetFontSize(text, i) * abs(matrix.d), 1)] += 1
    return found


def _spoken(element: Any, texts: dict[int, str]) -> Iterator[tuple[str, bool]]:
    kind, instead = _kind(element), _instead(element)
    if instead:
        yield instead, False
        return
    below = (
        [(texts.get(kid, ""), False)] if isinstance(kid, int) else _spoken(kid, texts)
        for kid in _kids(element)
    )
    if kind == "THead":
        yield " ".join(text for some in below for text, _ in some), True
    else:
        for some in below:
            yield from some


def _wide(ask: Callable[[Any, int], int]) -> str:
    """A text that PDFium writes as UTF-16 into a buffer."""
    size = ask(None, 0)
    buffer = ctypes.create_string_buffer(max(size, 2))
    ask(ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
    return buffer.raw[: max(size - 2, 0)].decode("utf-16-le")


def _marked(page: Any) -> dict[int, str]:
    """Text by the number of its marked content."""
    lines = page.get_textpage()
    texts: dict[int, str] = {}
    for number in range(raw.FPDFPage_CountObjects(page)):
        thing = raw.FPDFPage_GetObject(page, number)
        mark = raw.FPDFPageObj_GetMarkedContentID(thing)
        if mark >= 0 and raw.FPDFPageObj_GetType(thing) == raw.FPDF_PAGEOBJ_TEXT:
            text = _wide(lambda b, n, thing=thing: raw.FPDFTextObj_GetText(thing, lines, b, n))
            texts[mark] = texts.get(mark, "") + text
    return texts


@contextlib.contextmanager
def _tree(page: Any) -> Iterator[tuple[list[Any], dict[int, str]]]:
    """The outermost elements of a page, and its texts by the numbers of marked content."""
    tree = raw.FPDF_StructTree_GetForPage(page)
    count = raw.FPDF_StructTree_CountChildren(tree)
    yield [raw.FPDF_StructTree_GetChildAtIndex(tree, n) for n in range(count)], _marked(page)
    raw.FPDF_StructTree_Close(tree)


def _kids(element: Any) -> Iterator[Any]:
    """Elements, and numbers of marked content."""
    for n in range(raw.FPDF_StructElement_CountChildren(element)):
        kid = raw.FPDF_StructElement_GetChildAtIndex(element, n)
        yield kid or raw.FPDF_StructElement_GetChildMarkedContentID(element, n)


def _kind(element: Any) -> str:
    return _wide(lambda b, n: raw.FPDF_StructElement_GetType(element, b, n))


def _instead(element: Any) -> str:
    return _wide(lambda b, n: raw.FPDF_StructElement_GetAltText(element, b, n))


def _structure(page: Any) -> Iterator[Read]:
    with _tree(page) as (waiting, texts):
        while waiting:
            element = waiting.pop(0)
            kids = list(_kids(element))
            words = [texts.get(kid, "") for kid in kids if isinstance(kid, int)]
            waiting[:0] = [kid for kid in kids if not isinstance(kid, int)]
            if _kind(element) != "Document":
                yield Read(_kind(element), " ".join(words), _instead(element))


def _links(document: Any, page: Any) -> Iterator[int | str]:
    place, link = ctypes.c_int(0), raw.FPDF_LINK()
    while raw.FPDFLink_Enumerate(page, place, link):
        if dest := raw.FPDFLink_GetDest(document, link):
            yield raw.FPDFDest_GetDestPageIndex(document, dest) + 1
            continue
        action = raw.FPDFLink_GetAction(link)
        size = raw.FPDFAction_GetURIPath(document, action, None, 0)
        buffer = ctypes.create_string_buffer(max(size, 1))
        raw.FPDFAction_GetURIPath(document, action, buffer, size)
        yield buffer.value.decode()


# --- pdf.js --------------------------------------------------------------------------------


@functools.cache
def _pdfjs_fault() -> str:
    """Install pdf.js beside its script, once; why it is not there, if it is not."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None:
        return "no Node.js here to run pdf.js"
    if (READERS / "node_modules" / "pdfjs-dist").is_dir():
        return ""
    if npm is None:
        return "no npm here to install pdf.js"
    done = subprocess.run([npm, "ci"], cwd=READERS, capture_output=True, text=True)
    return "" if done.returncode == 0 else f"npm could not install pdf.js: {done.stderr[-300:]}"


def firefox(path: Path) -> Seen:
    """By pdf.js, under Node.js."""
    if fault := _pdfjs_fault():
        do_without(fault)
    command = ["node", str(READERS / "read.mjs"), str(path)]
    done = subprocess.run(command, capture_output=True, cwd=READERS)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")[-2000:]
    (told,) = json.loads(done.stdout)
    pages: Sequence[Any] = told["pages"]
    found = [e for page in pages for e in page["elements"]]
    return Seen(
        told["title"],
        told["author"],
        [(title, number) for title, number in told["bookmarks"]],
        [squeezed(page["text"]) for page in pages],
        [(kind, squeezed(words)) for kind, words, _ in found],
        [sorted(t for t in page["links"] if isinstance(t, str)) for page in pages],
        [sorted(t for t in page["links"] if isinstance(t, int)) for page in pages],
        told["language"],
        [alt for kind, _, alt in found if kind == "Figure"],
    )
