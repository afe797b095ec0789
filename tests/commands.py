"""Every command of the program, by name."""

from __future__ import annotations

import click

from sitegen.cli import main


def commands() -> dict[str, click.Command]:
    """Each command that the help lists, loaded as the program loads it."""
    context = click.Context(main)
    found = {name: main.get_command(context, name) for name in main.list_commands(context)}
    return {name: command for name, command in found.items() if command}


COMMANDS = commands()
