"""One applicant from start to end.

Everything is gathered first. The output folder is touched only when the new plan is whole.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import secrets
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import inputs
from sitegen.diagnostics import Location, Problem, Problems, UserFilesError
from sitegen.output.keep import Kept
from sitegen.output.manifest import last_written, read_manifest
from sitegen.output.swap import put_in_place
from sitegen.output.target import check_target, held, restore, settled, unwritable
from sitegen.profile.fields import Paper
from sitegen.records import value_object
from sitegen.stopping import go_on

if TYPE_CHECKING:
    from sitegen.agenda import Edition
    from sitegen.knowledge.model import Knowledge
    from sitegen.pdf import Printed
    from sitegen.plan.decided import Task
    from sitegen.profile import ReadProfile
    from sitegen.render.paper import OnPaper
    from sitegen.understanding import Understanding

LARGEST_CALENDAR = 5_000_000
"""Bytes of a calendar of the last build that are still read."""

Say = Callable[[str], None]


@value_object
class Request:
    """What to build, and where.

    `with_book` adds the document with all the detail to those that are always made.
    `plan_key` names the plan through all of its builds. Without it, the last build in the output
    folder says it, and a first build makes a random one.
    """

    profile: Path
    output: Path
    as_of: dt.date
    with_pdf: bool = True
    with_book: bool = False
    strict: bool = False
    paper: Paper | None = None
    pack: Path | None = None
    plan_key: str | None = None


@value_object
class Built:
    """What a build wrote.

    `pdf_missing` says in one line why a PDF was not made, and `unprinted` names the pages of the
    site that can be printed in place of such PDFs. `pdf_notes` is what the PDF engine said beside
    its work; see `sitegen.pdf.Pdf`.
    `kept` is what of the applicant's stayed, and `lists` how each list was understood. `open` are
    the questions that are not answered yet; what most of the plan hangs on comes first.
    """

    output: Path
    files: tuple[str, ...]
    warnings: tuple[Problem, ...]
    pdf_missing: str = ""
    unprinted: tuple[str, ...] = ()
    pdf_notes: tuple[str, ...] = ()
    kept: tuple[Kept, ...] = ()
    lists: tuple[Understanding, ...] = ()
    open: tuple[Task, ...] = ()

    def place(self, name: str) -> Path:
        """Where a file of the plan stands: beside the applicant's own one, if that was kept."""
        fresh = {each.path: each.fresh for each in self.kept}.get(name)
        return self.output / (fresh or name)

    def print_instead(self) -> str:
        """What to do where PDFs are missing: which pages to print in their place."""
        some = any(name.endswith(".pdf") for name in self.files)
        lost = "Not all PDFs were made" if some else "No PDF was made"
        pages = ", ".join(str(self.place(name)) for name in self.unprinted)
        each = "it to a PDF" if len(self.unprinted) == 1 else "each to a PDF"
        return f"{lost}. Open {' and '.join(pages.rsplit(', ', 1))} in a browser and print {each}."


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
        tree, made, still_open = finished_tree(request, read, knowledge, edition, say)
        go_on()
        try:
            kept = put_in_place(tree, settled(request.output), request.as_of, edition.key)
        except OSError as error:
            raise unwritable(request.output, error) from error
    unshown = sorted({sign for pdf in made.pdfs.values() for sign in pdf.unshown})
    return Built(
        request.output,
        tuple(sorted(tree)),
        (*warnings, *told, *glyph_warnings(request.profile, unshown)),
        next(iter(made.faults.values()), ""),
        tuple(made.faults),
        (*(note for pdf in made.pdfs.values() for note in pdf.notes), *made.said),
        kept,
        read.lists,
        still_open,
    )


def finished_tree(
    request: Request, read: ReadProfile, knowledge: Knowledge, edition: Edition, say: Say
) -> tuple[dict[str, bytes], Printed, tuple[Task, ...]]:
    """Every file of the plan, what was said of its PDFs, and what is not answered yet.

    Files and PDFs are named by their pages.
    """
    from sitegen.check import check_tree
    from sitegen.plan.find_out import FIND_OUT
    from sitegen.plan.make import make_plan
    from sitegen.render.paper import render_papers
    from sitegen.render.sections import Sections
    from sitegen.render.site import render_site

    plan = make_plan(read, knowledge, request.as_of)
    paper = request.paper or read.profile.paper or Paper.LETTER
    say("Writing the pages …")
    sections = Sections(plan)
    papers = render_papers(sections, paper.value, request.with_book)
    with pdfs_of(papers if request.with_pdf else (), request.as_of) as finished:
        tree = render_site(sections, edition)
        tree |= {each.page: each.html.encode() for each in papers}
        check_tree(tree)
        if request.with_pdf:
            say("Making the PDFs …")
        made = finished()
    tree |= {each.pdf: made.pdfs[each.page].data for each in papers if each.page in made.pdfs}
    return tree, made, tuple(task for task in plan.tasks if task.phase == FIND_OUT)


@contextlib.contextmanager
def pdfs_of(papers: Sequence[OnPaper], as_of: dt.date) -> Iterator[Callable[[], Printed]]:
    """Begin the PDFs of documents, and give what waits for them."""
    from sitegen.pdf import Printed, PrintPage, begun

    if not papers:
        yield lambda: Printed({}, {})
        return
    with begun(
        {each.page: PrintPage(each.html, None if each.blank else as_of) for each in papers}
    ) as wait:
        yield wait


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
            "D303",
            Location("data/specialties/"),
            f"the figures on matching are of Match {year} in {len(names)} specialties, such as "
            f"{names[0]}; newer Matches have been held since",
            "add the figures of a newer Match; as an applicant, ask for a newer version",
            Severity.WARNING,
        )
        for year, names in overtaken(knowledge, as_of).items()
    )
    return (
        old
        + tuple(_aged(knowledge, as_of))
        + tuple(
            Problem(
                "D301",
                Location(f"data/parameters/{name.replace('.', '/')}.yaml"),
                f"nobody has confirmed this value since {day.isoformat()}",
                "confirm it and change checked_on; as an applicant, ask for a newer version",
                Severity.WARNING,
            )
            for name, day in stale(knowledge, as_of)
        )
    )


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
            "G101",
            Location(str(profile)),
            f"the PDF cannot show these characters: {' '.join(unshown)}",
            "install a font for this script (the Noto fonts have most), or write it in Latin "
            "letters too",
            Severity.WARNING,
        ),
    )
