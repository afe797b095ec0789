"""One applicant from start to end.

Everything is gathered first. The output folder is touched only when the new plan is whole.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import inputs
from sitegen.diagnostics import Location, Problem, Problems, UserFilesError
from sitegen.output.keep import Kept
from sitegen.output.manifest import last_written, read_manifest
from sitegen.output.swap import put_in_place
from sitegen.output.target import check_target, held, restore, settled, unwritable
from sitegen.profile.fields import Paper

if TYPE_CHECKING:
    from sitegen.agenda import Edition
    from sitegen.knowledge.model import Knowledge
    from sitegen.pdf import Pdf
    from sitegen.profile import ReadProfile
    from sitegen.understanding import Understanding

LARGEST_CALENDAR = 5_000_000
"""Bytes of a calendar of the last build that are still read."""

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
    `kept` is what of the applicant's stayed, and `lists` how each list was understood.
    """

    output: Path
    files: tuple[str, ...]
    warnings: tuple[Problem, ...]
    pdf_missing: str = ""
    pdf_notes: tuple[str, ...] = ()
    kept: tuple[Kept, ...] = ()
    lists: tuple[Understanding, ...] = ()

    def place(self, name: str) -> Path:
        """Where a file of the plan stands: beside the applicant's own one, if that was kept."""
        fresh = {each.path: each.fresh for each in self.kept}.get(name)
        return self.output / (fresh or name)


def build(request: Request, say: Say) -> Built:
    """Build one applicant's folder. Raises `UserFilesError` with every problem at once."""
    problems = Problems()
    restore(request.output, say)
    check_target(request.output, request.profile, problems)
    knowledge, read, told = inputs.both(request.profile, request.pack, request.as_of, problems)
    warnings = stale_warnings(knowledge, request.as_of)
    if request.strict and (warnings or told):
        raise UserFilesError([*warnings, *told])
    with held(request.output, say):
        edition = edition_of(request)
        tree, made, missing = finished_tree(request, read, knowledge, edition, say)
        try:
            kept = put_in_place(tree, settled(request.output), request.as_of, edition.key)
        except OSError as error:
            raise unwritable(request.output, error) from error
    warnings += glyph_warnings(request.profile, made.unshown if made else ())
    notes = made.notes if made else ()
    files, said = tuple(sorted(tree)), (*warnings, *told)
    return Built(request.output, files, said, missing, notes, kept, read.lists)


def finished_tree(
    request: Request, read: ReadProfile, knowledge: Knowledge, edition: Edition, say: Say
) -> tuple[dict[str, bytes], Pdf | None, str]:
    """Every file of the plan, the PDF with what was said beside it, or why there is none."""
    from sitegen.check import check_tree
    from sitegen.plan.make import make_plan
    from sitegen.render.sections import Sections
    from sitegen.render.site import render_print_page, render_site

    plan = make_plan(read, knowledge, request.as_of)
    paper = request.paper or read.profile.paper or Paper.LETTER
    say("Writing the pages …")
    sections = Sections(plan)
    html = render_print_page(sections, paper.value)
    with pdf_of(html, request) as finished:
        tree = render_site(sections, edition)
        tree["print.html"] = html.encode()
        check_tree(tree)
        if request.with_pdf:
            say("Making the PDF …")
        made, missing = finished()
    if made:
        tree["plan.pdf"] = made.data
    return tree, made, missing


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

    folder = settled(request.output)
    last = read_manifest(folder)
    key = request.plan_key or (last.plan_key if last else "") or secrets.token_hex(8)
    calendar = last_written(folder, last, "calendar.ics", LARGEST_CALENDAR) if last else None
    return Edition(key, calendar)


def stale_warnings(knowledge: object, as_of: dt.date) -> tuple[Problem, ...]:
    """Warnings about values that nobody has confirmed for long, and about overtaken figures."""
    from sitegen.diagnostics import Severity
    from sitegen.knowledge.aging import overtaken, stale
    from sitegen.knowledge.model import Knowledge

    assert isinstance(knowledge, Knowledge)
    old = tuple(
        Problem(
            "D303", Location("data/specialties/"),
            f"the figures on matching are of Match {year} in {len(names)} specialties, such as "
            f"{names[0]}; newer Matches have been held since",
            "add the figures of a newer Match; as an applicant, ask for a newer version",
            Severity.WARNING,
        )
        for year, names in overtaken(knowledge, as_of).items()
    )  # fmt: skip
    return old + tuple(_aged(knowledge, as_of)) + tuple(
        Problem(
            "D301", Location(f"data/parameters/{name.replace('.', '/')}.yaml"),
            f"nobody has confirmed this value since {day.isoformat()}",
            "confirm it and change checked_on; as an applicant, ask for a newer version",
            Severity.WARNING,
        )
        for name, day in stale(knowledge, as_of)
    )  # fmt: skip


def _aged(knowledge: Knowledge, as_of: dt.date) -> Iterator[Problem]:
    """Warnings about sources that had to be looked at again, and about dates printed since."""
    from sitegen.diagnostics import Severity
    from sitegen.knowledge.aging import dates_awaited, overdue

    for key, whats in overdue(knowledge, as_of).items():
        day = knowledge.sources[key].look_again
        yield Problem(
            "D305",
            Location("data/sources/"),
            f"the source {key} was to be looked at again by {day}; {len(whats)} values rest on "
            f"it, such as {whats[0]}",
            "read it again, correct what has changed, then change read_on and look_again; as an "
            "applicant, look the value up yourself",
            Severity.WARNING,
        )
    season = dates_awaited(knowledge, as_of)
    if season is not None:
        yield Problem(
            "D305",
            Location("data/seasons/"),
            f"no date of season {season} is printed here, and by now they usually are",
            f"add {season}.yaml with the dates that AAMC and NRMP print; as an applicant, take "
            "the dates from their pages",
            Severity.WARNING,
        )


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
