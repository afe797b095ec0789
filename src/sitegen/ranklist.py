"""The applicant's rank order list, read from CSV text: one line for each program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sitegen.answers import says_nothing
from sitegen.cells import HOSPITAL, PROGRAM, PROGRAM_SIGNS, SPECIALTY, TRACKS, VISAS, Values
from sitegen.diagnostics import Location, Problems, shorten
from sitegen.listed_specialties import fit_of_lists, specialty_beside
from sitegen.patterns import regex
from sitegen.records import value_object
from sitegen.shape import Vocabulary
from sitegen.sheets import Written
from sitegen.tables import Layout, Row, open_table, plain_words, write_table
from sitegen.understanding import Understanding, understanding_of

MOST_RANKS = 300
RATINGS = ("immigration", "jobs", "life")
LAYOUT = Layout(
    noun="rank order list",
    columns={
        "rank": (
            "rank",
            "my rank",
            "final rank",
            "rank order",
            "rank #",
            "order",
            "ranking",
            "#",
            "no",
            "number",
        ),
        "specialty": SPECIALTY,
        "program": (*PROGRAM, *HOSPITAL),
        "state": ("state", "st", "program state", "city state"),
        **TRACKS,
        "would_attend": ("would attend", "would go"),
        "preference": ("preference", "my preference"),
        **VISAS,
        "immigration": ("immigration",),
        "jobs": ("jobs", "job", "jobs after training"),
        "life": ("life", "happiness"),
        "list": ("list", "which list", "list type", "rol", "supplemental list", "supplemental"),
    },
    needed=("rank", "specialty", "program"),
    signs={
        "rank": ("rank",),
        "specialty": ("specialty", "discipline", "residency", "program type", "field"),
        "program": PROGRAM_SIGNS,
        "state": ("state", "location"),
    },
    empty="C301",
    too_long="C302",
    missing="C303",
    overfull="C304",
    unread="C305",
    choose=("rank", "program", "state"),
    also=("specialty",),
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


@value_object(kw_only=True)
class RankEntry:
    """One line of the list; None stands for what it does not say.

    `preference` counts from 1, the program liked most; two programs may share a number.
    `immigration`, `jobs` and `life` are the applicant's own ratings from 1 (poor) to 5 (good).
    `list` is empty for the primary list, else the name of a supplemental one, which has ranks of
    its own.
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
    list: str
    place: Location


def read_rank_list(
    text: Written,
    file: str,
    problems: Problems,
    vocabularies: Mapping[str, Vocabulary],
    specialty: str | None = None,
    seen: list[Understanding] | None = None,
) -> tuple[RankEntry, ...]:
    """Read every line, the primary list first; mistakes are recorded with their place.

    `specialty` is that of lines that name none. `seen` gathers how the list was understood.
    """
    values = Values(problems, vocabularies)
    before = problems.error_count
    beside, fit = specialty_beside(vocabularies, specialty), fit_of_lists(vocabularies)
    table = open_table(text, file, LAYOUT, problems, fit=fit, beside=beside)
    names = values.told_apart(table.rows)
    told = [(row, each) for row in table.rows if (each := _entry(row, values))]
    entries = [replace(each, program=names.get(row.place, each.program)) for row, each in told]
    used = sum(bool(each.specialty) for each in entries)
    if seen is not None and table.headings:
        seen.append(understanding_of(table, LAYOUT.noun, used, text))
    entries = _with_lists(entries)
    values.tell_left()
    _twice(entries, problems)
    _same_program(entries, values)
    lists = dict.fromkeys(("", *(each.list for each in entries)))
    ordered = {
        name: sorted((e for e in entries if e.list == name), key=lambda entry: entry.rank)
        for name in lists
    }
    if problems.error_count == before:
        for one in ordered.values():
            _gaps(one, problems)
    return tuple(entry for one in ordered.values() for entry in one if entry.specialty)


