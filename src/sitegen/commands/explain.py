"""Explain one rule, specialty or number."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.commands.console import read_profile, show, today
from sitegen.options import AS_OF, PACK

if TYPE_CHECKING:
    from sitegen.explaining.subject import Data
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

    data, day = _data(pack, today(as_of)), today(as_of)
    if as_list or name is None:
        click.echo(catalogue.listed(data))
        return
    it = catalogue.asked(data, name)
    if it is None:
        raise click.BadParameter(catalogue.unknown(data, name), param_hint="NAME")
    plan = _plan(profile, pack, day) if profile else None
    if plan and it.kind is catalogue.Kind.QUANTITY and (why := catalogue.not_there(plan, it.name)):
        raise click.BadParameter(why, param_hint="NAME")
    click.echo(catalogue.told(data, it, plan, _data(None, day) if pack else None))


def _data(pack: Path | None, day: dt.date) -> Data:
    """The data with their texts and cases; on problems, show them and leave with exit code 1."""
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


def _plan(profile: Path, pack: Path | None, day: dt.date) -> Plan:
    from sitegen.plan.make import make_plan

    known, read = read_profile(profile, pack, day)
    return make_plan(read, known, day)
