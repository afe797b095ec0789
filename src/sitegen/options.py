"""Arguments and options that several commands share."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

PROFILE = click.argument("profile", type=click.Path(path_type=Path, readable=False))


class Day(click.ParamType[dt.date]):
    """A day, written as in ISO 8601."""

    name = "date"

    def convert(self, value: object, param: object, ctx: object) -> dt.date:
        """Read a day, or end the command with the way to write one."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            self.fail(f'"{value}" is not a date. Write it like 2026-11-22.')


AS_OF = click.option(
    "--as-of",
    type=Day(),
    metavar="DATE",
    help="Pretend that today is this day (2026-11-22).",
)


PACK = click.option(
    "--data",
    "pack",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Your own data files, laid out like data/; each replaces the shipped one.",
)
