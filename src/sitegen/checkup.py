"""Whether this machine can do all that a build needs: each part tried, with one next step."""

from __future__ import annotations

import datetime as dt
import html
import locale
import platform
import shutil
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

from sitegen import cache, inputs, native
from sitegen.build import stale_warnings
from sitegen.diagnostics import UserFilesError, typed
from sitegen.knowledge.aging import newest_printed
from sitegen.output.target import first_existing
from sitegen.pdf import PrintPage, begun
from sitegen.records import value_object
from sitegen.userfiles import profile_text
from sitegen.written import long_date

FORMAT = "sitegen-doctor 1"
OLDEST_PYTHON = (3, 11)
LITTLE_ROOM, TOO_LITTLE = 100_000_000, 20_000_000
"""Bytes: a site with its book takes some 10 million, and stands twice while it is exchanged."""

WITHOUT_SHAPE = {"Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn"}
"""Kinds of signs for which a font may have no shape of their own."""

LETTERS = "Aa"
"""What a trial PDF shows where no profile is named."""


class State(StrEnum):
    """How a part is: only what is broken keeps something from being made."""

    OK = "ok"
    ATTENTION = "attention"
    BROKEN = "broken"


@value_object
class Checked:
    """One part of this machine: what was seen, and one next step where there is one."""

    part: str
    state: State
    told: str
    next_step: str = ""

    def __str__(self) -> str:
        """One line, and the next step behind an arrow."""
        then = f" → {self.next_step}" if self.next_step else ""
        return f"{self.state.value:9}  {self.part}: {self.told}{then}"


Check = Callable[[], Iterator[Checked]]


def checkup(profile: Path | None, output: Path, pack: Path | None, day: dt.date) -> list[Checked]:
    """Every part, in the order of the build. Nothing is sent, and nothing stays on the disk."""
    checks: dict[str, Check] = {
        "Python": _python,
        "PDF libraries": _libraries,
        "PDF": lambda: _trial(profile, day),
        "encodings": _encodings,
        "output": lambda: _output(output),
        "cache": _cache,
        "data": lambda: _data(pack, day),
        "profile": lambda: _profile(profile, pack, day),
    }
    return [each for part, check in checks.items() for each in _tried(part, check)]


def works(found: list[Checked]) -> bool:
    """Whether nothing is broken."""
    return all(each.state is not State.BROKEN for each in found)


def checkup_data(found: list[Checked]) -> dict[str, Any]:
    """The same for machines."""
    rows = [
        {"part": c.part, "state": c.state.value, "told": c.told, "next_step": c.next_step}
        for c in found
    ]
    return {"format": FORMAT, "works": works(found), "checks": rows}


def _tried(part: str, check: Check) -> list[Checked]:
    """What a check says; one that breaks off says so in a line, for it is asked on odd machines."""
    try:
        return list(check())
    except Exception as error:
        told = f"{type(error).__name__}: {' '.join(str(error).split())}"
        return [Checked(part, State.BROKEN, told, "tell the project this line")]


def _python() -> Iterator[Checked]:
    told = f"{platform.python_version()} on {platform.system()}"
    if sys.version_info >= OLDEST_PYTHON:
        yield Checked("Python", State.OK, told)
    else:
        wanted = ".".join(map(str, OLDEST_PYTHON))
        yield Checked("Python", State.BROKEN, told, f"install Python {wanted} or newer")


def _libraries() -> Iterator[Checked]:
    lacking = {each.library.name: each for each in native.missing()}
    for library in native.LIBRARIES:
        gone = lacking.get(library.name)
        if gone is None:
            yield Checked(library.name, State.OK, f"{library.file} loaded")
            continue
        state = State.BROKEN if library.required else State.ATTENTION
        without = "" if library.required else "; the PDF is made without it"
        told = f"{library.file} {gone.why}{without}"
        yield Checked(library.name, state, told, native.command([gone]))


