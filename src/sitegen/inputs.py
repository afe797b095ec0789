"""Reads the files at the edge: the shipped data and the applicant's profile."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen import cache, records, resources
from sitegen.diagnostics import Location, Problem, Problems
from sitegen.knowledge.model import Knowledge
from sitegen.profile import ReadProfile, named_lists, read_profile
from sitegen.shape import Vocabulary
from sitegen.userfiles import apart, profile_text, rows_of
from sitegen.yamlio import NO_HELP, UNREAD, Node, read

if TYPE_CHECKING:
    from sitegen.understanding import Understanding

LAID_OUT = "name a folder laid out like data/: specialties/NAME.yaml, sources/NAME.yaml"
LAST_DAY = dt.date(2199, 12, 31)
"""Plans reach decades ahead of their day; here no sum of days leaves the calendar."""
READ_BY = (
    *("inputs", "records", "knowledge", "programs", "countries", "reading", "cells", "shape"),
    *("yamlio", "tables", "syntax", "csvtext", "letters", "diagnostics", "links", "numerals"),
    *("wordchoice", "tracks", "headings", "outline", "sheets", "choosing_sheets"),
    *("places", "listed_specialties", "separators", "day_columns", "statuses", "days"),
    *(
        "amounts",
        "answers",
        "scalars",
        "measures",
        "written",
        "slips",
        "missing_spaces",
        "understanding",
    ),
    *("profile", "schema", "tracker", "ranklist", "column_places", "patterns"),
)
"""Modules and packages that turn the texts of `data/` into what is known."""

READ_WITH = {"pycountry": "databases/iso3166-1.json", "yaml": "__init__.py"}
"""Packages that take part in it, each with a file that differs between their versions."""

LISTS = ("programs", "interviews", "rank_list")
"""Keys of a profile that name a list, in the order in which lists are read."""

NOT_KNOWLEDGE = ("profiles/", "starter-profile.yaml")

ABOUT_PACK = ("README", "LICENSE", "CHANGELOG")
"""Beginnings of files at the top of a pack that tell of it; they and hidden files are let be."""


def knowledge(pack: Path | None = None) -> Knowledge:
    """The shipped data, with the files of a local pack in their place or beside them.

    A pack is a folder laid out like `data/`. Raises `UserFilesError` with every problem in it.
    """
    shipped, content = _shipped(), resources.texts("content", ".md")
    texts, own = data_texts(pack)

    def load() -> Knowledge:
        from sitegen.countries import country_words
        from sitegen.knowledge.content_check import check_content, check_pages
        from sitegen.knowledge.load import load_knowledge
        from sitegen.knowledge.pack import WHOLE, blamed

        problems = Problems()
        loaded = load_knowledge(texts, problems, country_words(), own)
        if loaded:
            names = set(loaded.specialties) & _specialties(shipped)
            check_content(content, names, f"{resources.root()}/content/", problems)
            pages = [Path(name).stem for name in resources.texts("content/pages", ".html")]
            check_pages(loaded.menu, texts["menu.yaml"], pages, problems)
        if own:
            problems.found = blamed(problems.found, own, texts, shipped)
        problems.found = [_placed(p, pack, {WHOLE, *own}) for p in problems.found]
        problems.raise_errors()
        assert loaded is not None
        return loaded

    parts = [part for pair in sorted({**content, **texts}.items()) for part in pair]
    digest = cache.key(parts, READ_BY, resources.parts_of(READ_WITH))
    return cache.remembered("knowledge", digest, load, records.plain, _restored)


def data_texts(pack: Path | None) -> tuple[dict[str, str], Mapping[str, str]]:
    """Every text that knowledge is read from, by its path, and those of them that are the pack's.

    Raises `UserFilesError` with every problem in the layout of the pack.
    """
    shipped = _shipped()
    own = _pack(pack, shipped) if pack else {}
    # The files of the pack come last: what two files claim is told at the newcomer.
    return {path: text for path, text in shipped.items() if path not in own} | own, own


def _shipped() -> dict[str, str]:
    return {
        path: text
        for path, text in resources.texts("data", ".yaml").items()
        if not path.startswith(NOT_KNOWLEDGE)
    }


def _specialties(texts: Mapping[str, str]) -> set[str]:
    """The names of the specialties that have a file among these."""
    return {
        path.partition("/")[2].removesuffix(".yaml")
        for path in texts
        if path.startswith("specialties/")
    }


def _restored(data: object) -> Knowledge:
    return records.from_plain(Knowledge, data)


def _placed(problem: Problem, pack: Path | None, own: Collection[str]) -> Problem:
    """Name the file as the reader finds it: in the pack, or in the shipped data."""
    file = problem.location.file
    base = pack if pack and file in own else resources.root() / "data"
    shown = str(base / file) if (base / file.rstrip("/")).exists() else f"data/{file}"
    return replace(problem, location=replace(problem.location, file=shown))


def both(
    path: Path,
    pack: Path | None,
    as_of: dt.date,
    problems: Problems | None = None,
    seen: list[Understanding] | None = None,
    known: Knowledge | None = None,
) -> tuple[Knowledge, ReadProfile, tuple[Problem, ...]]:
    """The data and the profile, with warnings. Raises `UserFilesError` with every problem.

    `seen` gathers how each list was understood, also where problems are raised. `known` are the
    data, where they have been read before.
    """
    problems = problems or Problems()
    known = known or knowledge(pack)
    _check_day(known, pack, as_of, problems)
    read = profile(path, known, problems, as_of, seen)
    problems.raise_errors()
    assert read is not None
    return known, read, tuple(problems.warnings)


def _check_day(known: Knowledge, pack: Path | None, as_of: dt.date, problems: Problems) -> None:
    """Record a day for which no plan can be made, and the values that do not hold on it."""
    begins, day = known.begins, as_of.isoformat()
    if as_of > LAST_DAY:
        told = f"no plan can be made for a day after {LAST_DAY}"
        problems.add("D304", Location("--as-of"), told, f"give --as-of {LAST_DAY} or earlier")
    late = {name: min(p.values) for name, p in known.parameters.items() if min(p.values) > day}
    places = {_value_place(name, first, pack) for name, first in late.items()}
    for place in sorted(places):
        problems.add(
            "D302",
            place,
            f"this value does not hold yet on {as_of}"
            if place.line
            else f"the data of this version begin on {begins}, and the plan is for {as_of}",
            f"give --as-of {begins} or later"
            if begins <= LAST_DAY
            else f"add the value that holds on {as_of}, with the day from which it holds",
        )
    for name in known.without_value(as_of) if not late else ():
        last = max(first for first in known.parameters[name].values if first <= day)
        problems.add(
            "D302",
            _value_place(name, last, pack),
            f"this value has ended before {as_of}",
            "add the value that holds now, below the day from which it holds",
        )


def _value_place(name: str, first: str, pack: Path | None) -> Location:
    """Where a pack writes the value of a parameter from a day on; else the shipped folder."""
    file = pack / f"parameters/{name.replace('.', '/')}.yaml" if pack else None
    if file is None or not file.exists():
        return Location("data/parameters/")
    rows = enumerate(rows_of(str(file)), 1)
    line, row = next(((i, row) for i, row in rows if first in row), (1, ""))
    return Location(str(file), line, len(row) - len(row.lstrip()) + 1)


def _pack(folder: Path, shipped: Mapping[str, str]) -> dict[str, str]:
    """The files of a pack by their path in it. Raises `UserFilesError` with every problem."""
    from sitegen.knowledge.pack import check_pack

    problems = Problems()
    found: dict[str, str] = {}
    if not folder.is_dir():
        problems.add("F105", Location(str(folder)), "there is no such folder of data", LAID_OUT)
    unread = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() or name.startswith(NOT_KNOWLEDGE):
            continue
        if not name.casefold().endswith((".yaml", ".yml")):
            if not name.startswith(ABOUT_PACK) and not re.search(r"(^|/)\.", name):
                unread.append(name)
            continue
        text = profile_text(path, problems)
        if text is not None:
            found[name] = text
    problems.raise_errors()
    check_pack(found, unread, shipped, problems)
    problems.found = [_placed(p, folder, {*found, *unread}) for p in problems.found]
    if not found and not problems.errors:
        problems.add("F105", Location(str(folder)), "this folder holds no .yaml file", LAID_OUT)
    problems.raise_errors()
    return found


def profile(
    path: Path,
    known: Knowledge,
    problems: Problems,
    as_of: dt.date | None = None,
    seen: list[Understanding] | None = None,
) -> ReadProfile | None:
    """The applicant's profile, or None with every reason recorded.

    Its days are held against `as_of`, where it is told. `seen` gathers how each list
    was understood.
    """
    text = profile_text(path, problems)
    if text is None:
        return None
    before = problems.error_count
    node, found = profile_of_text(text, str(path), known, problems, as_of)
    if node is None and problems.error_count > before:
        return None
    names = named_lists(node, LISTS, problems)
    if any(names):
        # Here, because what reads lists is a fifth of a start, and most profiles name none.
        from sitegen.own_lists import with_lists

        seen = [] if seen is None else seen
        found = with_lists(found, names, path.parent, known, problems, seen)
    return None if problems.error_count > before else found


def profile_of_text(
    text: str, file: str, known: Knowledge, problems: Problems, as_of: dt.date | None = None
) -> tuple[Node | None, ReadProfile | None]:
    """The tree of a text and the profile in it, without its lists; None with reasons recorded."""
    before, words = problems.error_count, _spoken(known)

    def trouble(mended: str, line: int) -> int:
        silent = Problems()
        tree = read(mended, "", silent)
        if tree is None:
            return UNREAD - max((p.location.line for p in silent.found), default=0)
        read_profile(tree, "", silent, words, as_of)
        there = any(p.location.line == line for p in silent.errors)
        return silent.error_count + NO_HELP * there

    node = read(text, file, problems, trouble)
    if node is None and problems.error_count > before:
        return None, None
    return node, read_profile(node, file, problems, words, as_of)


def _spoken(known: Knowledge) -> dict[str, Vocabulary]:
    """The words that are known, with the names of countries in other languages."""
    from sitegen.countries import in_all_languages

    words = known.vocabularies
    return {**words, "country": in_all_languages(words["country"])}


def files_beside(path: Path) -> tuple[Path, ...]:
    """The files of the lists that a profile names, whether they are there or not."""
    text = profile_text(path, Problems())
    tree = read(text, str(path), Problems()) if text else None
    named = named_lists(tree, LISTS, Problems())
    return tuple(apart(path.parent / name.text.strip())[0] for name in named if name)
