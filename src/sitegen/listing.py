"""Shows how a program list was understood, and makes one with our own headings out of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from sitegen import inputs
from sitegen.cells import Values
from sitegen.diagnostics import Problem, Problems, Severity, flatten, shorten, typed
from sitegen.knowledge.model import Knowledge
from sitegen.programs import COLUMNS, LAYOUT, clean_list, programs_in
from sitegen.tables import MOST_GUESSED, Heading, Table, open_table

WIDTH = 100
LOOKED_AT = 1_000
"""Lines in which examples are looked for."""
BETWEEN = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


def examine(
    file: Path, known: Knowledge, problems: Problems, ask: Callable[[str], bool] | None
) -> tuple[str, str, int]:
    """How a list is understood; its text with our headings, empty after an error; the guesses.

    `ask` is called with a question for each heading that is only guessed.
    """
    text = inputs.table_text(file, problems)
    if text is None:
        return "", "", 0
    table = open_table(text, str(file), LAYOUT, Problems())
    agreed = _agreed(table, ask) if ask else None
    table = open_table(text, str(file), LAYOUT, problems, agreed)
    programs_in(table, Values(problems, known.vocabularies), known.visa_phrases)
    shown = understood(table, file, problems.found) if table.headings else ""
    silent = Values(Problems(), known.vocabularies)
    clean = "" if problems.errors else clean_list(table, silent)
    return shown, clean, _guesses(table)


def _guesses(table: Table) -> int:
    """How many headings are only guessed, and wait for a yes."""
    return sum(each.column is not None and not each.sure for each in table.headings)


def _agreed(table: Table, ask: Callable[[str], bool]) -> dict[int, str | None]:
    """What the reader says of each heading that was guessed, by its place."""
    answers: dict[int, str | None] = {}
    for i, each in enumerate(table.headings):
        if each.column and not each.sure:
            shown = samples(table, i) or "empty"
            meaning = COLUMNS[each.column].meaning
            question = f"Is {shorten(each.title)} ({shown}) the column {each.column}: {meaning}?"
            answers[i] = each.column if ask(question) else None
    return answers


def unasked(guesses: int, file: Path, new: Path) -> str:
    """Why no list was written where nobody can be asked, and how to say yes all the same."""
    told = "1 heading is" if guesses == 1 else f"{guesses} headings are"
    command = f"sitegen programs {typed(file)} --write {typed(new)} --yes"
    return (
        f"Nothing was written: {told} guessed, and no keyboard is there to say yes.\n"
        f"    Next step: take every guess: {command}\n"
        '    Or change the headings that are guessed right into the words below "Read as".'
    )


def understood(table: Table, file: Path, problems: Sequence[Problem]) -> str:
    """How a program list was understood: each heading with its column and two of its cells."""
    rows = [("Heading", "Read as", "Examples")]
    for i, each in enumerate(table.headings[:MOST_GUESSED]):
        rows.append((flatten(each.title, 40), _meant(each), samples(table, i)))
    widths = [max(len(row[i]) for row in rows) for i in range(2)]
    lines = [f"{a.ljust(widths[0])}  {b.ljust(widths[1])}  {c}".rstrip() for a, b, c in rows]
    lines.insert(1, "-" * min(WIDTH, max(map(len, lines))))
    guesses = _guesses(table)
    unread = sum(each.column is None for each in table.headings)
    errors = sum(p.severity is Severity.ERROR for p in problems)
    twice = sum(p.code == "C114" for p in problems)
    rows_said = "1 row" if table.count == 1 else f"{table.count:,} rows"
    lines += [
        "",
        f"{file}: {rows_said}; {BETWEEN[table.delimiter]} stand between cells",
        f"headings: {len(table.headings)}, of these guessed: {guesses}, not read: {unread}",
        f"problems: {errors}, of these programs that stand twice: {twice}; "
        f"warnings: {len(problems) - errors}",
    ]
    if len(table.headings) > MOST_GUESSED:
        lines.append(f"Only the first {MOST_GUESSED} headings are shown here.")
    if not table.count:
        lines.append("No program stands below the headings yet. Write one line for each program.")
    if guesses:
        lines += [
            "What is guessed is not used until you say yes. To be asked, and to get a list",
            f"with our headings: sitegen programs {typed(file)} --write NEW.csv",
            "With --yes after it, every guess is taken unasked.",
        ]
    return "\n".join(lines)


def _meant(heading: Heading) -> str:
    if heading.column is None:
        return "not read"
    return heading.column if heading.sure else f"{heading.column}? (a guess)"


def samples(table: Table, at: int) -> str:
    """Two different cells of a column, in quotes."""
    found: dict[str, None] = {}
    for line in table.lines[:LOOKED_AT]:
        if at < len(line.texts) and (text := line.text(at)):
            found[shorten(text, 24)] = None
        if len(found) == 2:
            break
    return ", ".join(found)
