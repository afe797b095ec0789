"""The place of each column in the rows of a table, and what is wrong with its headings."""

from __future__ import annotations

from collections.abc import Sequence, Set

from sitegen.csvtext import Line
from sitegen.diagnostics import Problems, shorten
from sitegen.headings import Heading, Layout

MOST_NAMED = 5


def column_places(
    headings: Sequence[Heading],
    rows: Sequence[Line],
    layout: Layout,
    problems: Problems,
    settled: Set[str],
    advice: str,
) -> dict[str, int] | None:
    """The place of each column in a row, or None where one that is needed is missing.

    `advice` ends the next step for a heading in doubt.
    """
    columns: dict[str, int] = {}
    for i, each in enumerate(headings):
        if each.column and each.sure and each.column not in columns:
            columns[each.column] = i
        elif each.column and each.sure and layout.unread:
            first = columns[each.column]
            if any(_text(line, i) and _text(line, i) != _text(line, first) for line in rows):
                problems.add(
                    layout.unread,
                    each.place,
                    f"{shorten(headings[first].title)} and {shorten(each.title)} both mean "
                    f"{each.column}, and their cells differ",
                    f"delete one of the two, or rename the one that is not {each.column}",
                )
    has = {name: {name, *layout.instead.get(name, ())} for name in layout.needed}
    missing = [n for n, either in has.items() if either.isdisjoint({*columns, *settled})]
    guessed = {each.column: each for each in headings if each.column and not each.sure}
    near = {each.near: each for each in headings if each.near}
    for name in missing:
        hint = f"add a column {name}"
        if name in guessed:
            hint = f"did you mean the column {shorten(guessed[name].title)}? rename it to {name}"
        elif name in near:
            hint = f"write into the column {shorten(near[name].title)} what {name} says"
        elif name == "specialty":
            hint += ', or say it in the profile for all rows: list_specialty: "internal medicine"'
        problems.add(layout.missing, headings[0].place, f"there is no column {name}", hint)
    for name, each in guessed.items() if layout.unread else ():
        if name not in missing:
            problems.warn(
                layout.unread,
                each.place,
                f"the column {shorten(each.title)} is not read",
                f"if it is {name}, rename it to {name}{advice}",
            )
    _say_missed([each for each in headings if each.near not in ("", *missing)], layout, problems)
    return None if missing else columns


def _say_missed(missed: Sequence[Heading], layout: Layout, problems: Problems) -> None:
    """Say once which headings have the words of a column and other cells."""
    if missed and layout.unread:
        named = [f"{shorten(each.title)} ({each.near})" for each in missed[:MOST_NAMED]]
        what = "the column of its name" if len(missed) == 1 else "the columns of their names"
        many = "1 column is" if len(missed) == 1 else f"{len(missed)} columns are"
        problems.warn(
            layout.unread,
            missed[0].place,
            f"{many} not read, because the cells are not those of {what}: {', '.join(named)}",
            "write there what that column says, or give the column another name",
        )


def _text(line: Line, at: int) -> str:
    return line.text(at).casefold() if at < len(line.texts) else ""
