"""Say what is wrong in a profile, and what is missing."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.commands.console import read_profile, restore_last, show, today
from sitegen.options import AS_OF, PACK, PROFILE

if TYPE_CHECKING:
    from sitegen.diagnostics import Problem
    from sitegen.plan.stakes import Stake


@click.command()
@PROFILE
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="For people, for programs, or as marks beside the lines in a build on GitHub.",
)
@click.option("--fix", is_flag=True, help="First mend slips with one right answer; keep a copy.")
@PACK
@AS_OF
def check(profile: Path, form: str, fix: bool, pack: Path | None, as_of: dt.date | None) -> None:
    """Say what is wrong in one PROFILE, then what is missing; what most hangs on comes first."""
    from sitegen.build import stale_warnings
    from sitegen.plan.stages import make_schedule
    from sitegen.plan.stakes import at_stake
    from sitegen.terminal import checked

    restore_last(profile)
    day = today(as_of)
    if fix:
        _mend(profile, pack, day)
    if form != "text":
        sys.exit(_for_machines(profile, form, pack, day))
    known, read = read_profile(profile, pack, day, with_lists=True)
    show(stale_warnings(known, day))
    plan = make_schedule(read, known, day)
    click.echo(checked(str(profile), plan, at_stake(plan)))


def _for_machines(profile: Path, form: str, pack: Path | None, day: dt.date) -> int:
    """Print problems and open answers in a form for machines; the exit code."""
    from sitegen import inputs
    from sitegen.build import stale_warnings
    from sitegen.diagnostics import UserFilesError
    from sitegen.plan.stages import make_schedule
    from sitegen.plan.stakes import at_stake

    try:
        known, read, warnings = inputs.both(profile, pack, day)
    except UserFilesError as error:
        _print(profile, form, error.problems, ())
        return 1
    stakes = at_stake(make_schedule(read, known, day))
    _print(profile, form, (*warnings, *stale_warnings(known, day)), stakes)
    return 0


def _print(profile: Path, form: str, problems: Iterable[Problem], stakes: Iterable[Stake]) -> None:
    from sitegen.planjson import dumps
    from sitegen.problem_data import check_data, marked_on_github

    if form == "json":
        click.echo(dumps(check_data(str(profile), problems, stakes)), nl=False)
    for line in marked_on_github(problems) if form == "github" else ():
        click.echo(line)


def _mend(profile: Path, pack: Path | None, day: dt.date) -> None:
    """Mend what has one right answer, keep the file as it was, and say what changed."""
    from sitegen import inputs
    from sitegen.diagnostics import Problems, UserFilesError, visible
    from sitegen.mending import mended
    from sitegen.newfile import keep_copy, write_again
    from sitegen.userfiles import profile_text

    problems = Problems()
    text = profile_text(profile, problems)
    try:
        known = inputs.knowledge(pack)
    except UserFilesError:
        return  # the check that follows tells what is wrong with the data
    if text is None:
        return  # and why a profile cannot be read

    def read(changed: str) -> Problems:
        found = Problems()
        inputs.profile_of_text(changed, str(profile), known, found, day)
        return found

    new, changes = mended(text, read)
    if not changes:
        click.echo("Nothing here has one right answer that could be typed for you.", err=True)
        return
    kept, refused = keep_copy(profile, "before-fix")
    refused = refused or write_again(profile, new)
    if refused:
        click.echo(refused, err=True)
        sys.exit(1)
    for change in changes:
        click.echo(f"{change.problem.location}: {change.problem.code} mended", err=True)
        click.echo(f"  - {visible(change.before)}\n  + {visible(change.after)}", err=True)
    click.echo(f"The file as it was: {kept}", err=True)
