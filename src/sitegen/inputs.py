"""Reads the files at the edge: the shipped data and the applicant's profile."""

from __future__ import annotations

import datetime as dt
import os
import re
import stat
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

from sitegen import cache, records, resources
from sitegen.day_columns import Window
from sitegen.diagnostics import Location, Problem, Problems, nearest, shorten
from sitegen.knowledge.model import Knowledge
from sitegen.letters import PROFILE, TABLE, Kind, decode, decode_table, too_large
from sitegen.profile import ReadProfile, named_lists, read_profile
from sitegen.profile.choices import VisaNeed
from sitegen.programs import About, read_programs
from sitegen.ranklist import read_rank_list
from sitegen.shape import Vocabulary
from sitegen.sheets import STARTS, Written, file_and_sheet
from sitegen.tracker import read_interviews
from sitegen.yamlio import NO_HELP, UNREAD, Node, Scalar, read

MAX_PLAN = 20_000_000
SMALLER = "name the plan.json of a build, or the folder of that build"
LARGEST_SHOWN = 2_000_000
"""Bytes of a file whose lines are shown beside its problems."""

LISTS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".ods")
LAID_OUT = "name a folder laid out like data/: specialties/NAME.yaml, sources/NAME.yaml"
PLAIN = "save it as a file on a disk, and name that"
LAST_DAY = dt.date(2199, 12, 31)
"""Plans reach decades ahead of their day; here no sum of days leaves the calendar."""
READ_BY = (
    *("inputs", "records", "knowledge", "programs", "countries", "reading", "cells", "shape"),
    *("yamlio", "tables", "syntax", "csvtext", "letters", "diagnostics", "links", "numerals"),
    *("wordchoice", "tracks", "headings", "outline", "sheets", "choosing_sheets"),
    *("places", "listed_specialties", "separators", "day_columns", "statuses", "days"),
    *("amounts", "answers", "scalars", "dates", "measures", "slips"),
)
"""Modules and packages that turn the texts of `data/` into what is known."""

READ_WITH = {"pycountry": "databases/iso3166-1.json", "yaml": "__init__.py"}
"""Packages that take part in it, each with a file that differs between their versions."""

NOT_KNOWLEDGE = ("profiles/", "starter-profile.yaml")

ABOUT_PACK = ("README", "LICENSE", "CHANGELOG")
"""Beginnings of files at the top of a pack that tell of it; they and hidden files are let be."""


def knowledge(pack: Path | None = None) -> Knowledge:
    """The shipped data, with the files of a local pack in their place or beside them.

    A pack is a folder laid out like `data/`. Raises `UserFilesError` with every problem in it.
    """
    shipped = {
        path: text
        for path, text in resources.texts("data", ".yaml").items()
        if not path.startswith(NOT_KNOWLEDGE)
    }
    content = resources.texts("content", ".md")
    own = _pack(pack, shipped) if pack else {}
    # The files of the pack come last: what two files claim is told at the newcomer.
    texts = {path: text for path, text in shipped.items() if path not in own} | own

    def load() -> Knowledge:
        from sitegen.countries import country_words
        from sitegen.knowledge.content_check import check_content
        from sitegen.knowledge.load import load_knowledge
        from sitegen.knowledge.pack import WHOLE, blamed

        problems = Problems()
        loaded = load_knowledge(texts, problems, country_words(), own)
        if loaded:
            names = set(loaded.specialties) & _specialties(shipped)
            check_content(content, names, f"{resources.root()}/content/", problems)
        if own:
            problems.found = blamed(problems.found, own, texts, shipped)
        problems.found = [_placed(p, pack, {WHOLE, *own}) for p in problems.found]
        problems.raise_errors()
        assert loaded is not None
        return loaded

    parts = [part for pair in sorted({**content, **texts}.items()) for part in pair]
    digest = cache.key(parts, READ_BY, resources.parts_of(READ_WITH))
    return cache.remembered("knowledge", digest, load, records.plain, _restored)


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
    path: Path, pack: Path | None, as_of: dt.date, problems: Problems | None = None
) -> tuple[Knowledge, ReadProfile, tuple[Problem, ...]]:
    """The data and the profile, with warnings. Raises `UserFilesError` with every problem."""
    problems = problems or Problems()
    known = knowledge(pack)
    _check_day(known, pack, as_of, problems)
    read = profile(path, known, problems, as_of)
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
            "D302", place,
            f"this value does not hold yet on {as_of}" if place.line
            else f"the data of this version begin on {begins}, and the plan is for {as_of}",
            f"give --as-of {begins} or later" if begins <= LAST_DAY
            else f"add the value that holds on {as_of}, with the day from which it holds",
        )  # fmt: skip
    for name in known.without_value(as_of) if not late else ():
        last = max(first for first in known.parameters[name].values if first <= day)
        problems.add(
            "D302", _value_place(name, last, pack), f"this value has ended before {as_of}",
            "add the value that holds now, below the day from which it holds",
        )  # fmt: skip


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
        problems.add("F105", Location(str(folder)), "this folder holds no .yaml file",
                     LAID_OUT)  # fmt: skip
    problems.raise_errors()
    return found


