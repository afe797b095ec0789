"""What the tests of the output share: sample sites built once a session, read as trees."""

from __future__ import annotations

import dataclasses
import functools
import json
import os
import shutil
import signal
import subprocess
import sys
import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from sitegen.build import Request, build
from sitegen.output.manifest import MANIFEST, manifest_text
from sitegen.profile.fields import Profile
from sitegen.render.quantities import bare
from sitegen.shape import fields_of
from tests.conftest import AS_OF, EDITION, ROOT

SAMPLES = tuple(sorted(p.stem for p in (ROOT / "data" / "profiles").glob("*.yaml")))

PAYLOAD = "<script>alert(1)</script>\"'&{{7*7}}"
"""A text that any page must show as it stands, and must never obey."""

PRINTED = ("print.html", "handout.html", "worksheets.html")
"""The pages for paper that every build writes."""

BLANK = "worksheets.html"
"""The page that holds nothing of anybody."""

PAPERS = frozenset({*PRINTED, "book.html"})
"""All pages for paper. They hold their own style, and no script."""

BOOK = "anesthesiology-hopeful"
"""The sample whose book is made. It takes as long as the other PDFs of three samples together."""

VOID = {"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


def profile_of(sample: str) -> Path:
    """The file of a sample profile."""
    return ROOT / "data" / "profiles" / f"{sample}.yaml"


def tables_beside(folder: Path) -> None:
    """Put the tables that samples name into a folder, for a sample built from there."""
    for table in (ROOT / "data" / "profiles").glob("*.csv"):
        shutil.copyfile(table, folder / table.name)


def keyed(output: Path) -> Path:
    """The output folder, so that a build takes the key of the tests and no random one."""
    output.mkdir(parents=True, exist_ok=True)
    (output / MANIFEST).write_text(manifest_text({}, EDITION.key, AS_OF), "utf-8")
    return output


def on_server() -> bool:
    """Whether this is a build server, where nothing may be skipped."""
    return os.environ.get("CI", "").casefold() not in ("", "0", "false")


def do_without(reason: str) -> None:
    """Skip a test for want of a tool; on a build server, fail instead."""
    if on_server():
        pytest.fail(f"{reason}; where CI is set, nothing may be skipped", pytrace=False)
    pytest.skip(reason)


@functools.cache
def _engine_fault() -> str:
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as error:
        return f"no PDF engine here: {str(error).splitlines()[0]}"
    return ""


def need_pdf_engine() -> None:
    """Do without the test where PDFs cannot be made."""
    if _engine_fault():
        do_without(_engine_fault())


def hear_signals() -> None:
    """For `preexec_fn`: hear what `nohup`, and a job behind `&`, had the tests ignore."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


HEARS = hear_signals if os.name == "posix" else None
"""The same where there are such signals."""


def environment(**changes: str) -> dict[str, str]:
    """The environment of a child process that runs this checkout."""
    paths = [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths)), **changes}


@functools.cache
def site(base: Path, sample: str) -> Path:
    """The site of a sample, without its PDF. `base` is the session's temporary folder."""
    output = keyed(base / "sites" / sample)
    build(Request(profile_of(sample), output, AS_OF, with_pdf=False), lambda line: None)
    return output


BUILD_ALL = """
import datetime as dt, sys
from pathlib import Path
from typing import Any
from sitegen.build import Request, build
day, folder, book, *profiles = sys.argv[1:]
for profile in map(Path, profiles):
    whole, target = profile.stem == book, Path(folder) / profile.stem
    request = Request(profile, target, dt.date.fromisoformat(day), with_book=whole)
    built = build(request, print)
    assert not built.pdf_missing, built.pdf_missing
    for note in built.pdf_notes:
        print("NOTE", note)
"""

PRINTED_AS = {"plan.pdf": "print.html"}
"""The pages from which PDFs are made, where they have other names."""

HARMLESS = ("HarfBuzz-Subset will be required", "Using fontTools instead of HarfBuzz-Subset")
"""What the engine may say on a machine without a library that it can do without."""


def unknown_notes(notes: Iterable[str]) -> list[str]:
    """What the engine said that nobody has found harmless yet."""
    return [note for note in notes if not note.startswith(HARMLESS)]


@functools.cache
def pdfs(base: Path) -> tuple[Path, Path]:
    """Two folders with all samples built with PDFs, by two processes that differ.

    They run at the same time, in opposite order, with another seed for hashes, another time
    zone, and another folder to start in.
    """
    need_pdf_engine()
    folders = (base / "pdfs" / "first", base / "pdfs" / "second")
    profiles = [str(profile_of(s)) for s in SAMPLES]
    running = []
    for folder, order, seed, zone in (
        (folders[0], profiles, "1", "UTC"),
        (folders[1], profiles[::-1], "2", "Asia/Karachi"),
    ):
        for sample in SAMPLES:
            keyed(folder / sample)
        told = [AS_OF.isoformat(), str(folder), BOOK, *order]
        command = [sys.executable, "-c", BUILD_ALL, *told]
        running.append(
            subprocess.Popen(
                command,
                cwd=folder,
                env=environment(PYTHONHASHSEED=seed, TZ=zone),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
        )
    for process in running:
        output, _ = process.communicate(timeout=600)
        spoken = output.decode("utf-8", "replace")
        assert process.returncode == 0, spoken
        said = [line[5:] for line in spoken.splitlines() if line.startswith("NOTE ")]
        assert unknown_notes(said) == [], "the engine warned"
    return folders


def files(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def printed_page(pdf: Path) -> Element:
    """The page that a PDF was made from."""
    return page(pdf.parent / PRINTED_AS.get(pdf.name, f"{pdf.stem}.html"))


@dataclass(eq=False)
class Element:
    """One element of a page."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)

    def walk(self) -> Iterator[Element]:
        """This element and all below it, in document order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, *tags: str, cls: str = "") -> list[Element]:
        """Elements below with one of these tags, or any, and with a class, if one is given."""
        return [
            e
            for e in self.walk()
            if e is not self and (not tags or e.tag in tags) and (not cls or cls in e.classes)
        ]

    @property
    def classes(self) -> list[str]:
        """The words of the class attribute."""
        return self.attributes.get("class", "").split()

    @property
    def text(self) -> str:
        """All text below, with white space as one space."""
        return " ".join("".join(self._texts()).split())

    @property
    def own_text(self) -> str:
        """The text directly in this element."""
        return " ".join("".join(c for c in self.children if isinstance(c, str)).split())

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in ("style", "script"):
                yield from child._texts()

    def closest(self, *tags: str) -> Element | None:
        """This element or the nearest one around it with one of these tags."""
        here: Element | None = self
        while here is not None and here.tag not in tags:
            here = here.parent
        return here

    def by_id(self, name: str) -> Element:
        """The one element with this id."""
        found = [e for e in self.walk() if e.attributes.get("id") == name]
        assert len(found) == 1, f"{len(found)} elements have the id {name}"
        return found[0]

    def section_after(self) -> list[Element]:
        """The elements that follow a heading, up to the next one of its level or above.

        A heading that folds a part is followed by that part.
        """
        assert self.parent is not None
        head = self.parent if self.parent.tag == "summary" else self
        assert head.parent is not None
        rest = [c for c in head.parent.children if isinstance(c, Element)]
        rest = rest[rest.index(head) + 1 :]
        ends = ("h1", "h2", "h3", "h4")[: int(self.tag[1])]
        end = next((i for i, e in enumerate(rest) if e.tag in ends or e.folds(*ends)), len(rest))
        return rest[:end]

    def folds(self, *headings: str) -> bool:
        """Whether this is a folded part under a heading of one of these levels."""
        return self.tag == "details" and any(e.all(*headings) for e in self.all("summary"))

    def __repr__(self) -> str:
        return f"<{self.tag} {self.attributes}> {self.text[:80]}"


class _Builder(HTMLParser):
    """Builds the tree, and refuses tags that do not nest."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Element("#page")
        self.here = self.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        element = Element(tag, {k: v or "" for k, v in attrs}, self.here)
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def handle_endtag(self, tag: str) -> None:
        assert self.here.tag == tag, f"</{tag}> closes <{self.here.tag}>, line {self.getpos()[0]}"
        assert self.here.parent is not None
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


def parse(html: str) -> Element:
    """The tree of a page. Fails when a tag is left open or closed out of order."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    assert builder.here is builder.root, f"<{builder.here.tag}> is never closed"
    return builder.root


@functools.cache
def page(path: Path) -> Element:
    """The tree of a page on disk."""
    return parse(path.read_text(encoding="utf-8"))


def html_files(folder: Path) -> list[Path]:
    """Every page of a site; there must be many."""
    found = sorted(folder.rglob("*.html"))
    assert len(found) > 30, f"only {len(found)} pages in {folder}"
    return found


def unmarked(view: Any) -> Any:
    """What a template is given, with bare text in the place of marked quantities."""
    if isinstance(view, str):
        return bare(view)
    if isinstance(view, dict):
        return {key: unmarked(each) for key, each in view.items()}
    if type(view) in (list, tuple):
        return type(view)(map(unmarked, view))
    return view


FILES = {"programs", "interviews", "rank_list"}
"""Texts of a profile that name another file."""


NAMED = "anesthesiology"
"""The specialty that a hostile profile names, and for which it answers."""


def hostile(record: type, path: str = "") -> tuple[dict[str, object], list[str]]:
    """A value for each free text of a record, and where those texts are."""
    values: dict[str, object] = {}
    places: list[str] = []
    for key, spec in fields_of(record).items():
        here = f"{path}.{key}".lstrip(".")
        kinds = [k for k in (typing.get_args(spec.kind) or (spec.kind,)) if k is not type(None)]
        inner = kinds[0]
        many = typing.get_origin(inner) is tuple
        if many:
            inner = typing.get_args(inner)[0]
        named = typing.get_origin(inner) is Mapping
        if named:
            inner = typing.get_args(inner)[1]
            here = f"{here}.{NAMED}"
        if dataclasses.is_dataclass(inner):
            below, found = hostile(typing.cast(type, inner), here)
            if found:
                values[key] = {NAMED: below} if named else [below] if many else below
                places += found
        elif inner is str and here not in FILES and not {"vocabulary", "pattern"} & {*spec.limits}:
            text = f"{PAYLOAD} {here}"
            values[key] = [text] if many else text
            places.append(here)
    return values, places


REQUIRED = {
    "earlier_training": {"specialty": "anesthesiology", "years": 1},
    "gaps": {"from": "2024-01", "to": "2024-09"},
    "letters": {"specialty": "anesthesiology", "us_faculty": True, "state": "to_ask"},
    "research": {"kind": "poster", "field": "anesthesiology"},
    "experiences": {"kind": "teaching"},
}
"""Answers that an entry of each list needs beside its texts."""


def hostile_profile() -> tuple[str, list[str]]:
    """A profile whose every free text tries to be markup or a template, and their places."""
    values, places = hostile(Profile)
    for key, answers in REQUIRED.items():
        entries = values[key]
        assert isinstance(entries, list)
        entries[0] = {**answers, **entries[0]}
    for key, answer in (
        ("interests", {"primary": "anesthesiology"}),
        ("communication", {"spoken_english": 4}),
    ):
        values[key] = {**answer, **typing.cast(dict[str, object], values[key])}
    values["season"] = 2028
    # JSON is YAML, and needs no care with quotes here.
    return json.dumps(values, indent=1), places
