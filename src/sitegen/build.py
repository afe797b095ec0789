"""One applicant from start to end, and the swap of the finished folder into its place.

Everything is gathered first. A new folder is written beside the target and moved there only
when it is whole; a build that fails leaves the last one as it was.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from sitegen import inputs
from sitegen.diagnostics import Location, Problem, Problems, UserFilesError
from sitegen.output.manifest import MANIFEST, manifest_text, read_manifest
from sitegen.profile.fields import Paper

if TYPE_CHECKING:
    from sitegen.agenda import Edition
    from sitegen.pdf import Pdf

LEFT_BY_SYSTEMS = {".DS_Store", "Thumbs.db", "desktop.ini"}

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Request:
    """What to build, and where.

    `plan_key` names the plan through all of its builds. Without it, the last build in the output
    folder says it, and a first build makes a random one.
    """

    profile: Path
    output: Path
    as_of: dt.date
    with_pdf: bool = True
    strict: bool = False
    paper: Paper | None = None
    pack: Path | None = None
    plan_key: str | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """What a build wrote.

    `pdf_missing` says in one line why there is no PDF, where one was asked for. `pdf_notes` is what
    the PDF engine said beside its work; see `sitegen.pdf.Pdf`.
    """

    output: Path
    files: tuple[str, ...]
    warnings: tuple[Problem, ...]
    pdf_missing: str = ""
    pdf_notes: tuple[str, ...] = ()


def build(request: Request, say: Say) -> Built:
    """Build one applicant's folder. Raises `UserFilesError` with every problem at once."""
    from sitegen.check import check_tree
    from sitegen.plan.make import make_plan
    from sitegen.render.sections import Sections
    from sitegen.render.site import render_print_page, render_site

    problems = Problems()
    check_target(request.output, problems)
    knowledge, read, told = inputs.both(request.profile, request.pack, request.as_of, problems)
    warnings = stale_warnings(knowledge, request.as_of)
    if request.strict and (warnings or told):
        raise UserFilesError([*warnings, *told])
    plan = make_plan(read, knowledge, request.as_of)
    paper = request.paper or read.profile.paper or Paper.LETTER
    say("Writing the pages …")
    sections = Sections(plan)
    html = render_print_page(sections, paper.value)
    edition = edition_of(request)
    with pdf_of(html, request) as finished:
        tree = render_site(sections, edition)
        tree["print.html"] = html.encode()
        check_tree(tree)
        if request.with_pdf:
            say("Making the PDF …")
        made, missing = finished()
    if made:
        tree["plan.pdf"] = made.data
        warnings += glyph_warnings(request.profile, made.unshown)
    put_in_place(tree, request.output, request.as_of, edition.key)
    notes = made.notes if made else ()
    return Built(request.output, tuple(sorted(tree)), (*warnings, *told), missing, notes)


@contextlib.contextmanager
def pdf_of(html: str, request: Request) -> Iterator[Callable[[], tuple[Pdf | None, str]]]:
    """Begin the PDF of a print page. The result waits for it, and says in one line why if none."""
    if not request.with_pdf:
        yield lambda: (None, "")
        return
    from sitegen.pdf import PdfNotMadeError, begun

    def finished() -> tuple[Pdf | None, str]:
        try:
            return wait(), ""
        except PdfNotMadeError as error:
            return None, str(error)

    with begun(html, request.as_of) as wait:
        yield finished


def edition_of(request: Request) -> Edition:
    """The key of the plan, and the calendar of the last build in the output folder."""
    from sitegen.agenda import Edition

    last = read_manifest(request.output)
    key = request.plan_key or (last.plan_key if last else "") or secrets.token_hex(8)
    calendar = None
    if last and "calendar.ics" in last.files:
        with contextlib.suppress(OSError):
            calendar = (request.output / "calendar.ics").read_bytes()
    return Edition(key, calendar)


