"""Compare two plans in words."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from sitegen.commands.console import show, today
from sitegen.options import AS_OF, PACK, Day


@click.command()
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
    day, problems = today(as_of), Problems()
    sides = (
        read_side_of(a, pack, day, problems),
        read_side_of(b or a, pack_b or pack, as_of_b or day, problems),
    )
    if sides[0] is None or sides[1] is None:
        show(problems.found)
        sys.exit(1)
    found = compare(sides[0], sides[1])
    click.echo(dumps(difference_data(found)) if as_json else told(found), nl=not as_json)
