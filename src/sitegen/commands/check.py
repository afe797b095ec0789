"""Say what is wrong in a profile, and what is missing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from sitegen.commands.console import read_profile, restore_last, show, today
from sitegen.options import AS_OF, PACK, PROFILE


@click.command()
@PROFILE
@PACK
@AS_OF
def check(profile: Path, pack: Path | None, as_of: dt.date | None) -> None:
    """Say what is wrong in one PROFILE, then what is missing; what most hangs on comes first."""
    from sitegen.build import stale_warnings
    from sitegen.plan.stages import make_schedule
    from sitegen.plan.stakes import at_stake
    from sitegen.terminal import checked

    restore_last(profile)
    known, read = read_profile(profile, pack, day := today(as_of), with_lists=True)
    show(stale_warnings(known, day))
    plan = make_schedule(read, known, day)
    click.echo(checked(str(profile), plan, at_stake(plan)))
