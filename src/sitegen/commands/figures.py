"""Say how old the data are, and what other data change."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from sitegen.commands.console import data_on, show, today
from sitegen.options import AS_OF, PACK


@click.command()
@click.argument("profiles", nargs=-1, type=click.Path(path_type=Path, readable=False))
@click.option("--list", "as_list", is_flag=True, help="Show each value with its line.")
@click.option(
    "--against",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Data files to compare with, laid out like data/, such as those of a new season.",
)
@PACK
@AS_OF
def figures(
    profiles: tuple[Path, ...],
    as_list: bool,
    against: Path | None,
    pack: Path | None,
    as_of: dt.date | None,
) -> None:
    """Say which data are old, and which are judgements; or what other data change.

    With --against DIR, print a release note in Markdown: what changes in the data, and what in the
    advice of each of the PROFILES, by default the samples.
    """
    from sitegen.diagnostics import Problems
    from sitegen.renewal import release_note, samples, told_state

    day = today(as_of)
    if against is None:
        if profiles:
            raise click.UsageError("Profiles are compared with --against DIR.")
        click.echo(told_state(data_on(pack, day), as_list))
        return
    if pack or as_list:
        raise click.UsageError("Give --against DIR without --data and --list.")
    problems = Problems()
    note = release_note(profiles or samples(), against, day, problems)
    if note is None:
        show(problems.found)
        sys.exit(1)
    click.echo(note)