def stale_warnings(knowledge: object, as_of: dt.date) -> tuple[Problem, ...]:
    """Warnings about values that nobody has confirmed for long, and about overtaken figures."""
    from sitegen.diagnostics import Severity
    from sitegen.knowledge.load import overtaken, stale
    from sitegen.knowledge.model import Knowledge

    assert isinstance(knowledge, Knowledge)
    old = tuple(
        Problem(
            "D303", Location("data/specialties/"),
            f"the figures on matching are of Match {year} in {len(names)} specialties, such as "
            f"{names[0]}; newer Matches have been held since",
            "add the figures of a newer Match, or take them with a wider range",
            Severity.WARNING,
        )
        for year, names in overtaken(knowledge, as_of).items()
    )  # fmt: skip
    return old + tuple(
        Problem(
            "D301", Location(f"data/parameters/{name.replace('.', '/')}.yaml"),
            f"nobody has confirmed this value since {day.isoformat()}",
            "confirm it and change checked_on", Severity.WARNING,
        )
        for name, day in stale(knowledge, as_of)
    )  # fmt: skip


def glyph_warnings(profile: Path, unshown: Sequence[str]) -> tuple[Problem, ...]:
    """A warning about characters that the PDF cannot show on this machine."""
    from sitegen.diagnostics import Severity

    if not unshown:
        return ()
    return (
        Problem(
            "G101", Location(str(profile)),
            f"the PDF cannot show these characters: {' '.join(unshown)}",
            "install a font for this script (the Noto fonts have most), or write it in Latin "
            "letters too", Severity.WARNING,
        ),
    )  # fmt: skip


def check_target(output: Path, problems: Problems) -> None:
    """Record why the output folder cannot be used, before any work is done."""
    where = Location(str(output))
    try:
        if output.is_symlink() or (output.exists() and not output.is_dir()):
            problems.add(
                "O101", where, "the output is not a folder", "name another one with --output"
            )
        elif output.is_dir():
            foreign = not_ours(output)
            if foreign:
                problems.add(
                    "O102", where,
                    f"this folder holds files that sitegen did not write: {', '.join(foreign[:3])}",
                    "name another folder with --output, or move those files away",
                )  # fmt: skip
        parent = first_existing(output)
        if not problems.errors and not os.access(parent, os.W_OK | os.X_OK):
            problems.add(
                "O103", Location(str(parent)), "nothing can be written in this folder",
                "name another one with --output",
            )  # fmt: skip
    except OSError as error:
        problems.add("O103", where, f"the output cannot be used: {error.strerror}")


def not_ours(folder: Path) -> list[str]:
    """Files in a folder that no manifest of ours lists, sorted."""
    present = {
        p.relative_to(folder).as_posix()
        for p in folder.rglob("*")
        if not p.is_dir() or p.is_symlink()
    }
    present -= {p for p in present if PurePosixPath(p).name in LEFT_BY_SYSTEMS}
    last = read_manifest(folder)
    listed = set(last.files) if last else set()
    return sorted(present - listed - (set() if last is None else {MANIFEST}))


def first_existing(path: Path) -> Path:
    """The nearest folder above a path that exists; the root where not even the drive does."""
    parent = path.absolute().parent
    while not parent.exists() and parent != parent.parent:
        parent = parent.parent
    return parent


def put_in_place(tree: Mapping[str, bytes], output: Path, as_of: dt.date, plan_key: str) -> None:
    """Write a new folder beside the target and swap it in. The old one stays until then."""
    output = output.absolute()
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{output.name}.new-", dir=output.parent))
    except OSError as error:
        raise _unwritable(output, error) from error
    try:
        _write(tree, fresh, as_of, plan_key)
        _swap(fresh, output)
    except OSError as error:
        raise _unwritable(output, error) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _unwritable(output: Path, error: OSError) -> UserFilesError:
    reason = error.strerror or str(error)
    return UserFilesError([
        Problem("O103", Location(str(output)), f"the output cannot be written: {reason}",
                "name another folder with --output, or close programs that use this one")
    ])  # fmt: skip


def _write(tree: Mapping[str, bytes], folder: Path, as_of: dt.date, plan_key: str) -> None:
    folder.chmod(0o755)
    for name, content in sorted(tree.items()):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    (folder / MANIFEST).write_text(manifest_text(tree, plan_key, as_of), encoding="utf-8")


def _swap(fresh: Path, output: Path) -> None:
    if not output.exists():
        fresh.rename(output)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{output.name}.old-", dir=output.parent))
    try:
        output.rename(old / "tree")
        fresh.rename(output)
    except BaseException:  # also Ctrl-C: the last good folder must stand where it stood
        if (old / "tree").exists() and not output.exists():
            (old / "tree").rename(output)
        raise
    finally:
        # Where even the way back failed, the last good folder stays beside the target.
        if output.exists():
            shutil.rmtree(old, ignore_errors=True)
