"""What every command reads and says: the profile and its data, the day, problems, new files."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from sitegen.diagnostics import Problem
    from sitegen.explaining.subject import Data
    from sitegen.knowledge.model import Knowledge
    from sitegen.profile import ReadProfile
    from sitegen.understanding import Understanding


def named_specialty(word: str, known: Knowledge, option: str) -> str:
    """The id of a specialty that was named; raises a usage error where none is."""
    from sitegen.knowledge.named import specialty_named, unknown_specialty

    found = specialty_named(word, known)
    if found is None:
        raise click.BadParameter(unknown_specialty(word, known), param_hint=option)
    return found


def default_output(profile: Path) -> Path:
    """The folder of a build that names none: output/NAME, after the profile."""
    return Path("output") / (profile.stem or "plan")


def restore_last(profile: Path) -> None:
    """Put the last plan of a profile back where a build of its usual folder was cut off."""
    from sitegen.diagnostics import UserFilesError
    from sitegen.output.target import restore

    try:
        restore(default_output(profile), lambda line: click.echo(line, err=True), wait=0)
    except UserFilesError:
        return  # another build is at work, or nothing can be written: a check can do without


def read_profile(
    profile: Path, pack: Path | None, as_of: dt.date, with_lists: bool = False
) -> tuple[Knowledge, ReadProfile]:
    """The data and the profile; on problems, show them all and leave with exit code 1.

    `with_lists` shows how each list was understood; beside problems, those of which no row is read.
    """
    from sitegen import inputs
    from sitegen.diagnostics import UserFilesError

    seen: list[Understanding] = []
    try:
        known, read, warnings = inputs.both(profile, pack, as_of, seen=seen)
    except UserFilesError as error:
        if with_lists:
            _tell([each for each in seen if each.rows and not each.used], err=True)
        show(error.problems)
        sys.exit(1)
    if with_lists:
        _tell(seen)
    show(warnings)
    return known, read


def _tell(lists: Sequence[Understanding], *, err: bool = False) -> None:
    """Print how each list was understood."""
    for each in lists:
        from sitegen.listing import told_in_short  # Here, because it loads what reads lists.

        click.echo(told_in_short(each), err=err)


def data_on(pack: Path | None, day: dt.date) -> Data:
    """The data with their texts and worked cases; on problems, show them, exit code 1."""
    from sitegen import inputs, resources
    from sitegen.diagnostics import UserFilesError
    from sitegen.explaining.subject import Data

    try:
        known = inputs.knowledge(pack)
    except UserFilesError as error:
        show(error.problems)
        sys.exit(1)
    texts, own = inputs.data_texts(pack)
    return Data(
        known=known,
        texts=texts,
        files={
            path: str(pack / path) if pack and path in own else f"data/{path}" for path in texts
        },
        cases=resources.texts("tests/rules", ".yaml"),
        as_of=day,
    )


def write_new(path: Path, text: str | bytes, other: str) -> None:
    """Write a file that does not exist yet, or say why not and leave with exit code 1."""
    from sitegen.newfile import write_new

    refused = write_new(path, text, other)
    if refused:
        click.echo(refused, err=True)
        sys.exit(1)


def today(as_of: dt.date | None) -> dt.date:
    """The day that was asked for, or that of the clock, which is read nowhere else."""
    return as_of or dt.date.today()


def show(problems: Sequence[Problem]) -> None:
    """Print problems with their source lines, and their number last."""
    from sitegen.diagnostics import report
    from sitegen.userfiles import rows_of

    for text in report(problems, cache(rows_of)):
        click.echo(text, err=True)
