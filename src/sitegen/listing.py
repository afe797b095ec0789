"""Shows how lists were understood, and makes a program list with our own headings out of one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sitegen import userfiles
from sitegen.cells import Values
from sitegen.diagnostics import Location, Problem, Problems, Severity, flatten, shorten, typed
from sitegen.knowledge.model import Knowledge
from sitegen.plan.applying.wanted import accepted
from sitegen.plan.decided import Decided
from sitegen.profile.choices import Aim
from sitegen.programs.clean import clean_list
from sitegen.programs.columns import COLUMNS, LAYOUT
from sitegen.programs.pasted import Pasted, pasted
from sitegen.programs.read import About, open_list, parts_of, programs_in, read_programs
from sitegen.tables import MOST_GUESSED, Table
from sitegen.understanding import Understanding, examples, understanding_of

WIDTH = 100
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
    written, (path, _) = userfiles.table(file, problems), userfiles.apart(file)
    if written is None:
        return "", "", 0
    values = Values(problems, known.vocabularies)
    silent = Values(Problems(), known.vocabularies)
    about = About(specialty)
    shown, tables = [], []
    for part in parts_of(written, silent):
        before = len(problems.found)
        agreed = _agreed(open_list(part, str(path), silent, about), ask) if ask else None
        table = open_list(part, str(path), values, about, agreed)
        programs = programs_in(table, values, known.visa_phrases, about)
        tables.append(table)
        if table.headings:
            found = understanding_of(table, LAYOUT.noun, len(programs), written)
            shown.append(understood(table, found, problems.found[before:]))
    clean = "" if problems.errors else clean_list(tables, silent)
    return "\n\n".join(shown), clean, sum(_guesses(table) for table in tables)


def _guesses(table: Table) -> int:
    """How many headings are in doubt, and wait for a yes."""
    return sum(each.column is not None and not each.sure for each in table.headings)


def _agreed(table: Table, ask: Callable[[str], bool]) -> dict[int, str | None]:
    """What the reader says of each heading that is in doubt, by its place."""
    answers: dict[int, str | None] = {}
    for i, each in enumerate(table.headings):
        if each.column and not each.sure:
            shown = ", ".join(examples(table, i)) or "empty"
            meaning = COLUMNS[each.column].meaning
            question = f"Is {shorten(each.title)} ({shown}) the column {each.column}: {meaning}?"
            answers[i] = each.column if ask(question) else None
    return answers


def unasked(guesses: int, command: str) -> str:
    """Why no list was written where nobody can be asked, and how to write it all the same."""
    told = "1 heading is" if guesses == 1 else f"{guesses} headings are"
    return (
        f"Nothing was written: {told} in doubt, and no keyboard is there to say yes.\n"
        f"    Next step: write the list with these columns kept as they are: {command}\n"
        '    Or change the headings that mean it into the words below "Read as".'
    )


def understood(table: Table, found: Understanding, problems: Sequence[Problem]) -> str:
    """How a program list was understood: each heading with its column and two of its cells."""
    lines = column_lines(found, ("Heading", "Read as", "Examples"))
    lines.insert(1, "-" * min(WIDTH, max(map(len, lines))))
    lines += ["", *_counts(table, found, problems)]
    if table.beside:
        name = table.beside.replace("-", " ")
        lines.append(f"specialty of rows that name none: {name} ({table.told_by})")
    if len(table.headings) > MOST_GUESSED:
        lines.append(f"Only the first {MOST_GUESSED} headings are shown here.")
    if not table.count:
        lines.append("No program stands below the headings yet. Write one line for each program.")
    if found.doubts:
        lines += [
            "What is in doubt is not used until you say yes. To be asked, and to get a list",
            f"with our headings: {asking(found)}",
            "With --yes after it, such columns are kept as they are, and nothing is asked.",
        ]
    return "\n".join(lines)


def empty_list_of(plan: Decided) -> tuple[str, ...]:
    """The columns of an empty list that decide for one person, in the order of every list."""
    visas = [visa.value for visa in accepted(plan)]
    chosen = {"specialty", "name", "code", "state", "city", "img_share", "least_step2"}
    chosen |= {"most_years", "us_weeks", "checked_on", "notes"}
    chosen |= {f"{by}{visa}" for visa in visas for by in ("", "freida_", "site_")}
    chosen |= {"visa_sentence", "asked", "asked_on", "answer"} if visas else set()
    if plan.facts["applicant.failed_attempts"].value != 0:
        chosen.add("most_attempts")
    if plan.read.profile.applications.aim is Aim.WISH:
        chosen.add("preference")
    return tuple(name for name in COLUMNS if name in chosen)


def pasted_rows(
    text: str,
    place: str,
    file: Path,
    known: Knowledge,
    problems: Problems,
    specialty: str | None = None,
) -> Pasted:
    """Rows out of copied text; those that the list in `file` holds already are told.

    `specialty` is that of rows that name none. Where no row is found, that is recorded.
    """
    held: list[dict[str, str]] = []
    written = userfiles.table(file, Problems()) if file.exists() else None
    if written is not None:
        silent, about = Problems(), About(specialty)
        words, phrases = known.vocabularies, known.visa_phrases
        for each in read_programs(written, str(file), silent, words, phrases, about):
            cells = {"name": each.name, "code": each.code, "state": each.state or ""}
            held.append({**cells, "specialty": each.specialty})
    found = pasted(text, known.vocabularies, held, (specialty or "").replace("-", " "))
    if not found.rows:
        problems.add(
            "C120",
            Location(place),
            "no program was found in the copied text",
            "copy the part of the page that names each program with its city, state or code",
        )
    return found


def pasted_in_short(found: Pasted, new: Path, file: Path) -> str:
    """What became of a copied text: rows, repeats, and what each still needs."""
    twice = sum(row.twice for row in found.rows)
    silent = sum(row.no_visa for row in found.rows)
    rows = "1 row" if len(found.rows) == 1 else f"{len(found.rows):,} rows"
    return (
        f"Wrote {new}: {rows} to confirm\n"
        f"  of these that stand in the list or twice in the text: {twice:,}\n"
        f"  of these without a word about visas: {silent:,}\n"
        f"  lines that became part of no row: {found.left:,}\n"
        f"Compare each row with its copied text. Then move what is right into {file}."
    )


def column_lines(found: Understanding, *above: tuple[str, str, str]) -> list[str]:
    """A line for each column: its heading, what it means, and two of its cells."""
    shown = found.columns[:MOST_GUESSED]
    rows = [*above, *((flatten(c.title, 40), c.meant, ", ".join(c.examples)) for c in shown)]
    widths = [max((len(row[i]) for row in rows), default=0) for i in range(2)]
    return [f"{a.ljust(widths[0])}  {b.ljust(widths[1])}  {c}".rstrip() for a, b, c in rows]


def asking(found: Understanding) -> str:
    """The command that asks about each heading in doubt, and writes a list with our headings."""
    return write_command(found.place, "NEW.csv", found.given)


def write_command(
    file: object, new: object, specialty: str | None, pack: Path | None = None, yes: bool = False
) -> str:
    """The command that writes a list with our headings, with all that was told to this one."""
    field = f" --specialty {typed(specialty)}" if specialty else ""
    data = f" --data {typed(pack)}" if pack else ""
    return f"sitegen programs {typed(file)}{field}{data} --write {typed(new)}{' --yes' * yes}"


def told_in_short(found: Understanding) -> str:
    """How a list was understood, as part of the check of a profile: a line for each column."""
    lines = [counts(found), *(f"  {row}" for row in column_lines(found))]
    doubt = next((each for each in found.columns if each.doubtful), None)
    if doubt:
        how = f"if {shorten(doubt.title, 40)} means {doubt.column}, make that its heading"
        ask = f"; or be asked: {asking(found)}" if found.noun == LAYOUT.noun else ""
        lines.append(f"  What is in doubt is not used: {how}{ask}")
    return "\n".join(lines)


def told_in_a_line(found: Understanding, profile: Path, pack: Path | None) -> str:
    """How a list was understood, as part of a build: the counts, and the command that shows all."""
    data = f" --data {typed(pack)}" if pack else ""
    return f"{counts(found)}. Each column: sitegen check {typed(profile)}{data}"


def counts(found: Understanding) -> str:
    """In one line, which list it is, how many rows were read, and how many columns understood."""
    parts = [f"{found.used:,} of {found.rows:,} {'row' if found.rows == 1 else 'rows'} read"]
    parts.append(f"{found.read} of {len(found.columns)} columns understood")
    parts += [f"{found.doubts} in doubt"] if found.doubts else []
    parts += [f"{found.left} not read"] if found.left else []
    sheet = f", the sheet {shorten(found.sheet)}" if found.sheet else ""
    return f"{found.noun.capitalize()} {found.file}{sheet}: {', '.join(parts)}"


def _counts(table: Table, found: Understanding, problems: Sequence[Problem]) -> Iterator[str]:
    """How much stands in a list, and how much of it is read."""
    errors = sum(p.severity is Severity.ERROR for p in problems)
    twice = sum(p.code == "C114" for p in problems)
    rows = "1 row" if table.count == 1 else f"{table.count:,} rows"
    between = BETWEEN.get(table.delimiter, f'"{table.delimiter}"')
    where = f"the sheet {shorten(table.sheet)}" if table.sheet else f"{between} stand between cells"
    yield f"{found.file}: {rows}; {where}"
    yield f"programs: {found.used:,}; lines that are no rows: {len(table.aside)}"
    titled = sum(bool(each.title) for each in found.columns)
    yield f"headings: {titled}, of these in doubt: {found.doubts}, not read: {found.left}"
    yield (
        f"problems: {errors}, of these programs that stand twice: {twice}; "
        f"warnings: {len(problems) - errors}"
    )
