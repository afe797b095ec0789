"""The applicant's rank order list, read from CSV text: one line for each program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sitegen.cells import PROGRAM, SPECIALTY, VISAS, Values
from sitegen.diagnostics import Location, Problems, shorten
from sitegen.shape import Vocabulary
from sitegen.sheets import Written
from sitegen.tables import Layout, Row, read_table, write_table

MOST_RANKS = 300
RATINGS = ("immigration", "jobs", "life")
LAYOUT = Layout(
    noun="rank order list",
    columns={
        "rank": ("rank", "#", "no", "number"),
        "specialty": SPECIALTY,
        "program": (*PROGRAM, "hospital"),
        "state": ("state",),
        "would_attend": ("would attend", "would go"),
        "preference": ("preference", "my preference"),
        **VISAS,
        "immigration": ("immigration",),
        "jobs": ("jobs", "job", "jobs after training"),
        "life": ("life", "happiness"),
    },
    needed=("rank", "specialty", "program"),
    empty="C301",
    too_long="C302",
    missing="C303",
    overfull="C304",
    unread="C305",
    sheets=("rank", "ranks", "ranking", "rol"),
    example={
        "rank": "1",
        "specialty": "internal medicine",
        "program": "Invented Example Hospital (delete this line)",
        "state": "Ohio",
        "would_attend": "yes",
        "preference": "1",
        "j1": "yes",
        "h1b": "no",
        "immigration": "3",
        "jobs": "4",
        "life": "4",
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RankEntry:
    """One line of the list; None stands for what it does not say.

    `preference` counts from 1, the program liked most; two programs may share a number.
    `immigration`, `jobs` and `life` are the applicant's own ratings from 1 (poor) to 5 (good).
    """

    rank: int
    specialty: str
    program: str
    state: str | None
    would_attend: bool | None
    preference: int | None
    j1: bool | None
    h1b: bool | None
    immigration: int | None
    jobs: int | None
    life: int | None
    place: Location


def read_rank_list(
    text: Written, file: str, problems: Problems, vocabularies: Mapping[str, Vocabulary]
) -> tuple[RankEntry, ...]:
    """Read every line, in the order of the ranks; mistakes are recorded with their place."""
    values = Values(problems, vocabularies)
    before = problems.error_count
    rows = read_table(text, file, LAYOUT, problems)
    read = [_entry(row, values) for row in rows]
    _twice(rows, values)
    entries = sorted((entry for entry in read if entry), key=lambda entry: entry.rank)
    if problems.error_count == before:
        _gaps(entries, problems)
    return tuple(entries)


def _entry(row: Row, values: Values) -> RankEntry | None:
    told = row.cell("rank")
    rank = values.whole(told, "rank", "C308", MOST_RANKS, "")
    if not told.text:
        values.problems.add("C308", told.place, "the rank is missing", "write 1 for the first")
    specialty = values.specialty(row.cell("specialty"), "C306")
    program = values.needed(row.cell("program"), "program", "C307")
    state = values.state(row.cell("state"), "C306")

    def truth(name: str, empty: str) -> bool | None:
        return values.truth(row.cell(name), name, "C309", empty)

    def number(name: str, high: int) -> int | None:
        return values.whole(row.cell(name), name, "C310", high, ", or leave it empty")

    attend = truth("would_attend", "you do not know yet")
    visas = [truth(name, "the program says nothing") for name in VISAS]
    preference = number("preference", MOST_RANKS)
    ratings = [number(name, 5) for name in RATINGS]
    if rank is None or specialty is None:
        return None
    return RankEntry(
        rank=rank, specialty=specialty, program=program, state=state, would_attend=attend,
        preference=preference, j1=visas[0], h1b=visas[1], immigration=ratings[0],
        jobs=ratings[1], life=ratings[2], place=row.place,
    )  # fmt: skip


def _twice(rows: tuple[Row, ...], values: Values) -> None:
    """Record ranks and programs that stand in two lines."""
    problems = values.problems
    ranks: dict[str, int] = {}
    programs: dict[tuple[str, str, str], int] = {}
    for row in rows:
        rank, line = row.cell("rank"), row.place.line
        first = ranks.setdefault(rank.text, line)
        if rank.text and first != line:
            problems.add(
                "C311", rank.place, f"rank {shorten(rank.text)} stands in line {first} too",
                "give each program a rank of its own",
            )  # fmt: skip
        key = values.one_program(row)
        first = programs.setdefault(key, line)
        if key[1] and first != line:
            problems.add(
                "C312", row.cell("program").place,
                f"{shorten(row.text('program'))} stands in line {first} too",
                "keep one line for each program",
            )  # fmt: skip


def _gaps(entries: list[RankEntry], problems: Problems) -> None:
    """Record where the ranks do not count 1, 2, 3."""
    for expected, entry in enumerate(entries, 1):
        if entry.rank != expected:
            problems.add(
                "C311", entry.place, f"rank {entry.rank} stands here, and rank {expected} nowhere",
                "count the ranks without a gap: 1, 2, 3",
            )  # fmt: skip
            return


def template() -> str:
    """An empty list with its headings and one invented line."""
    example = LAYOUT.example
    return write_table(
        tuple(LAYOUT.columns), tuple(example.get(name, "") for name in LAYOUT.columns)
    )