def _trial(profile: Path | None, day: dt.date) -> Iterator[Checked]:
    """A PDF with every letter of the profile that is not plain ASCII, made by the real engine."""
    if any(each.library.required for each in native.missing()):
        yield Checked(
            "PDF", State.BROKEN, "not tried without these libraries", "install them first"
        )
        return
    signs = _letters(profile)
    page = (
        '<!doctype html><html lang="en"><head><title>Trial</title></head>'
        f"<body><h1>Trial</h1><p>{html.escape(signs or LETTERS)}</p></body></html>"
    )
    with begun({"trial": PrintPage(page, day)}) as wait:
        made = wait()
    if "trial" not in made.pdfs:
        yield Checked("PDF", State.BROKEN, made.faults["trial"], "print the pages from a browser")
        return
    yield Checked("PDF", State.OK, f"a trial page was made, {len(made.pdfs['trial'].data):,} bytes")
    unshown = made.pdfs["trial"].unshown
    if unshown:
        told = f"no font here shows {' '.join(unshown)}"
        yield Checked("fonts", State.ATTENTION, told, native.font_command())
    else:
        of = f"all {len(signs)} letters of the profile beyond A to Z" if signs else "A to Z"
        yield Checked("fonts", State.OK, f"{of} can be shown")


def _letters(profile: Path | None) -> str:
    """The letters of a profile beyond ASCII, each once; none where it cannot be read."""
    from sitegen.diagnostics import Problems

    text = (profile_text(profile, Problems()) if profile else None) or ""
    signs = {sign for sign in text if ord(sign) > 127}
    return "".join(sorted(s for s in signs if unicodedata.category(s) not in WITHOUT_SHAPE))


def _encodings() -> Iterator[Checked]:
    for part, found, then in (
        ("terminal", locale.getencoding(), "what is printed is UTF-8, so letters may look wrong"),
        ("file names", sys.getfilesystemencoding(), "a name with other letters may not be found"),
    ):
        if found.lower().replace("-", "") == "utf8" or sys.flags.utf8_mode:
            yield Checked(part, State.OK, found)
            continue
        step = "chcp 65001" if platform.system() == "Windows" else "export LC_ALL=C.UTF-8"
        yield Checked(part, State.ATTENTION, f"{found}; {then}", f"type: {step}")


def _output(output: Path) -> Iterator[Checked]:
    folder = output if output.is_dir() else first_existing(output)
    try:
        with tempfile.TemporaryFile(dir=folder):
            yield Checked("output", State.OK, f"{folder} can be written")
    except OSError as error:
        told = f"{folder} cannot be written: {error.strerror}"
        yield Checked("output", State.BROKEN, told, "build into another folder: --output DIR")
        return
    free = shutil.disk_usage(folder).free
    told = f"{free // 1_000_000:,} MB free"
    few = State.BROKEN if free < TOO_LITTLE else State.ATTENTION
    state, step = (few, "make room on this disk") if free < LITTLE_ROOM else (State.OK, "")
    yield Checked("disk", state, told, step)


def _cache() -> Iterator[Checked]:
    place = cache.place_in_use()
    if place:
        yield Checked("cache", State.OK, f"{place} is used")
    else:
        told = "no folder that is yours alone; every start takes longer"
        yield Checked("cache", State.ATTENTION, told, "name one in SITEGEN_CACHE, closed to others")


def _data(pack: Path | None, day: dt.date) -> Iterator[Checked]:
    try:
        known = inputs.knowledge(pack)
    except UserFilesError as error:
        told = f"{len(error.problems)} problems in the data"
        yield Checked(
            "data",
            State.BROKEN,
            told,
            "take --data away, or mend its files: sitegen explain --data DIR shows each",
        )
        return
    years = sorted(f.use.year for s in known.specialties.values() for f in s.about.figures.values())
    read = max(source.read_on for source in known.sources.values())
    told = (
        f"dates of Match {newest_printed(known)}, figures of {years[0]} to {years[-1]}, "
        f"last read on {long_date(read)}"
    )
    old = stale_warnings(known, day)
    if old:
        step = "get a newer version of sitegen, or look up what matters to you"
        yield Checked("data", State.ATTENTION, f"{told}; {len(old)} to be looked up again", step)
    else:
        yield Checked("data", State.OK, told)


def _profile(profile: Path | None, pack: Path | None, day: dt.date) -> Iterator[Checked]:
    if profile is None:
        return
    try:
        inputs.both(profile, pack, day)
    except UserFilesError as error:
        number = len(error.problems)
        told = f"{number} {'problem' if number == 1 else 'problems'} in {profile}"
        yield Checked("profile", State.BROKEN, told, f"sitegen check {typed(profile)}")
    else:
        yield Checked("profile", State.OK, f"{profile} can be read")