def profile_text(path: Path, problems: Problems) -> str | None:
    """The text of a profile, or None with the reason recorded."""
    raw = _bytes(path, problems, PROFILE)
    return None if raw is None else decode(raw, str(path), problems)


def table(path: Path, problems: Problems) -> Written | None:
    """What a file of a list holds, or None with the reason recorded.

    A sheet of a workbook may be named behind the file: `list.xlsx!Sheet 2`.
    """
    path, asked = _apart(path)
    raw = _bytes(path, problems, TABLE)
    if raw is None:
        return None
    if raw.startswith(STARTS):
        from sitegen.workbooks import read_workbook

        return read_workbook(raw, str(path), problems, asked)
    return decode_table(raw, str(path), problems)


def _apart(path: Path) -> tuple[Path, str]:
    """The file that is named, and the sheet behind it; empty where none is."""
    name, asked = file_and_sheet(path.name)
    named = bool(asked) and not os.path.exists(path)  # noqa: PTH110 - false for any odd name
    return (path.with_name(name), asked) if named else (path, "")


def _bytes(path: Path, problems: Problems, kind: Kind) -> bytes | None:
    """The bytes of a file, or None with the reason recorded."""
    file = str(path)
    try:
        if path.is_dir():
            noun, name = (
                ("list", "my-programs.csv") if kind is TABLE else ("profile", "profile.yaml")
            )
            problems.add(
                "F102", Location(file), f"this is a folder, not a {noun}",
                f"name a file in it, such as {path / name}",
            )  # fmt: skip
            return None
    except OSError:
        pass  # said below, when the file is opened
    raw = _plain_bytes(path, kind, problems)
    if isinstance(raw, int):
        too_large(raw, file, problems, kind)
        return None
    return raw


def _plain_bytes(path: Path, kind: Kind | None, problems: Problems) -> bytes | int | None:
    """The bytes of a plain file, its size where that is too much, or None with the reason.

    Devices, pipes and sockets are not opened: they could hold the reader for ever. So could some
    that pass for files, such as the log of a kernel; for those nobody waits.
    Without a kind, a plan is wanted.
    """
    most = kind.most_bytes if kind else MAX_PLAN
    where = Location(str(path))
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            problems.add("F108", where, "this is a device or a pipe, not a file", PLAIN)
            return None
        raw = _read_at_once(path, most + 1)
        return raw if len(raw) <= most else max(len(raw), path.stat().st_size)
    except BlockingIOError:
        problems.add("F108", where, "this file never ends, as a device does", PLAIN)
    except FileNotFoundError:
        problems.add("F101", where, "there is no such file", _missing_hint(path, kind))
    except PermissionError:
        problems.add("F103", where, "this file may not be read", "check its permissions")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        problems.add("F104", where, f"this file cannot be read: {reason}", "try a copy of it")
    return None


def _read_at_once(path: Path, most: int) -> bytes:
    """The first bytes of a file, without waiting for any. Raises `OSError`."""

    def opened(name: str, flags: int) -> int:
        return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))

    found = b""
    with open(path, "rb", buffering=0, opener=opened) as file:
        while len(found) < most and (part := file.read(most - len(found))) != b"":
            if part is None:
                raise BlockingIOError
            found += part
    return found


def plan_text(path: Path, problems: Problems) -> tuple[str, str] | None:
    """The text of a plan.json, or of the one in a folder, and its name; None with the reason."""
    path = path / "plan.json" if path.is_dir() else path
    where = Location(str(path))
    raw = _plain_bytes(path, None, problems)
    if isinstance(raw, int):
        problems.add("F106", where, f"the file has {raw:,} bytes, too many for a plan", SMALLER)
    if raw is None or isinstance(raw, int):
        return None
    try:
        return raw.decode("utf-8-sig"), str(path)
    except UnicodeDecodeError:
        problems.add("F106", where, "this is not JSON: it is no text in UTF-8", SMALLER)
    return None


