"""Explain one rule, specialty or number."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.commands.console import data_on, read_profile, today
from sitegen.options import AS_OF, PACK

if TYPE_CHECKING:
    from sitegen.plan.model import Plan


@click.command()
@click.argument("name", required=False)
@click.argument("profile", type=click.Path(path_type=Path, readable=False), required=False)
@click.option("--list", "as_list", is_flag=True, help="List everything that can be explained.")
@PACK
@AS_OF
def explain(
    name: str | None, profile: Path | None, as_list: bool, pack: Path | None, as_of: dt.date | None
) -> None:
    """Say what stands behind a rule, a specialty or a number, named NAME.

    With a PROFILE, also what comes of it for this person. Such names are fit.place,
    pediatrics, and chance.somewhere.
    """
    from sitegen.explaining import catalogue

    day = today(as_of)
    data = data_on(pack, day)
    if as_list or name is None:
        click.echo(catalogue.listed(data))
        return
    it = catalogue.asked(data, name)
    if it is None:
        raise click.BadParameter(catalogue.unknown(data, name), param_hint="NAME")
    plan = _plan(profile, pack, day) if profile else None
    if plan and it.kind is catalogue.Kind.QUANTITY and (why := catalogue.not_there(plan, it.name)):
        raise click.BadParameter(why, param_hint="NAME")
    click.echo(catalogue.told(data, it, plan, data_on(None, day) if pack else None))


def _plan(profile: Path, pack: Path | None, day: dt.date) -> Plan:
    from sitegen.plan.make import make_plan

    known, read = read_profile(profile, pack, day)
    return make_plan(read, known, day)
