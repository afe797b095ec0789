"""Write a profile to start from."""

from __future__ import annotations

from pathlib import Path

import click

from sitegen.commands.console import write_new


@click.command()
@click.argument("path", type=click.Path(path_type=Path), default=Path("my-profile.yaml"))
def init(path: Path) -> None:
    """Write a commented profile to start from. Nothing is ever overwritten."""
    from sitegen import resources
    from sitegen.diagnostics import typed

    text = (resources.root() / "data" / "starter-profile.yaml").read_text(encoding="utf-8")
    write_new(path, text, "sitegen init other-name.yaml")
    click.echo(f"Wrote {path}. Fill in what you know, then run: sitegen build {typed(path)}")