def _missing_hint(path: Path, kind: Kind | None) -> str:
    """What to do where no file is there: a profile, a table or, where `kind` is None, a plan."""
    if kind is None:
        return "name the folder of a build, or the plan.json in it"
    folder = path.parent
    endings = LISTS if kind is TABLE else (".yaml", ".yml")
    beside = folder.glob("*.*") if folder.is_dir() else ()
    names = [p.name for p in beside if p.suffix.casefold() in endings]
    stems = {Path(name).stem: name for name in names}
    close = nearest(path.name, names) or stems.get(nearest(path.stem, stems) or "")
    if close:
        return f"did you mean {folder / close}?"
    if kind is TABLE:
        return "put the file beside your profile, or take its name out of the profile"
    return "sitegen init my-profile.yaml writes a profile to start from"


def profile(
    path: Path, known: Knowledge, problems: Problems, as_of: dt.date | None = None
) -> ReadProfile | None:
    """The applicant's profile, or None with every reason recorded.

    Its days are held against `as_of`, where it is told.
    """
    text = profile_text(path, problems)
    if text is None:
        return None
    before = problems.error_count
    words = _spoken(known)

    def trouble(mended: str, line: int) -> int:
        silent = Problems()
        tree = read(mended, "", silent)
        if tree is None:
            return UNREAD - max((p.location.line for p in silent.found), default=0)
        read_profile(tree, "", silent, words, as_of)
        there = any(p.location.line == line for p in silent.errors)
        return silent.error_count + NO_HELP * there

    node = read(text, str(path), problems, trouble)
    if node is None and problems.error_count > before:
        return None
    found = read_profile(node, str(path), problems, words, as_of)
    found = _with_lists(path, node, found, known, problems)
    return None if problems.error_count > before else found


def _spoken(known: Knowledge) -> dict[str, Vocabulary]:
    """The words that are known, with the names of countries in other languages."""
    from sitegen.countries import in_all_languages

    words = known.vocabularies
    return {**words, "country": in_all_languages(words["country"])}


def _with_lists(
    path: Path, node: Node | None, found: ReadProfile | None, known: Knowledge, problems: Problems
) -> ReadProfile | None:
    """The profile with the applicant's own lists, which it names and which are kept beside it.

    The lists are read after errors in the profile too, so that all problems are shown at once.
    """
    words = known.vocabularies
    programs, interviews, ranks = (
        _listed(path.parent, name, problems)
        for name in named_lists(node, ("programs", "interviews", "rank_list"), problems)
    )
    season = _window(found.profile.season, known) if found else None
    about = About(
        found.profile.list_specialty if found else None,
        visas=not found or found.profile.visa.need in (None, VisaNeed.SPONSORSHIP),
    )
    listed_programs = programs and read_programs(
        *programs, problems, words, known.visa_phrases, about
    )
    field = about.specialty
    tracked = interviews and read_interviews(*interviews, problems, words, season, field)
    ranked = ranks and read_rank_list(*ranks, problems, words, field)
    return found and replace(
        found,
        programs=listed_programs or (),
        interviews=tracked or (),
        rank_list=tuple(each for each in ranked or () if not each.list),
        supplemental=tuple(each for each in ranked or () if each.list),
    )


def _listed(folder: Path, name: Scalar | None, problems: Problems) -> tuple[Written, str] | None:
    """What the file of a list holds, and its path; None where none is named, or it is recorded why.

    Why a file cannot be opened is told where the profile names it.
    """
    if name is None:
        return None
    named, told = folder / name.text.strip(), Problems()
    written, (file, _) = table(named, told), _apart(named)
    for p in told.found:
        here = p.location == Location(str(file)) and p.code.startswith("F10")
        message = f"{p.message}: {shorten(name.text)}"
        problems.found.append(replace(p, location=name.location, message=message) if here else p)
    return None if written is None else (written, str(file))


def _window(season: int | None, known: Knowledge) -> Window | None:
    """The days of a season on which interviews can be; an estimated end counts at its latest."""
    if season is None:
        return None
    dates = known.seasons[season].dates if season in known.seasons else {}
    end = dates.get("rank_deadline")
    return Window(season, dt.date(season - 1, 8, 1), (end.high or end.date) if end else None)


def rows_of(file: str) -> list[str]:
    """The lines of a small readable file, to show where a problem stands; none of any other."""
    path = Path(file)
    try:
        if not path.is_file() or path.stat().st_size > LARGEST_SHOWN:
            return []
        raw = _read_at_once(path, LARGEST_SHOWN)
    except OSError:
        return []
    if raw.startswith(STARTS):
        return []
    table = decode_table(raw, file, Problems()) if path.suffix.casefold() == ".csv" else None
    return (table or raw.decode("utf-8-sig", errors="replace")).splitlines()
