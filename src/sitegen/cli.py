"""The commands. Reads the clock once, turns problems into text, and sets the exit code.

Exit codes: 0 done, 1 problems in the user's files, 2 wrong usage.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen import __version__

if TYPE_CHECKING:
    from sitegen.diagnostics import Problem
    from sitegen.plan.model import Plan

PROFILE = click.argument("profile", type=click.Path(path_type=Path, readable=False))


class _Date(click.ParamType[dt.date]):
    name = "date"

    def convert(self, value: object, param: object, ctx: object) -> dt.date:
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            self.fail(f'"{value}" is not a date. Write it like 2026-11-22.')


AS_OF = click.option(
    "--as-of",
    type=_Date(),
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


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 90})
@click.version_option(__version__, prog_name="sitegen")
def main() -> None:
    """Which backup specialty to prepare, why, and what to do by when.

    sitegen reads one applicant's profile and builds a personal site, a PDF and the whole plan
    as data. Everything stays on this machine.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


@main.command()
@PROFILE
@click.option("--output", type=click.Path(path_type=Path), metavar="DIR",
              help="Folder to write. Default: output/NAME, after the profile.")  # fmt: skip
@click.option("--no-pdf", is_flag=True, help="Build the site only; print.html can be printed.")
@click.option("--paper", type=click.Choice(["letter", "a4"]), help="Paper size of the PDF.")
@click.option("--strict", is_flag=True, help="Stop when any value in the data is out of date.")
@PACK
@AS_OF
def build(
    profile: Path, output: Path | None, no_pdf: bool, paper: str | None, strict: bool,
    pack: Path | None, as_of: dt.date | None,
) -> None:  # fmt: skip
    """Build the site, the PDF and plan.json for one PROFILE."""
    from sitegen.build import Request, build
    from sitegen.diagnostics import UserFilesError
    from sitegen.profile.fields import Paper

    target = output or Path("output") / (profile.stem or "plan")
    request = Request(
        profile,
        target,
        _today(as_of),
        not no_pdf,
        strict,
        Paper(paper) if paper else None,
        pack,
    )
    try:
        built = build(request, lambda line: click.echo(line, err=True))
    except UserFilesError as error:
        _show(error.problems)
        sys.exit(1)
    _show(built.warnings)
    if built.pdf_missing:
        click.echo(built.pdf_missing, err=True)
        click.echo(
            f"No PDF was made. Open {built.output / 'print.html'} in a browser and print it "
            "to a PDF.", err=True,
        )  # fmt: skip
    click.echo(f"{len(built.files)} files in {built.output}")
    click.echo(f"Open this file in a browser: {built.output / 'index.html'}")


@main.command()
@PROFILE
@PACK
@AS_OF
def check(profile: Path, pack: Path | None, as_of: dt.date | None) -> None:
    """Check one PROFILE and say everything that is wrong, or missing."""
    from sitegen.build import stale_warnings
    from sitegen.plan.tasks import FIND_OUT

    plan = _plan(profile, pack, _today(as_of))
    _show(stale_warnings(plan.knowledge, plan.as_of))
    todo = [t for t in plan.tasks if t.phase == FIND_OUT]
    click.echo(f"{profile}: no problems")
    if todo:
        click.echo("Not known yet, and worth adding:")
    for task in todo:
        click.echo(f"  - {task.text}" + (f"  ({task.path})" if task.path else ""))


@main.command()
@PROFILE
@click.option("--why", metavar="SPECIALTY", help="Show every reason behind one specialty.")
@click.option("--json", "as_json", is_flag=True, help="Print the scorecard as JSON.")
@PACK
@AS_OF
def score(
    profile: Path, why: str | None, as_json: bool, pack: Path | None, as_of: dt.date | None
) -> None:
    """Show the scorecard of one PROFILE in the terminal."""
    from sitegen.terminal import reasons, scorecard

    plan = _plan(profile, pack, _today(as_of))
    known = plan.knowledge
    chosen = known.vocabularies["specialty"].find(why) if why else None
    if why and chosen is None:
        from sitegen.diagnostics import nearest

        close = nearest(why, known.specialties)
        meant = f" Did you mean {close}?" if close else ""
        raise click.BadParameter(f'"{why}" is not a known specialty.{meant}', param_hint="--why")
    if as_json:
        from sitegen.planjson import dumps, scorecard_data

        click.echo(dumps(scorecard_data(plan, chosen)), nl=False)
    elif chosen:
        click.echo(reasons(plan, chosen))
    else:
        click.echo(scorecard(plan))


@main.command()
@click.argument("path", type=click.Path(path_type=Path), default=Path("my-profile.yaml"))
def init(path: Path) -> None:
    """Write a commented profile to start from. Nothing is ever overwritten."""
    from sitegen import resources

    text = (resources.root() / "data" / "starter-profile.yaml").read_text(encoding="utf-8")
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        click.echo(f"{path}: this file exists already; nothing was changed", err=True)
        click.echo("    Next step: name another file: sitegen init other-name.yaml", err=True)
        sys.exit(1)
    except OSError as error:
        click.echo(f"{path}: the file cannot be written: {error.strerror}", err=True)
        sys.exit(1)
    click.echo(f"Wrote {path}. Fill in what you know, then run: sitegen build {path}")


@main.command()
def schema() -> None:
    """Print the JSON Schema of a profile, for editors that complete and check."""
    from sitegen import inputs
    from sitegen.planjson import dumps
    from sitegen.profile import profile_schema

    click.echo(dumps(profile_schema(inputs.knowledge().vocabularies)), nl=False)


def _plan(profile: Path, pack: Path | None, as_of: dt.date) -> Plan:
    """The plan of a profile; on problems, show them all and leave with exit code 1."""
    from sitegen import inputs
    from sitegen.diagnostics import UserFilesError
    from sitegen.plan.make import make_plan

    try:
        known, read, warnings = inputs.both(profile, pack, as_of)
    except UserFilesError as error:
        _show(error.problems)
        sys.exit(1)
    _show(warnings)
    return make_plan(read, known, as_of)


def _today(as_of: dt.date | None) -> dt.date:
    return as_of or dt.date.today()


def _show(problems: Sequence[Problem]) -> None:
    """Print problems with their source lines, and their number last."""
    from sitegen.diagnostics import Severity, describe

    sources: dict[str, str | None] = {}
    for problem in problems:
        file = problem.location.file
        if file not in sources:
            sources[file] = _source(file)
        click.echo(describe(problem, sources[file]), err=True)
    errors = sum(p.severity is Severity.ERROR for p in problems)
    if errors:
        click.echo(f"{errors} {'problem' if errors == 1 else 'problems'} found.", err=True)


def _source(file: str) -> str | None:
    """The text of a small readable file, to show the line a problem stands on."""
    path = Path(file)
    try:
        if not path.is_file() or path.stat().st_size > 2_000_000:
            return None
        return path.read_bytes().decode("utf-8-sig", errors="replace")
    except OSError:
        return None
