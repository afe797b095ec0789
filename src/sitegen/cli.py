"""The commands. Reads the clock once, turns problems into text, and sets the exit code.

Exit codes: 0 done, 1 problems in the user's files, 2 wrong usage, 3 all but the PDF was built,
129, 130 and 143 stopped by SIGHUP, Ctrl-C and SIGTERM.
"""

from __future__ import annotations

import datetime as dt
import gc
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen import __version__
from sitegen.options import AS_OF, PACK, PROFILE, Day
from sitegen.stopping import exit_code, stop_as_with_ctrl_c

if TYPE_CHECKING:
    from sitegen.diagnostics import Problem
    from sitegen.knowledge.model import Knowledge
    from sitegen.profile import ReadProfile
    from sitegen.understanding import Understanding

NO_PDF = 3


class _Stoppable(click.Group):
    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as stop:
            click.echo("Stopped. No file is left half written.", err=True)
            sys.exit(exit_code(stop))


def run() -> None:
    """Run a command as a process of its own, and end the process."""
    # A plan makes few cycles and lives until the end, so looking for garbage only takes time;
    # what is frozen is not looked through when the interpreter ends either.
    gc.disable()
    stop_as_with_ctrl_c()
    try:
        main()
    except OSError as error:
        from sitegen.streams import told_that_output_is_stuck

        if not told_that_output_is_stuck(error):
            raise
        sys.exit(1)
    finally:
        gc.freeze()


