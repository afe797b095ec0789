"""Look whether this machine has what a build needs."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from sitegen.commands.console import default_output, today
from sitegen.options import AS_OF, PACK


@click.command()
@click.argument("profile", type=click.Path(path_type=Path, readable=False), required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="For people, or for programs.",
)
@PACK
@AS_OF
def doctor(profile: Path | None, form: str, pack: Path | None, as_of: dt.date | None) -> None:
    """Look whether this machine has what a build needs, part by part, with one next step each.

    With a PROFILE, also whether its letters can be shown, as for: sitegen doctor me.yaml.
    Nothing is sent anywhere.
    """
    from sitegen.checkup import checkup, checkup_data, works

    found = checkup(profile, default_output(profile or Path("plan")), pack, today(as_of))
    if form == "json":
        from sitegen.planjson import dumps

        click.echo(dumps(checkup_data(found)), nl=False)
    else:
        click.echo("\n".join(map(str, found)))
    sys.exit(0 if works(found) else 1)
