"""Begin a profile with a few questions, or go on with one."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.commands.console import default_output, show, today
from sitegen.options import AS_OF, PACK

if TYPE_CHECKING:
    from sitegen.beginning import Beginning
    from sitegen.knowledge.model import Knowledge

WIDEST = 88
"""Columns of a line that is still read with ease."""


@click.command()
@click.argument("path", type=click.Path(path_type=Path), default=Path("my-profile.yaml"))
@click.option("--no-input", is_flag=True, help="Ask nothing; write the profile with notes.")
@PACK
@AS_OF
def init(path: Path, no_input: bool, pack: Path | None, as_of: dt.date | None) -> None:
    """Begin a profile in PATH with some ten questions, or go on with it.

    Example: sitegen init profiles/me.yaml

    Each question can be skipped. Every answer is saved at once. What you wrote into the file
    yourself stays as it is. Without a keyboard, nothing is asked.
    """
    from sitegen.beginning import OTHER, Beginning, NotWrittenError, starter, with_schema
    from sitegen.newfile import there_is_one
    from sitegen.streams import somebody_types

    asks = somebody_types() and not no_input
    there = path.exists() or path.is_symlink()
    if there and not (asks and path.is_file()):
        click.echo(there_is_one(path, OTHER), err=True)
        sys.exit(1)
    text = _own_text(path) if there else with_schema(starter())
    beginning = Beginning(path, text, _knowledge(pack), today(as_of))
    _leave_with_problems(beginning)
    try:
        if not os.access(path.parent, os.W_OK):
            beginning.save(beginning.answered)  # Says why not, before an answer could be lost.
        if asks:
            _ask(beginning, there)
        beginning.save(beginning.answered)
    except NotWrittenError as refused:
        click.echo(refused, err=True)
        sys.exit(1)
    _end(beginning, asks, pack, as_of)


def _knowledge(pack: Path | None) -> Knowledge:
    from sitegen import inputs
    from sitegen.diagnostics import UserFilesError

    try:
        return inputs.knowledge(pack)
    except UserFilesError as error:
        show(error.problems)
        sys.exit(1)


def _own_text(path: Path) -> str:
    """The text of a profile to go on with, or leave with the reason why there is none."""
    from sitegen.diagnostics import Problems
    from sitegen.userfiles import profile_text

    problems = Problems()
    text = profile_text(path, problems)
    if text is None or problems.error_count:
        show(problems.found)
        sys.exit(1)
    return text


def _leave_with_problems(beginning: Beginning) -> None:
    """Show what is wrong in a profile to go on with; nothing is asked before it is mended."""
    from sitegen.diagnostics import Severity

    show(beginning.problems)
    if any(problem.severity is Severity.ERROR for problem in beginning.problems):
        sys.exit(1)


def _ask(beginning: Beginning, there: bool) -> None:
    """Ask what is open; where the person stops, say how to go on and leave."""
    from sitegen.dialogue import StopAsking, Terminal

    if there and not click.confirm(f"{beginning.path} is there already. Go on with it?", True):
        click.echo("Nothing was changed.")
        sys.exit(0)
    try:
        beginning.ask(Terminal(say=click.echo, typed=_typed, width=_width()))
    except StopAsking as stop:
        _stopped(beginning)
        sys.exit(130 if stop.__cause__ else 0)


def _width() -> int:
    return max(min(shutil.get_terminal_size().columns - 1, WIDEST), 20)


def _typed() -> str:
    """A line that was typed. Raises `StopAsking` at its end, after Ctrl-C with a cause.

    A signal that ends the process goes on to end it.
    """
    from sitegen.dialogue import StopAsking

    try:
        return str(click.prompt("", prompt_suffix="> ", default="", show_default=False))
    except click.Abort as abort:
        why = abort.__context__
        if isinstance(why, KeyboardInterrupt) and why.args:
            raise why from None
        click.echo()
        raise StopAsking from (why if isinstance(why, KeyboardInterrupt) else None)


def _stopped(beginning: Beginning) -> None:
    from sitegen.diagnostics import typed

    path = beginning.path
    if beginning.kept is None:
        click.echo("Nothing was answered, so no file was written.")
    else:
        click.echo(f"Your answers are in {path}. Go on with: sitegen init {typed(path)}")


def _end(beginning: Beginning, asks: bool, pack: Path | None, as_of: dt.date | None) -> None:
    """Say where the profile is and what would change most, and offer to build."""
    from sitegen.commands.build import build
    from sitegen.diagnostics import typed

    path = beginning.path
    if not asks:
        click.echo(f"Wrote {path}. Fill in what you know, then run: sitegen build {typed(path)}")
        return
    click.echo(f"\nYour profile is in {path}.")
    _say_what_is_next(beginning, today(as_of))
    if not click.confirm("Build the plan now?", True):
        click.echo(f"To build it: sitegen build {typed(path)}")
        return
    click.get_current_context().invoke(
        build, profile=path, output=default_output(path), pack=pack, as_of=as_of
    )


def _say_what_is_next(beginning: Beginning, day: dt.date) -> None:
    """Say which three answers would change most of the plan as it is now."""
    from sitegen.plan.stages import make_schedule
    from sitegen.plan.stakes import at_stake
    from sitegen.terminal import most_at_stake

    read, _ = beginning.answered.read(beginning.answered.text)
    if read:
        for line in most_at_stake(at_stake(make_schedule(read, beginning.known, day))):
            click.echo(click.wrap_text(line.lstrip(), _width(), _indent(line), "     "))


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
