"""Build everything for one profile."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from sitegen.commands.console import default_output, show, today
from sitegen.options import AS_OF, PACK, PROFILE

NO_PDF = 3
"""The exit code where all but the PDF was built."""


@click.command()
@PROFILE
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder to write. Default: output/NAME, after the profile.",
)
@click.option("--no-pdf", is_flag=True, help="Build the site only; print.html can be printed.")
@click.option("--book", is_flag=True, help="Also put the whole site on paper, as book.pdf.")
@click.option("--paper", type=click.Choice(["letter", "a4"]), help="Paper size of the PDFs.")
@click.option("--strict", is_flag=True, help="Stop when any value in the data is out of date.")
@PACK
@AS_OF
def build(
    profile: Path,
    output: Path | None,
    no_pdf: bool,
    book: bool,
    paper: str | None,
    strict: bool,
    pack: Path | None,
    as_of: dt.date | None,
) -> None:
    """Build the site, the PDFs and plan.json for one PROFILE."""
    from sitegen.build import Request, build
    from sitegen.diagnostics import UserFilesError
    from sitegen.output.target import say_kept
    from sitegen.profile.fields import Paper
    from sitegen.terminal import most_open

    target = output or default_output(profile)
    size = Paper(paper) if paper else None
    request = Request(profile, target, today(as_of), not no_pdf, book, strict, size, pack)
    try:
        built = build(request, lambda line: click.echo(line, err=True))
    except UserFilesError as error:
        show(error.problems)
        sys.exit(1)
    say_kept(built.kept, built.output, lambda line: click.echo(line, err=True))
    show(built.warnings)
    for each in built.lists:
        from sitegen.listing import told_in_a_line  # Here, because it loads what reads lists.

        click.echo(told_in_a_line(each, profile, pack))
    for line in most_open(built.open):
        click.echo(line)
    click.echo(f"{len(built.files)} files in {built.output}")
    click.echo(f"Open this file in a browser: {built.place('index.html')}")
    if built.pdf_missing:
        click.echo(built.pdf_missing, err=True)
        click.echo(built.print_instead(), err=True)
        sys.exit(NO_PDF)
