"""Show one profile's plan in the browser while it is written."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from sitegen.commands.console import default_output, today
from sitegen.options import AS_OF, PACK, PROFILE


@click.command()
@PROFILE
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    metavar="NUMBER",
    help="Where to serve; the next free port where it is taken. Default: 8000.",
)
@click.option("--open", "opens", is_flag=True, help="Open the plan in your browser.")
@click.option("--paper", type=click.Choice(["letter", "a4"]), help="Paper size of the PDFs.")
@PACK
@AS_OF
def serve(
    profile: Path,
    port: int,
    opens: bool,
    paper: str | None,
    pack: Path | None,
    as_of: dt.date | None,
) -> None:
    """Show the plan of one PROFILE in the browser, anew after each save. Ctrl-C stops it.

    Nothing is written, and no other machine can look. A mistake is shown above the last good
    pages until it is corrected.
    """
    from sitegen.build import Request
    from sitegen.profile.fields import Paper
    from sitegen.serving.live import Live
    from sitegen.serving.making import Asked, Maker, shipped_folders
    from sitegen.serving.server import PortsTakenError, answering, listening
    from sitegen.serving.watch import Watch
    from sitegen.stopping import go_on

    size = Paper(paper) if paper else None
    request = Request(profile, default_output(profile), today(as_of), paper=size, pack=pack)
    try:
        opened = listening(port)
    except PortsTakenError as error:
        click.echo(f"The plan cannot be served: {error}.", err=True)
        sys.exit(1)
    live, watch = Live(), Watch(shipped_folders())
    maker = Maker(Asked(request, lambda: today(as_of), click.echo), live, watch)
    with answering(live, opened):
        watch.start()
        try:
            url = _said(opened.getsockname()[1], port)
            maker.begin()
            if opens:
                click.launch(url)
            while True:
                go_on()
                maker.once()
        finally:
            watch.stop()


def _said(port: int, wanted: int) -> str:
    """Say where the plan is, and how it goes on; the address."""
    url = f"http://127.0.0.1:{port}/"
    if port != wanted:
        click.echo(f"Port {wanted} is taken, so it is port {port}.")
    click.echo(f"Your plan: {url}")
    click.echo("Only this machine can open it, and nothing is written to the disk.")
    click.echo(f"A PDF is made when you open it: {url}plan.pdf")
    click.echo("It follows each save of the profile and its lists. Ctrl-C stops.")
    return url
