"""Spoiled files of every kind are read or refused, with a place, and never break the program.

A short run with fixed seeds; `python3 tests/fuzz/run.py --minutes 10` is the long one. Files that
once broke something stand in `fuzz/kept`. Takes about 15 seconds.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.diagnostics import Location, Problems
from tests.fuzz.kinds import KINDS, Kind, fault, made, right_texts

FILES = {"profile": 50, "programs": 30, "plan": 10, "pack": 4, "manifest": 20}
KEPT = sorted((Path(__file__).resolve().parent / "fuzz" / "kept").glob("*-*"))


def test_reader_that_breaks_or_says_no_place_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(text: str, problems: Problems) -> None:
        raise KeyError(text)

    def floats(text: str, problems: Problems) -> None:
        problems.add("P101", Location("a.yaml"), "something is wrong")

    for read, said in ((breaks, "KeyError: 'x'"), (floats, "no place: ")):
        monkeypatch.setitem(KINDS, "own", Kind(lambda: ["x"], read))  # type: ignore[arg-type]
        assert fault("own", "x").startswith(said)


def test_same_seed_spoils_alike_and_hardly_a_file_stays_right() -> None:
    assert made("profile", 7) == made("profile", 7)
    changed = [made("profile", seed) not in right_texts("profile") for seed in range(30)]
    assert sum(changed) > 25


@pytest.mark.parametrize("kind", KINDS)
def test_right_file_of_each_kind_is_read(kind: str) -> None:
    assert fault(kind, right_texts(kind)[0]) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_spoiled_files_are_read_or_refused_and_never_break_the_program(kind: str) -> None:
    wrong = {seed: fault(kind, made(kind, seed)) for seed in range(FILES.get(kind, 40))}
    assert {seed: said for seed, said in wrong.items() if said} == {}


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.name)
def test_file_that_once_broke_the_program_does_so_no_more(path: Path) -> None:
    text = path.read_text(encoding="utf-8", errors="surrogatepass")
    assert fault(path.name.rpartition("-")[0], text) == ""
