"""Finds the sheet of a workbook that holds a table, or asks which one is meant."""

from __future__ import annotations

from sitegen.diagnostics import Location, Problems, shorten
from sitegen.headings import Layout, columns_named, plain_words
from sitegen.outline import FIRST_LINES, score
from sitegen.sheets import Sheet, Workbook

NEARLY = 0.6
"""The part of the headings of the best sheet from which another one could be meant as well."""
MOST_NAMED = 5


def sheet_of(book: Workbook, file: str, layout: Layout, problems: Problems) -> Sheet | None:
    """The sheet that holds the table; None with the reason recorded."""
    names = ", ".join(shorten(sheet.name, 40) for sheet in book.sheets[:MOST_NAMED])
    if book.asked:
        plain = plain_words(book.asked)
        named = [sheet for sheet in book.sheets if plain_words(sheet.name) == plain]
        if not named:
            problems.add(
                "C402",
                Location(file),
                f"there is no sheet {shorten(book.asked)} in it",
                f"name one of its sheets behind the file and !: {names}",
            )
        return named[0] if named else None
    likely = likely_sheets(book, layout)
    if len(likely) <= 1:
        return likely[0] if likely else Sheet("", ())
    told = ", ".join(
        f"{shorten(sheet.name, 40)} ({len(sheet.lines):,} lines)" for sheet in likely[:MOST_NAMED]
    )
    problems.add(
        "C402",
        Location(file),
        f"{len(likely)} sheets could hold the {layout.noun}: {told}",
        f"name one of them behind the file and !, here and in the profile: "
        f"{file.replace(chr(92), '/').rpartition('/')[2]}!{likely[0].name}",
    )
    return None


def likely_sheets(book: Workbook, layout: Layout) -> list[Sheet]:
    """The sheets that could hold a table of this kind, nearly as well as the best of them."""
    seen = [sheet for sheet in book.sheets if sheet.visible and sheet.lines]
    scores = [_sheet_score(sheet, layout) for sheet in seen]
    best = max(scores, default=0)
    return [each for each, own in zip(seen, scores, strict=True) if own >= NEARLY * best]


def _sheet_score(sheet: Sheet, layout: Layout) -> float:
    """How much a sheet looks like one of this kind of table."""
    head = max(sheet.lines[:FIRST_LINES], key=lambda line: score(line, layout))
    named_by = columns_named([head.text(i) for i in range(len(head.texts))], layout)
    lacks = {*layout.needed} - {"specialty"} - set().union(*named_by)
    best = score(head, layout) * (0.5 if lacks else 1)
    rows = len(sheet.lines) > 1
    named = not set(layout.sheets).isdisjoint(plain_words(sheet.name).split())
    return best * (1 if rows else 0.5) * (2 if named else 1)


def say_unseen(sheet: Sheet, file: str, problems: Problems) -> None:
    """Say once how many rows are hidden, and that formulas have no result."""
    if sheet.concealed:
        rows = "1 hidden row is" if sheet.concealed == 1 else f"{sheet.concealed:,} hidden rows are"
        problems.warn(
            "C401",
            Location(file, sheet=sheet.name),
            f"{rows} not read",
            "show them in your spreadsheet and save it again, if they belong to the list",
        )
    if sheet.unsolved:
        many = len(sheet.unsolved)
        problems.warn(
            "C403",
            Location(file, *sheet.unsolved[0], sheet.name),
            f"{many:,} formulas have no kept result and count as empty"
            if many > 1
            else "this formula has no kept result and counts as empty",
            "open the workbook in your spreadsheet and save it there",
        )
