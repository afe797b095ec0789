"""Show how a list of programs is understood."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.commands.console import named_specialty, read_profile, show, today, write_new
from sitegen.options import AS_OF, PACK

if TYPE_CHECKING:
    from sitegen.diagnostics import Problems


@click.command()
@click.argument("file", type=click.Path(path_type=Path, readable=False))
@click.option(
    "--write",
    "new",
    type=click.Path(path_type=Path),
    metavar="NEW",
    help="Ask about each doubt, then write the list with our headings.",
)
@click.option("--yes", is_flag=True, help="With --write: ask nothing; leave what is in doubt.")
@click.option("--specialty", metavar="NAME", help="The specialty of rows that name none.")
@click.option("--template", is_flag=True, help="Write an empty list with our headings to FILE.")
@click.option(
    "--for",
    "profile",
    type=click.Path(path_type=Path),
    metavar="PROFILE",
    help="With --template: only the columns that decide for this profile; CSV or .xlsx.",
)
@click.option(
    "--paste",
    "copied",
    metavar="TEXT",
    help="Make rows to confirm, beside FILE, of copied text: a file, or - for what is typed in.",
)
@PACK
@AS_OF
def programs(
    file: Path,
    new: Path | None,
    yes: bool,
    specialty: str | None,
    template: bool,
    profile: Path | None,
    copied: str | None,
    pack: Path | None,
    as_of: dt.date | None,
) -> None:
    """Show how the program list in FILE is understood: CSV, .xlsx or .ods.

    An empty list for one person: sitegen programs my-programs.xlsx --template --for me.yaml

    Text copied from a page: sitegen programs my-programs.csv --paste page.txt

    A sheet is named behind the file: list.xlsx!Sheet1. A heading that is in doubt is not used
    until you say yes. Nothing is ever overwritten.
    """
    from sitegen import inputs
    from sitegen.diagnostics import Problems, UserFilesError
    from sitegen.listing import examine, unasked, write_command
    from sitegen.newfile import there_is_one
    from sitegen.streams import somebody_types

    if (bool(template) + bool(new) + bool(copied) > 1) or (yes and not new):
        raise click.UsageError(
            "Give --template alone, --paste alone, or --write with or without --yes."
        )
    if copied:
        _paste(file, copied, specialty, pack)
        return
    if profile and not template:
        raise click.UsageError("Give --for together with --template.")
    if template:
        _write_empty(file, profile, pack, today(as_of))
        return
    again = write_command(file, "other-name.csv", specialty, pack, yes)
    if new and new.exists():
        click.echo(there_is_one(new, again), err=True)
        sys.exit(1)
    problems = Problems()
    ask = click.confirm if new and not yes and somebody_types() else None
    try:
        known = inputs.knowledge(pack)
    except UserFilesError as error:
        show(error.problems)
        sys.exit(1)
    field = named_specialty(specialty, known, "--specialty") if specialty else None
    shown, text, guesses = examine(file, known, problems, ask, field)
    click.echo(shown, nl=bool(shown))
    show(sorted(problems.found, key=lambda problem: problem.sort_key))
    stuck = new if guesses and not (ask or yes) else None
    if stuck:
        click.echo(unasked(guesses, write_command(file, stuck, specialty, pack, True)), err=True)
    if problems.errors or stuck:
        sys.exit(1)
    if new:
        write_new(new, text, again)
        click.echo(f"Wrote {new}. Name it in your profile: programs: {new.name}")


def _write_empty(file: Path, profile: Path | None, pack: Path | None, day: dt.date) -> None:
    """Write a list without rows: all columns, or those that decide for one profile."""
    from sitegen.programs.clean import example_line, template
    from sitegen.programs.columns import COLUMNS

    names, told = tuple(COLUMNS), ""
    if profile:
        from sitegen.listing import empty_list_of
        from sitegen.plan.stages import make_schedule

        known, read = read_profile(profile, pack, day)
        plan = make_schedule(read, known, day)
        names, rows = empty_list_of(plan), plan.facts["plan.list_wanted"].value
        told = f" It has the {len(names)} columns that decide for this plan."
        told += f" About {rows} rows are wanted." if rows else ""
    book = file.suffix.casefold() == ".xlsx"
    if book:
        from sitegen.workbooks import workbook_of

    made = workbook_of("Programs", names, example_line(names)) if book else template(names)
    write_new(file, made, f"sitegen programs other-name{file.suffix or '.csv'} --template")
    kept = "" if book else ", and save it as CSV again"
    click.echo(f"Wrote {file}. Fill it in any spreadsheet{kept}.{told}")


def _paste(file: Path, copied: str, specialty: str | None, pack: Path | None) -> None:
    """Write the rows of a copied text beside a list, or leave with exit code 1."""
    from sitegen import inputs
    from sitegen.diagnostics import Problems, UserFilesError
    from sitegen.listing import pasted_in_short, pasted_rows
    from sitegen.newfile import beside
    from sitegen.programs.pasted import pasted_table

    problems = Problems()
    text = _copied_text(copied, problems)
    try:
        known = inputs.knowledge(pack)
    except UserFilesError as error:
        show(error.problems)
        sys.exit(1)
    field = named_specialty(specialty, known, "--specialty") if specialty else None
    place = "what was typed in" if copied == "-" else copied
    found = None if text is None else pasted_rows(text, place, file, known, problems, field)
    show(problems.found)
    if found is None or problems.errors:
        sys.exit(1)
    new = beside(file.with_suffix(".csv"), "to-confirm")
    write_new(new, pasted_table(found), "sitegen programs other-name.csv --paste TEXT")
    click.echo(pasted_in_short(found, new, file))


def _copied_text(copied: str, problems: Problems) -> str | None:
    """The text of a file, or of the input where `-` is named; None with the reason recorded."""
    from sitegen import userfiles
    from sitegen.diagnostics import Location, typed
    from sitegen.letters import TABLE, decode_table

    if copied == "-":
        raw = sys.stdin.buffer.read(TABLE.most_bytes + 1)
        return decode_table(raw, "what was typed in", problems)
    found = userfiles.table(Path(copied), problems)
    if found is None or isinstance(found, str):
        return found
    problems.add(
        "C120",
        Location(copied),
        "this is a workbook, not copied text",
        f"read it as a list: sitegen programs {typed(copied)}",
    )
    return None
