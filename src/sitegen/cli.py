"""The program: its help, its commands by name, and how it ends.

Exit codes: 0 done, 1 problems in the user's files, 2 wrong usage, 3 all but the PDF was built,
129, 130 and 143 stopped by SIGHUP, Ctrl-C and SIGTERM.
"""

from __future__ import annotations

import gc
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any

import click

from sitegen import __version__
from sitegen.stopping import exit_code, stop_as_with_ctrl_c

COMMANDS = (
    *("init", "check", "build", "serve", "score", "explain", "diff", "programs"),
    *("schema", "doctor", "figures"),
)
"""In the order of the help. Each is a function of that name in a module of that name."""


class _OnDemand(dict[str, click.Command]):
    """The commands by name; each is imported when it is asked for."""

    def __getitem__(self, name: str) -> click.Command:
        if name not in self:
            raise KeyError(name)
        found = getattr(import_module(f"sitegen.commands.{name}"), name)
        assert isinstance(found, click.Command)
        return found

    def get(self, name: str, default: Any = None) -> Any:
        with suppress(KeyError):
            return self[name]
        return default


class _Commands(click.Group):
    """Lists its commands in the order of a plan's life, and ends quietly when it is stopped."""

    def list_commands(self, _: click.Context) -> list[str]:
        return list(COMMANDS)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as stop:
            click.echo("Stopped. No file is left half written.", err=True)
            sys.exit(exit_code(stop))


def run() -> None:
    """Run a command as a process of its own, and end the process."""
    # A plan makes few cycles and lives until the end, so looking for garbage only takes time;
    # what is frozen is not looked through when the interpreter ends either.
    gc.disable()
    stop_as_with_ctrl_c()
    try:
        main()
    except OSError as error:
        from sitegen.streams import told_that_output_is_stuck

        if not told_that_output_is_stuck(error):
            raise
        sys.exit(1)
    finally:
        gc.freeze()


@click.group(
    cls=_Commands,
    commands=_OnDemand.fromkeys(COMMANDS),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 90},
)
@click.version_option(__version__, prog_name="sitegen")
def main() -> None:
    """Which backup specialty to prepare, why, and what to do by when.

    sitegen reads one applicant's profile and builds a personal site, PDFs and the whole plan
    as data. Everything stays on this machine.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
