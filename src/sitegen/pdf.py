"""One HTML text in, PDF bytes out. No network; a warning of the engine is an error."""

from __future__ import annotations

import contextlib
import ctypes.util
import datetime as dt
import gc
import io
import logging
import platform
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from sitegen import resources

NO_GLYPH = ".notdef glyph"


class PdfEngineMissingError(Exception):
    """The PDF engine, or a native library it needs, is not on this machine."""


class PdfWarningError(Exception):
    """The engine warned while it made the PDF; the style sheet or the page has a fault."""


def make_pdf(html: str, as_of: dt.date, unshown: list[str] | None = None) -> bytes:
    """Lay out the print page as a tagged PDF with bookmarks. Same text, same bytes.

    Characters that no font on this machine can show are added to `unshown`; they come from the
    reader's own text and do not stop the PDF. Any other warning raises `PdfWarningError`.
    """
    weasyprint = _engine()
    base = (resources.root() / "templates").as_uri() + "/"
    fonts = (resources.root() / "templates" / "fonts.css").read_text(encoding="utf-8")
    created = f'<meta name="dcterms.created" content="{as_of.isoformat()}">'
    html = html.replace("<head>", f"<head>\n{created}\n<style>{fonts}</style>", 1)
    with _heard() as warnings, _uncollected(), _epoch(as_of):
        document = weasyprint.HTML(
            string=html, base_url=base, url_fetcher=_fetcher(weasyprint, base)
        )
        data: bytes = document.write_pdf(pdf_tags=True, pdf_identifier=b"sitegen", finisher=_lean)
    missing = [w for w in warnings if w.startswith(NO_GLYPH)]
    if unshown is not None:
        unshown += sorted({w.partition('"')[2].partition('"')[0] for w in missing})
    if len(missing) < len(warnings):
        raise PdfWarningError("\n".join(w for w in warnings if w not in missing))
    return data


HOLLOW = {"/Span", "/NonStruct"}
"""Kinds of tags that say nothing about their content."""


def _lean(document: Any, pdf: Any) -> None:
    """Take away what no reader and no eye would miss; a third of the file."""
    del document
    _lean_tags(pdf)
    for thing in pdf.objects:
        if hasattr(thing, "stream"):
            thing.stream = [_lean_drawing(op) for op in thing.stream]


_LONG_NUMBER = re.compile(rb"(\d\.\d\d)\d+")


def _lean_drawing(step: Any) -> Any:
    """A step of drawing without shifts of nothing, and to a hundredth of a point."""
    if not isinstance(step, bytes):
        return step
    if step.endswith(b"TJ"):
        return step.replace(b">0<", b"")
    return _LONG_NUMBER.sub(rb"\1", step)


def _lean_tags(pdf: Any) -> None:
    """Hang what hollow tags hold on the tag around them.

    The engine makes such a tag for each run of text; they are two thirds of all objects.
    """
    tags = {o.reference: o for o in pdf.objects if _is_tag(o)}
    hollow = {ref for ref, o in tags.items() if o["S"] in HOLLOW and set(o) <= _PLAIN}

    def keeper(ref: Any) -> Any:
        """The nearest tag around one that stays."""
        while ref in hollow:
            ref = tags[ref]["P"]
        return ref

    def kids(tag: Any) -> Any:
        for kid in tag["K"]:
            if kid in hollow:
                yield from kids(tags[kid])
            else:
                yield kid

    kept = {ref: list(kids(tag)) for ref, tag in tags.items() if ref not in hollow}
    for ref, found in kept.items():
        tags[ref]["K"][:] = found
        for kid in found:
            if kid in tags:
                tags[kid]["P"] = ref
    for numbers in _parent_trees(pdf):
        for entry in numbers[1::2]:
            if isinstance(entry, list):
                entry[:] = [keeper(ref) for ref in entry]
    for ref in hollow:
        tags[ref].free = "f"


_PLAIN = {"Type", "S", "K", "Pg", "P"}


def _is_tag(thing: Any) -> bool:
    return isinstance(thing, dict) and thing.get("Type") == "/StructElem"


def _parent_trees(pdf: Any) -> Iterator[Any]:
    """The lists that lead from a text on a page to its tag."""
    for thing in pdf.objects:
        if isinstance(thing, dict) and "Nums" in thing:
            yield thing["Nums"]


def _engine() -> Any:
    """Import WeasyPrint; it prints a banner to stdout when libraries are missing, so hush it."""
    try:
        with (
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
            _no_search(),
        ):
            import weasyprint
    except ImportError as error:
        raise PdfEngineMissingError(f"WeasyPrint is not installed ({error}).") from error
    except OSError as error:
        raise PdfEngineMissingError(_how_to_install()) from error
    return weasyprint


@contextlib.contextmanager
def _no_search() -> Iterator[None]:
    """On Linux, skip the search for libraries by child processes while WeasyPrint is imported.

    It also tries each library by its exact file name, which is enough there and much faster.
    """
    if platform.system() != "Linux":
        yield
        return
    search = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = search


def _how_to_install() -> str:
    """One line for this system."""
    system = platform.system()
    if system == "Darwin":
        return "The PDF needs Pango. Install it once: brew install pango"
    if system == "Windows":
        return (
            "The PDF needs Pango. Install MSYS2, then in its shell: "
            "pacman -S mingw-w64-ucrt-x86_64-pango"
        )
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        release = {}
    family = f"{release.get('ID', '')} {release.get('ID_LIKE', '')}"
    if "debian" in family:
        line = "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    elif "fedora" in family or "rhel" in family:
        line = "sudo dnf install pango"
    elif "arch" in family:
        line = "sudo pacman -S pango"
    elif "alpine" in family:
        line = "doas apk add pango so:libharfbuzz-subset.so.0"
    elif "suse" in family:
        line = "sudo zypper install libpango-1_0-0 libharfbuzz-subset0"
    else:
        return "The PDF needs the library Pango (1.44 or newer). Install it with your system."
    return f"The PDF needs Pango and HarfBuzz. Install them once: {line}"


def _fetcher(weasyprint: Any, base: str) -> Any:
    """Serve files below templates/ only; anything else stops the PDF."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    class OnlyTemplates(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith(base) or ".." in unquote(url):
                raise FatalURLFetchingError(f"the print page may not load {url}")
            return super().fetch(url, headers)

    del weasyprint
    return OnlyTemplates()


@contextlib.contextmanager
def _heard() -> Iterator[list[str]]:
    """Gather what the engine logs as a warning or worse."""
    heard: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            heard.append(record.getMessage())

    loggers = [logging.getLogger("weasyprint"), logging.getLogger("fontTools")]
    listener = Listener(logging.WARNING)
    for logger in loggers:
        logger.addHandler(listener)
    try:
        yield heard
    finally:
        for logger in loggers:
            logger.removeHandler(listener)


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Hold garbage collection off: layout makes many objects and frees few."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@contextlib.contextmanager
def _epoch(as_of: dt.date) -> Iterator[None]:
    """Let font subsetting write the plan's date instead of the clock's."""
    import os

    old = os.environ.get("SOURCE_DATE_EPOCH")
    moment = dt.datetime.combine(as_of, dt.time(), dt.UTC)
    os.environ["SOURCE_DATE_EPOCH"] = str(int(moment.timestamp()))
    try:
        yield
    finally:
        if old is None:
            os.environ.pop("SOURCE_DATE_EPOCH")
        else:
            os.environ["SOURCE_DATE_EPOCH"] = old
