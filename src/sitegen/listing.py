"""Shows how a program list was understood, and makes one with our own headings out of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sitegen import userfiles
from sitegen.cells import Values
from sitegen.diagnostics import Problem, Problems, Severity, flatten, shorten, typed
from sitegen.knowledge.model import Knowledge
from sitegen.programs import (
    COLUMNS,
    About,
    clean_list,
    open_list,
    parts_of,
    programs_in,
)
from sitegen.tables import MOST_GUESSED, Heading, Table

WIDTH = 100
LOOKED_AT = 1_000
"""Lines in which examples are looked for."""
BETWEEN = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


def examine(
    file: Path,
    known: Knowledge,
    problems: Problems,
    ask: Callable[[str], bool] | None,
    specialty: str | None = None,
) -> tuple[str, str, int]:
    """How a list is understood; its text with our headings, empty after an error; the doubts.

    `ask` is called with a question for each heading that is in doubt. `specialty` is that of rows
    that name none.
    """
    written = userfiles.table(file, problems)
    if written is None:
        return "", "", 0
    values = Values(problems, known.vocabularies)
    silent = Values(Problems(), known.vocabularies)
    about = About(specialty)
    shown, tables = [], []
    for part in parts_of(written, silent):
        before = len(problems.found)
        agreed = _agreed(open_list(part, str(file), silent, about), ask) if ask else None
        table = open_list(part, str(file), values, about, agreed)
        programs = programs_in(table, values, known.visa_phrases, about)
        tables.append(table)
        if table.headings:
            shown.append(understood(table, file, problems.found[before:], len(programs)))
    clean = "" if problems.errors else clean_list(tables, silent)
    return "\n\n".join(shown), clean, sum(int(_guesses(table)) for table in tables)


def _guesses(table: Table) -> int:
    """How many headings are in doubt, and wait for a yes."""
    return sum(each.column is not None and not each.sure for each in table.headings)


def _agreed(table: Table, ask: Callable[[str], bool]) -> dict[int, str | None]:
    """What the reader says of each heading that is in doubt, by its place."""
    answers: dict[int, str | None] = {}
    for i, each in enumerate(table.headings):
        if each.column and not each.sure:
            shown = samples(table, i) or "empty"
            meaning = COLUMNS[each.column].meaning
            question = f"Is {shorten(each.title)} ({shown}) the column {each.column}: {meaning}?"
            answers[i] = each.column if ask(question) else None
    return answers


def unasked(guesses: int, file: Path, new: Path) -> str:
    """Why no list was written where nobody can be asked, and how to write it all the same."""
    told = "1 heading is" if guesses == 1 else f"{guesses} headings are"
    command = f"sitegen programs {typed(file)} --write {typed(new)} --yes"
    return (
        f"Nothing was written: {told} in doubt, and no keyboard is there to say yes.\n"
        f"    Next step: write the list with these columns kept as they are: {command}\n"
        '    Or change the headings that mean it into the words below "Read as".'
    )


def understood(table: Table, file: Path, problems: Sequence[Problem], programs: int) -> str:
    """How a program list was understood: each heading with its column and two of its cells."""
    rows = [("Heading", "Read as", "Examples")]
    for i, each in enumerate(table.headings[:MOST_GUESSED]):
        if each.title or samples(table, i):
            rows.append((flatten(each.title, 40), _meant(each), samples(table, i)))
    widths = [max(len(row[i]) for row in rows) for i in range(2)]
    lines = [f"{a.ljust(widths[0])}  {b.ljust(widths[1])}  {c}".rstrip() for a, b, c in rows]
    lines.insert(1, "-" * min(WIDTH, max(map(len, lines))))
    lines += ["", *_counts(table, file, problems, programs)]
    if table.beside:
        name = table.beside.replace("-", " ")
        lines.append(f"specialty of rows that name none: {name} ({table.told_by})")
    if len(table.headings) > MOST_GUESSED:
        lines.append(f"Only the first {MOST_GUESSED} headings are shown here.")
    if not table.count:
        lines.append("No program stands below the headings yet. Write one line for each program.")
    if _guesses(table):
        lines += [
            "What is in doubt is not used until you say yes. To be asked, and to get a list",
            f"with our headings: sitegen programs {typed(file)} --write NEW.csv",
            "With --yes after it, such columns are kept as they are, and nothing is asked.",
        ]
    return "\n".join(lines)


def _counts(table: Table, file: Path, problems: Sequence[Problem], programs: int) -> Iterator[str]:
    """How much stands in a list, and how much of it is read."""
    errors = sum(p.severity is Severity.ERROR for p in problems)
    twice = sum(p.code == "C114" for p in problems)
    unread = sum(each.column is None and bool(each.title) for each in table.headings)
    rows = "1 row" if table.count == 1 else f"{table.count:,} rows"
    between = BETWEEN.get(table.delimiter, f'"{table.delimiter}"')
    where = f"the sheet {shorten(table.sheet)}" if table.sheet else f"{between} stand between cells"
    yield f"{file}: {rows}; {where}"
    yield f"programs: {programs:,}; lines that are no rows: {len(table.aside)}"
    doubts = _guesses(table)
    titled = sum(bool(each.title) for each in table.headings)
    yield f"headings: {titled}, of these in doubt: {doubts}, not read: {unread}"
    yield (
        f"problems: {errors}, of these programs that stand twice: {twice}; "
        f"warnings: {len(problems) - errors}"
    )


def _meant(heading: Heading) -> str:
    if heading.column is None:
        return f"not read (not {heading.near})" if heading.near else "not read"
    if not heading.sure:
        return f"{heading.column}? (in doubt)"
    return f"{heading.column} (by its cells)" if heading.told else heading.column


def samples(table: Table, at: int) -> str:
    """Two different cells of a column, in quotes."""
    found: dict[str, None] = {}
    for line in table.lines[:LOOKED_AT]:
        if at < len(line.texts) and (text := line.text(at)):
            found[shorten(text, 24)] = None
        if len(found) == 2:
            break
    return ", ".join(found)
