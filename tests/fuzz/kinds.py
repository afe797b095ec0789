"""The kinds of files that are spoiled, and what reads each of them as the commands do."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from sitegen import inputs, letters, resources, yamlio
from sitegen.countries import country_words
from sitegen.diagnostics import MOST_SHOWN, Problem, Problems, UserFilesError, report
from sitegen.difference.compare import compare
from sitegen.difference.machine import difference_data
from sitegen.difference.side import read_side
from sitegen.difference.words import told
from sitegen.knowledge.load import load_knowledge
from sitegen.knowledge.model import Knowledge
from sitegen.knowledge.pack import check_pack
from sitegen.output.manifest import digest, read_manifest
from sitegen.output.target import not_ours
from sitegen.plan.make import make_plan
from sitegen.plan.stages import make_score
from sitegen.planjson import dumps, plan_data
from sitegen.profile import ReadProfile, read_profile
from sitegen.programs.read import read_programs
from sitegen.prose import to_html
from sitegen.ranklist import read_rank_list
from sitegen.render.sections import Sections
from sitegen.render.site import render_site
from sitegen.terminal import scorecard
from sitegen.tracker import read_interviews
from tests.conftest import EDITION
from tests.fuzz.spoil import spoil

ROOT = Path(__file__).resolve().parents[2]
AS_OF = dt.date(2026, 11, 22)
WHOLE_FILE = {
    "C101",
    "C102",
    "C201",
    "C202",
    "C301",
    "C302",
    "Y101",
    "Y102",
    "Y105",
    "D104",
    "D101",
}
"""Codes that speak of a whole file, and so have no line."""

_read = yamlio.read


@cache
def shipped() -> Knowledge:
    """The shipped data."""
    return inputs.knowledge()


@cache
def data() -> Mapping[str, str]:
    """The shipped data files by their path."""
    every = resources.texts("data", ".yaml")
    return {p: text for p, text in every.items() if not p.startswith(inputs.NOT_KNOWLEDGE)}


@cache
def _node(path: str) -> yamlio.Node | None:
    return _read(data()[path], path, Problems())


def _read_once(text: str, file: str, problems: Problems) -> yamlio.Node | None:
    """As `yamlio.read`; a shipped file, which is right, is read once."""
    return _node(file) if data().get(file) is text else _read(text, file, problems)


def _profile(text: str, known: Knowledge, problems: Problems) -> ReadProfile | None:
    raw = text.encode("utf-8", errors="surrogatepass")
    decoded = letters.decode(raw, "a.yaml", problems)
    node = None if decoded is None else _read(decoded, "a.yaml", problems)
    if decoded is None or (node is None and problems.error_count):
        return None
    return read_profile(node, "a.yaml", problems, known.vocabularies)


def profile(text: str, problems: Problems) -> None:
    """A profile, up to the scorecard."""
    found = _profile(text, shipped(), problems)
    if found and not problems.error_count:
        assert scorecard(make_score(found, shipped(), AS_OF, ()))


def _table(read: Callable[[str, Problems], object]) -> Callable[[str, Problems], None]:
    def run(text: str, problems: Problems) -> None:
        raw = text.encode("utf-8", errors="surrogatepass")
        decoded = letters.decode_table(raw, "a.csv", problems)
        if decoded is not None:
            read(decoded, problems)

    return run


def pack(text: str, problems: Problems) -> None:
    """A data file, named in the first line, in a pack: up to the pages of a site."""
    path, _, own = text.partition("\n")
    mine = ROOT / "data" / "profiles" / "in-season.yaml"
    decoded = letters.decode(own.encode("utf-8", errors="surrogatepass"), path, problems)
    if decoded is None:
        return
    check_pack({path: decoded}, (), data(), problems)
    problems.raise_errors()
    with mock.patch("sitegen.knowledge.load.read", _read_once):
        known = load_knowledge({**data(), path: decoded}, problems, country_words())
    assert (known is None) == bool(problems.error_count)
    if known and not known.without_value(AS_OF):
        found = _profile(mine.read_text(encoding="utf-8"), known, problems)
        if found and not problems.error_count:
            assert render_site(Sections(make_plan(found, known, AS_OF)), EDITION)


def markdown(text: str, problems: Problems) -> None:
    """Prose: HTML of which nothing was passed on raw."""
    assert "<script" not in to_html(text)


def manifest(text: str, problems: Problems) -> None:
    """What an output folder says of itself: a file of others is never taken for one of ours."""
    with TemporaryDirectory() as folder:
        raw = text.encode("utf-8", errors="surrogatepass")
        (Path(folder) / ".sitegen.json").write_bytes(raw)
        (Path(folder) / "mine.txt").write_bytes(b"mine")
        last = read_manifest(Path(folder))
        strange = not_ours(Path(folder))
        assert strange == [] if last else "mine.txt" in strange
        assert last is None or last.files.get("mine.txt") != digest(b"mine")


@cache
def a_plan() -> str:
    """A plan.json, one key on each line."""
    found = _profile((ROOT / "data/profiles/in-season.yaml").read_text(), shipped(), Problems())
    assert found is not None
    return dumps(plan_data(make_plan(found, shipped(), AS_OF)))


def plan(text: str, problems: Problems) -> None:
    """A plan.json, compared with the right one."""
    mine, right = read_side(text, "p.json", problems), read_side(a_plan(), "q.json", problems)
    assert right is not None
    if mine:
        found = compare(right, mine)
        assert told(found) and dumps(difference_data(found))


@dataclass(frozen=True)
class Kind:
    """One kind of file: right ones to begin with, and what reads it."""

    right: Callable[[], list[str]]
    read: Callable[[str, Problems], None]


def _files(folder: str, pattern: str) -> Callable[[], list[str]]:
    def texts() -> list[str]:
        return [p.read_text(encoding="utf-8-sig") for p in sorted((ROOT / folder).glob(pattern))]

    return texts


def _manifests() -> list[str]:
    files = {"index.html": "0" * 64, "plan.pdf": "1" * 64}
    return [json.dumps({"format": "sitegen-manifest 1", "as_of": "2026-11-22", "files": files})]


KINDS: Mapping[str, Kind] = {
    "profile": Kind(_files("data/profiles", "*.yaml"), profile),
    "programs": Kind(
        _files("data/profiles", "*programs.csv"),
        _table(
            lambda text, problems: read_programs(
                text, "a.csv", problems, shipped().vocabularies, shipped().visa_phrases
            )
        ),
    ),
    "interviews": Kind(
        _files("data/profiles", "*interviews.csv"),
        _table(
            lambda text, problems: read_interviews(
                text, "a.csv", problems, shipped().vocabularies, None
            )
        ),
    ),
    "rank-list": Kind(
        _files("data/profiles", "*rank*.csv"),
        _table(
            lambda text, problems: read_rank_list(text, "a.csv", problems, shipped().vocabularies)
        ),
    ),
    "pack": Kind(lambda: [f"{path}\n{text}" for path, text in data().items()], pack),
    "markdown": Kind(_files("content", "*.md"), markdown),
    "manifest": Kind(_manifests, manifest),
    "plan": Kind(lambda: [a_plan()], plan),
}


@cache
def right_texts(kind: str) -> list[str]:
    """Files of a kind in which nothing is wrong."""
    found = KINDS[kind].right()
    assert found, kind
    return found


def made(kind: str, seed: int) -> str:
    """The spoiled file of a seed."""
    r = random.Random(f"{kind} {seed}")
    text = r.choice(right_texts(kind))
    if kind == "pack":
        path, _, own = text.partition("\n")
        return f"{path}\n{spoil(own, r)}"
    return spoil(text, r)


def fault(kind: str, text: str) -> str:
    """What the program did wrong with a file; empty where it read or refused it as it should."""
    problems = Problems()
    found: list[Problem] = problems.found
    try:
        KINDS[kind].read(text, problems)
        found = problems.found
    except UserFilesError as error:
        found = list(error.problems)
    except Exception as error:
        return f"{type(error).__name__}: {error}"[:300]
    unplaced = [p for p in found if not p.location.file or not p.message]
    unplaced += [
        p for p in found if not p.location.line and p.code not in WHOLE_FILE and p.code[0] != "F"
    ]
    if unplaced:
        return f"no place: {unplaced[0]}"[:300]
    lines = "\n".join(report(found, lambda _: text.splitlines())).count("\n")
    most = (MOST_SHOWN * 5 + 1) * len({p.code for p in found}) + 1
    return f"{lines} lines" if lines > most else ""
