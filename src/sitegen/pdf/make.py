"""The PDF itself, made in this process."""

from __future__ import annotations

import base64
import contextlib
import ctypes.util
import datetime as dt
import gc
import io
import logging
import os
import platform
import re
import warnings
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any
from urllib.parse import unquote

from sitegen import cache, native, resources
from sitegen.pdf.structure import describe_pictures, finish
from sitegen.records import value_object

NO_GLYPH = ".notdef glyph"

NO_DAY = dt.date(2000, 1, 1)
"""What fonts in a form say, because they have to say a day."""

_MARK = re.compile(r"</?data\b[^>]*>")
_ADDRESS = re.compile(r'<a class="url".*?</a>', re.DOTALL)


class PdfNotMadeError(Exception):
    """There is no PDF; one line says why, and what to install where that would help."""


@value_object
class PrintPage:
    """One HTML text that becomes one PDF, and the day that the PDF says it was made on.

    Without a day it is a blank form: its fields can be filled in, and it is kept between runs.
    """

    html: str
    as_of: dt.date | None


@value_object
class Pdf:
    """A finished PDF.

    `unshown` are the characters that no font on this machine can show; they come from the
    reader's own text. `notes` is what else the engine said; none of it keeps the PDF from being
    whole, and on a page of ours there should be none.
    """

    data: bytes
    unshown: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def make_pdf(html: str, as_of: dt.date | None) -> Pdf:
    """Lay out the print page as a PDF tagged for PDF/UA-1. Same text, same bytes.

    Without a day, its fields can be filled in, and it tells no day.
    Raises `PdfNotMadeError` for whatever keeps the engine from making it.
    """
    with _heard() as heard:
        try:
            data = _laid_out(html, as_of)
        except PdfNotMadeError:
            raise
        except Exception as error:
            told = " ".join(str(error).split())[:300]
            fault = f"{type(error).__name__}: {told}" if told else type(error).__name__
            raise PdfNotMadeError(f"The PDF engine failed: {fault}") from error
    notes = list(dict.fromkeys(heard))
    unshown = sorted({n.split('"')[1] for n in notes if n.startswith(NO_GLYPH) and '"' in n})
    rest = tuple(n for n in notes if not n.startswith(NO_GLYPH))
    return Pdf(data, tuple(unshown), rest)


def kept_pdf(html: str) -> Pdf:
    """A blank form, which is made once on each machine for each text and engine."""
    fonts = (resources.root() / "templates" / "fonts.css").read_text(encoding="utf-8")
    key = cache.key((html, fonts, version("weasyprint")), ("pdf",))
    return cache.remembered("form", key, lambda: make_pdf(html, None), _plain_form, _form)


def _plain_form(pdf: Pdf) -> dict[str, Any]:
    told = {"unshown": pdf.unshown, "notes": pdf.notes}
    return {"data": base64.b64encode(pdf.data).decode(), **told}


def _form(kept: Any) -> Pdf:
    try:
        data = base64.b64decode(kept["data"], validate=True)
        return Pdf(data, tuple(map(str, kept["unshown"])), tuple(map(str, kept["notes"])))
    except (KeyError, TypeError) as error:
        raise ValueError("this was no form") from error


def _laid_out(html: str, as_of: dt.date | None) -> bytes:
    weasyprint = _engine()
    from weasyprint.urls import FatalURLFetchingError

    base = (resources.root() / "templates").as_uri() + "/"
    fonts = (resources.root() / "templates" / "fonts.css").read_text(encoding="utf-8")
    created = f'<meta name="dcterms.created" content="{as_of.isoformat()}">' if as_of else ""
    html = _plain(html).replace("<head>", f"<head>\n{created}\n<style>{fonts}</style>", 1)
    with _uncollected(), _epoch(as_of):
        try:
            page = weasyprint.HTML(string=html, base_url=base, url_fetcher=_fetcher(base))
            document = page.render(pdf_tags=True, pdf_forms=not as_of)
            describe_pictures(document)
            data: bytes = document.write_pdf(
                pdf_variant="pdf/ua-1", pdf_identifier=b"sitegen", finisher=finish
            )
        except FatalURLFetchingError as error:
            raise PdfNotMadeError(str(error)) from error
    return data


def _plain(html: str) -> str:
    """The page without what paper does not show: each element costs the engine boxes and lines.

    These are the marks of quantities, and the places to break in addresses, which the style sheet
    lets break anywhere.
    """
    return _ADDRESS.sub(lambda link: link[0].replace("<wbr>", ""), _MARK.sub("", html))


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
        raise PdfNotMadeError(f"WeasyPrint is not installed ({error}).") from error
    except Exception as error:
        raise PdfNotMadeError(_what_is_missing(error)) from error
    return weasyprint


def _what_is_missing(error: Exception) -> str:
    """One line: the native libraries that the engine lacks, and what installs exactly those."""
    lacking = [one for one in native.missing() if one.library.required]
    if not lacking:
        return f"The PDF engine cannot be loaded: {' '.join(str(error).split())}"
    told = " and ".join(f"{m.library.name} ({m.library.file}) {m.why}" for m in lacking)
    return f"The PDF engine cannot be loaded: {told}. {native.command(lacking)}"


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


def _fetcher(base: str) -> Any:
    """Serve files below templates/ only; anything else stops the PDF."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher

    class OnlyTemplates(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith(base) or ".." in unquote(url):
                raise FatalURLFetchingError(f"the print page may not load {url}")
            return super().fetch(url, headers)

    return OnlyTemplates()


class _Listener(logging.Handler):
    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record's message."""
        self.heard.append(record.getMessage())


@contextlib.contextmanager
def _heard() -> Iterator[list[str]]:
    """Gather what the engine logs as a warning or worse, and what Python warns about it."""
    heard: list[str] = []
    loggers = [logging.getLogger("weasyprint"), logging.getLogger("fontTools")]
    listener = _Listener(heard)
    for logger in loggers:
        logger.addHandler(listener)
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            yield heard
        heard += [str(warning.message) for warning in caught]
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
def _epoch(as_of: dt.date | None) -> Iterator[None]:
    """Let font subsetting write the plan's date instead of the clock's, or a fixed one."""
    old = os.environ.get("SOURCE_DATE_EPOCH")
    moment = dt.datetime.combine(as_of or NO_DAY, dt.time(), dt.UTC)
    os.environ["SOURCE_DATE_EPOCH"] = str(int(moment.timestamp()))
    try:
        yield
    finally:
        if old is None:
            os.environ.pop("SOURCE_DATE_EPOCH")
        else:
            os.environ["SOURCE_DATE_EPOCH"] = old