def _entry(row: Row, values: Values) -> RankEntry | None:
    """One line. Where nothing is planned for its specialty, that is empty, and its rank counts."""
    told = row.cell("rank")
    if says_nothing(told.text) or told.text.casefold() in NOT_RANKED:
        done = "nothing has to be done if you do not rank it; else write its place: 1 for the first"
        values.leave(told, "rank", "C308", "so its line is not on the list", done)
        return None
    aside = plain_words(row.text("program")) in UNMATCHED or row.text("code") == NO_PROGRAM
    if aside:
        values.leave(
            row.cell("program"),
            "program",
            "C307",
            "so no program stands in its line",
            "nothing has to be done: on a couple's list it means no match",
        )
    specialty = "" if aside else values.specialty_of(row, "C306")
    below = _BELOW_A_RANK.fullmatch(told.text) if specialty in FIRST_YEAR else None
    if below:
        told = replace(told, text=below[2])
    rank = values.whole(told, "rank", "C308", MOST_RANKS, "")
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
    listed = plain_words(row.text("list")) or (f"supplemental {below[1]}" if below else "")
    return RankEntry(
        rank=rank,
        specialty=specialty,
        program=program,
        state=state,
        would_attend=attend,
        preference=preference,
        j1=visas[0],
        h1b=visas[1],
        immigration=ratings[0],
        jobs=ratings[1],
        life=ratings[2],
        list="" if listed in PRIMARY else listed,
        place=row.place,
    )


NOT_RANKED = frozenset(("dnr", "do not rank", "not ranked", "not ranking", "no", "none", "skip"))
UNMATCHED = frozenset(("no match", "unmatched", "no program", "none", "not matched", "no position"))
NO_PROGRAM = "999999999"
"""What a line of a couple's list says where one of the two matches and the other does not."""

PRIMARY = frozenset(("", "primary", "main", "primary list", "primary rol", "regular", "no", "p"))
"""Words in the column of lists that mean the primary one."""

FIRST_YEAR = frozenset(("preliminary-medicine", "preliminary-surgery", "transitional-year"))
"""Specialties of one year, which supplemental lists are made of."""


def _with_lists(entries: Sequence[RankEntry]) -> list[RankEntry]:
    """The entries with the supplemental list of each, where ranks show it and no column says it.

    A program of one year whose rank is taken already, or that follows such a one, is on the next
    supplemental list that has its rank free.
    """
    taken = {("", e.rank) for e in entries if not e.list and e.specialty not in FIRST_YEAR}
    found: list[RankEntry] = []
    for each in entries:
        if not each.list and each.specialty in FIRST_YEAR:
            last = found[-1] if found else None
            follows = last is not None and last.list and last.rank + 1 == each.rank
            names = ((last.list,) if last and follows else ()) + ("", *SUPPLEMENTAL)
            each = replace(each, list=next(n for n in names if (n, each.rank) not in taken))
            taken.add((each.list, each.rank))
        found.append(each)
    return found


_BELOW_A_RANK = regex(r"([1-9][0-9]{0,2})[.]([1-9][0-9]?)")
"""The second rank on the supplemental list of the first one: 3.2. Only years that come first."""

SUPPLEMENTAL = tuple(f"supplemental {number}" for number in range(1, MOST_RANKS + 1))


def _twice(entries: Sequence[RankEntry], problems: Problems) -> None:
    """Record ranks that stand in two lines of one list."""
    ranks: dict[tuple[str, int], int] = {}
    for each in entries:
        first = ranks.setdefault((each.list, each.rank), each.place.line)
        if first != each.place.line:
            problems.warn(
                "C311",
                each.place,
                f'rank "{each.rank}" stands in line {first} too; they count as they follow',
                "give each program a rank of its own, or name its supplemental list in a column "
                "list; of a couple's list, keep your own programs",
            )


def _same_program(entries: Sequence[RankEntry], values: Values) -> None:
    """Warn of programs that stand twice on one list: they may be two tracks, which is allowed."""
    seen: dict[tuple[str, str, str, str], int] = {}
    for each in entries:
        key = (each.list, each.specialty, each.program.casefold(), each.state or "")
        first = seen.setdefault(key, each.place.line)
        if each.program and first != each.place.line:
            values.problems.warn(
                "C312",
                each.place,
                f"{shorten(each.program)} stands in line {first} too",
                "if they are two tracks, add the track to each name; on a couple's list, which "
                "has a line for each pair, nothing has to be done; else keep one line",
            )


def _gaps(entries: Sequence[RankEntry], problems: Problems) -> None:
    """Record where the ranks of a list do not count 1, 2, 3."""
    ranks = {entry.rank: entry for entry in reversed(entries)}
    for expected, entry in enumerate(sorted(ranks.values(), key=lambda each: each.rank), 1):
        if entry.rank != expected:
            problems.warn(
                "C311",
                entry.place,
                f"rank {entry.rank} stands here, and rank {expected} nowhere",
                "count the ranks without a gap: 1, 2, 3",
            )
            return


def template() -> str:
    """An empty list with its headings and one invented line."""
    names = tuple(name for name in LAYOUT.columns if name not in TRACKS)
    return write_table(names, tuple(LAYOUT.example.get(name, "") for name in names))