@click.group(
    cls=_Stoppable,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 90},
)
@click.version_option(__version__, prog_name="sitegen")
def main() -> None:
    """Which backup specialty to prepare, why, and what to do by when.

    sitegen reads one applicant's profile and builds a personal site, PDFs and the whole plan
    as data. Everything stays on this machine.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


@main.command()
@PROFILE
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder to write. Default: output/NAME, after the profile.",
)
@click.option("--no-pdf", is_flag=True, help="Build the site only; print.html can be printed.")
@click.option("--book", is_flag=True, help="Also put the whole site on paper, as book.pdf.")
@click.option("--paper", type=click.Choice(["letter", "a4"]), help="Paper size of the PDFs.")
@click.option("--strict", is_flag=True, help="Stop when any value in the data is out of date.")
@PACK
@AS_OF
def build(
    profile: Path,
    output: Path | None,
    no_pdf: bool,
    book: bool,
    paper: str | None,
    strict: bool,
    pack: Path | None,
    as_of: dt.date | None,
) -> None:
    """Build the site, the PDFs and plan.json for one PROFILE."""
    from sitegen.build import Request, build
    from sitegen.diagnostics import UserFilesError
    from sitegen.listing import told_in_a_line
    from sitegen.output.target import say_kept
    from sitegen.profile.fields import Paper

    target = output or _default_output(profile)
    size = Paper(paper) if paper else None
    request = Request(profile, target, _today(as_of), not no_pdf, book, strict, size, pack)
    try:
        built = build(request, lambda line: click.echo(line, err=True))
    except UserFilesError as error:
        _show(error.problems)
        sys.exit(1)
    say_kept(built.kept, built.output, lambda line: click.echo(line, err=True))
    _show(built.warnings)
    for each in built.lists:
        click.echo(told_in_a_line(each, profile, pack))
    click.echo(f"{len(built.files)} files in {built.output}")
    click.echo(f"Open this file in a browser: {built.place('index.html')}")
    if built.pdf_missing:
        click.echo(built.pdf_missing, err=True)
        click.echo(built.print_instead(), err=True)
        sys.exit(NO_PDF)


@main.command()
@PROFILE
@PACK
@AS_OF
def check(profile: Path, pack: Path | None, as_of: dt.date | None) -> None:
    """Say what is wrong in one PROFILE, then what is missing; what most hangs on comes first."""
    from sitegen.build import stale_warnings
    from sitegen.plan.stages import make_schedule
    from sitegen.plan.stakes import at_stake
    from sitegen.terminal import checked

    _restore(profile)
    known, read = _read(profile, pack, day := _today(as_of), with_lists=True)
    _show(stale_warnings(known, day))
    plan = make_schedule(read, known, day)
    click.echo(checked(str(profile), plan, at_stake(plan)))


@main.command()
@PROFILE
@click.option("--why", metavar="SPECIALTY", help="Show every reason behind one specialty.")
@click.option("--json", "as_json", is_flag=True, help="Print the scorecard as JSON.")
@PACK
@AS_OF
def score(
    profile: Path, why: str | None, as_json: bool, pack: Path | None, as_of: dt.date | None
) -> None:
    """Show the scorecard of one PROFILE in the terminal."""
    from sitegen.plan.stages import make_score
    from sitegen.terminal import reasons, scorecard

    known, read = _read(profile, pack, day := _today(as_of))
    chosen = _specialty(why, known, "--why") if why else None
    plan = make_score(read, known, day, [chosen] if chosen else None if as_json else [])
    if as_json:
        from sitegen.planjson import dumps, scorecard_data

        click.echo(dumps(scorecard_data(plan, chosen)), nl=False)
    elif chosen:
        click.echo(reasons(plan, chosen))
    else:
        click.echo(scorecard(plan))


@main.command()
@click.argument("a", type=click.Path(path_type=Path, readable=False))
@click.argument("b", type=click.Path(path_type=Path, readable=False), required=False)
@PACK
@AS_OF
@click.option(
    "--data-b",
    "pack_b",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Data files for B, where they are not those of A.",
)
@click.option(
    "--as-of-b",
    "as_of_b",
    type=Day(),
    metavar="DATE",
    help="The day of B, where it is not that of A.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the difference as JSON.")
def diff(
    a: Path,
    b: Path | None,
    pack: Path | None,
    as_of: dt.date | None,
    pack_b: Path | None,
    as_of_b: dt.date | None,
    as_json: bool,
) -> None:
    """Say in words what differs between two plans, A and B.

    Each is a profile, a plan.json, or the folder of a build. With A alone and --data-b or
    --as-of-b, the same profile is compared under other data or on another day. Exit code 0
    means that the two were compared, whether they differ or not.
    """
    from sitegen.comparing import is_built, read_side_of
    from sitegen.diagnostics import Problems
    from sitegen.difference.compare import compare
    from sitegen.difference.machine import difference_data
    from sitegen.difference.words import told
    from sitegen.planjson import dumps

    built = [is_built(path) for path in (a, b or a)]
    if b is None and (pack_b is None and as_of_b is None):
        raise click.UsageError("Name a second plan, or give --data-b or --as-of-b.")
    if (all(built) and (pack or as_of)) or (built[1] and (pack_b or as_of_b)):
        raise click.UsageError("A built plan has its own data and day; leave those options out.")
    day, problems = _today(as_of), Problems()
    sides = (
        read_side_of(a, pack, day, problems),
        read_side_of(b or a, pack_b or pack, as_of_b or day, problems),
    )
    if sides[0] is None or sides[1] is None:
        _show(problems.found)
        sys.exit(1)
    found = compare(sides[0], sides[1])
    click.echo(dumps(difference_data(found)) if as_json else told(found), nl=not as_json)


@main.command()
@click.argument("path", type=click.Path(path_type=Path), default=Path("my-profile.yaml"))
def init(path: Path) -> None:
    """Write a commented profile to start from. Nothing is ever overwritten."""
    from sitegen import resources
    from sitegen.diagnostics import typed

    text = (resources.root() / "data" / "starter-profile.yaml").read_text(encoding="utf-8")
    _write_new(path, text, "sitegen init other-name.yaml")
    click.echo(f"Wrote {path}. Fill in what you know, then run: sitegen build {typed(path)}")


@main.command()
@click.argument("file", type=click.Path(path_type=Path, readable=False))
@click.option(
    "--write",
    "new",
    type=click.Path(path_type=Path),
    metavar="NEW",
    help="Ask about each doubt, then write the list with our headings.",
)
@click.option("--yes", is_flag=True, help="With --write: ask nothing; leave what is in doubt.")
@click.option("--specialty", metavar="NAME", help="The specialty of rows that name none.")
@click.option("--template", is_flag=True, help="Write an empty list with our headings to FILE.")
@PACK
def programs(
    file: Path,
    new: Path | None,
    yes: bool,
    specialty: str | None,
    template: bool,
    pack: Path | None,
) -> None:
    """Show how the program list in FILE is understood: CSV, .xlsx or .ods.

    A sheet is named behind the file: list.xlsx!Sheet1. A heading that is in doubt is not used
    until you say yes. Nothing is ever overwritten.
    """
    from sitegen import inputs
    from sitegen.diagnostics import Problems, UserFilesError
    from sitegen.listing import examine, unasked, write_command
    from sitegen.newfile import there_is_one
    from sitegen.streams import somebody_types

    if (template and new) or (yes and not new):
        raise click.UsageError("Give --template alone, or --write with or without --yes.")
    if template:
        from sitegen.programs import template as empty

        _write_new(file, empty(), "sitegen programs other-name.csv --template")
        click.echo(f"Wrote {file}. Fill it in any spreadsheet, and save it as CSV again.")
        return
    again = write_command(file, "other-name.csv", specialty, pack, yes)
    if new and new.exists():
        click.echo(there_is_one(new, again), err=True)
        sys.exit(1)
    problems = Problems()
    ask = click.confirm if new and not yes and somebody_types() else None
    try:
        known = inputs.knowledge(pack)
    except UserFilesError as error:
        _show(error.problems)
        sys.exit(1)
    field = _specialty(specialty, known, "--specialty") if specialty else None
    shown, text, guesses = examine(file, known, problems, ask, field)
    click.echo(shown, nl=bool(shown))
    _show(sorted(problems.found, key=lambda problem: problem.sort_key))
    stuck = new if guesses and not (ask or yes) else None
    if stuck:
        click.echo(unasked(guesses, write_command(file, stuck, specialty, pack, True)), err=True)
    if problems.errors or stuck:
        sys.exit(1)
    if new:
        _write_new(new, text, again)
        click.echo(f"Wrote {new}. Name it in your profile: programs: {new.name}")


@main.command()
def schema() -> None:
    """Print the JSON Schema of a profile, for editors."""
    from sitegen import inputs
    from sitegen.planjson import dumps
    from sitegen.profile import profile_schema

    click.echo(dumps(profile_schema(inputs.knowledge().vocabularies)), nl=False)


def _specialty(word: str, known: Knowledge, option: str) -> str:
    """The id of a specialty that was named; raises a usage error where none is."""
    from sitegen.knowledge.named import specialty_named, unknown_specialty

    found = specialty_named(word, known)
    if found is None:
        raise click.BadParameter(unknown_specialty(word, known), param_hint=option)
    return found


def _default_output(profile: Path) -> Path:
    return Path("output") / (profile.stem or "plan")


def _restore(profile: Path) -> None:
    """Put the last plan of a profile back where a build of its usual folder was cut off."""
    from sitegen.diagnostics import UserFilesError
    from sitegen.output.target import restore

    try:
        restore(_default_output(profile), lambda line: click.echo(line, err=True), wait=0)
    except UserFilesError:
        return  # another build is at work, or nothing can be written: a check can do without


def _read(
    profile: Path, pack: Path | None, as_of: dt.date, with_lists: bool = False
) -> tuple[Knowledge, ReadProfile]:
    """The data and the profile; on problems, show them all and leave with exit code 1.

    `with_lists` shows how each list was understood; beside problems, those of which no row is read.
    """
    from sitegen import inputs
    from sitegen.diagnostics import UserFilesError
    from sitegen.listing import told_in_short

    seen: list[Understanding] = []
    try:
        known, read, warnings = inputs.both(profile, pack, as_of, seen=seen)
    except UserFilesError as error:
        for each in seen if with_lists else ():
            if each.rows and not each.used:
                click.echo(told_in_short(each), err=True)
        _show(error.problems)
        sys.exit(1)
    for each in seen if with_lists else ():
        click.echo(told_in_short(each))
    _show(warnings)
    return known, read


def _write_new(path: Path, text: str, other: str) -> None:
    """Write a file that does not exist yet, or say why not and leave with exit code 1."""
    from sitegen.newfile import write_new

    refused = write_new(path, text, other)
    if refused:
        click.echo(refused, err=True)
        sys.exit(1)


def _today(as_of: dt.date | None) -> dt.date:
    return as_of or dt.date.today()


def _show(problems: Sequence[Problem]) -> None:
    """Print problems with their source lines, and their number last."""
    from sitegen.diagnostics import report
    from sitegen.userfiles import rows_of

    for text in report(problems, cache(rows_of)):
        click.echo(text, err=True)
