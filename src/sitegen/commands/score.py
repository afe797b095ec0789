"""Print the scorecard."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from sitegen.commands.console import named_specialty, read_profile, today
from sitegen.options import AS_OF, PACK, PROFILE


@click.command()
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

    known, read = read_profile(profile, pack, day := today(as_of))
    chosen = named_specialty(why, known, "--why") if why else None
    plan = make_score(read, known, day, [chosen] if chosen else None if as_json else [])
    if as_json:
        from sitegen.planjson import dumps, scorecard_data

        click.echo(dumps(scorecard_data(plan, chosen)), nl=False)
    elif chosen:
        click.echo(reasons(plan, chosen))
    else:
        click.echo(scorecard(plan))
