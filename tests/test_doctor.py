"""Whether a machine has what a build needs, as `sitegen doctor` sees it."""

from __future__ import annotations

import json
import locale
import platform
import shutil
from collections import namedtuple
from pathlib import Path

import pytest

from sitegen import checkup, native, pdf
from tests.conftest import AS_OF, Run
from tests.sites import need_pdf_engine, profile_of

SAMPLE = profile_of("half-empty")
DAY = AS_OF.isoformat()
Usage = namedtuple("Usage", "total used free")


def rows(output: str) -> dict[str, tuple[str, str]]:
    """State and text of each part."""
    lines = [line.split(maxsplit=1) for line in output.splitlines()]
    return {rest.partition(":")[0]: (state, rest) for state, rest in lines}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No trial PDF, where a test is about something else."""
    monkeypatch.setattr(checkup, "_trial", lambda profile, day: iter(()))


def test_a_machine_that_has_all_it_needs_says_so_part_by_part(sitegen: Run) -> None:
    need_pdf_engine()
    result = sitegen("doctor", SAMPLE, "--as-of", DAY)
    seen = rows(result.output)
    for part in ("Python", "Pango", "Fontconfig", "PDF", "fonts", "output", "disk", "profile"):
        assert seen[part][0] == "ok", seen[part]
    assert {"terminal", "file names", "cache", "data"} <= set(seen)
    assert "a trial page was made" in seen["PDF"][1]
    assert result.exit_code == 0


def test_letters_of_the_profile_that_no_font_shows_are_named(sitegen: Run, tmp_path: Path) -> None:
    """The last letters of a plane for private use are in no font."""
    need_pdf_engine()
    path = tmp_path / "me.yaml"
    path.write_text("name: Zoë \U0010fffd\n", encoding="utf-8")
    seen = rows(sitegen("doctor", path, "--as-of", DAY).output)
    state, told = seen["fonts"]
    assert state == "attention" and "\U0010fffd" in told and "ë" not in told
    assert "install" in told.partition("→")[2].lower()


def test_a_missing_library_is_broken_with_the_command_of_this_system(
    sitegen: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    pango = next(each for each in native.LIBRARIES if each.name == "Pango")
    monkeypatch.setattr(native, "missing", lambda *_: [native.Missing(pango, "is missing")])
    for system, step in (
        ("debian", "sudo apt-get install libpango-1.0-0"),
        ("fedora", "sudo dnf install pango"),
        ("Darwin", "brew install pango"),
        ("Windows", "pacman -S mingw-w64-ucrt-x86_64-pango"),
    ):
        monkeypatch.setattr(native, "_system", lambda system=system: system)
        result = sitegen("doctor", "--as-of", DAY)
        seen = rows(result.output)
        assert seen["Pango"][0] == "broken" and seen["Pango"][1].endswith(step)
        assert seen["PDF"][0] == "broken" and seen["HarfBuzz"][0] == "ok"
        assert result.exit_code == 1


def test_a_library_that_can_be_done_without_only_asks_for_attention(
    sitegen: Run, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    subset = next(each for each in native.LIBRARIES if not each.required)
    monkeypatch.setattr(native, "missing", lambda *_: [native.Missing(subset, "is missing")])
    result = sitegen("doctor", "--as-of", DAY)
    assert rows(result.output)[subset.name][0] == "attention"
    assert result.exit_code == 0


def test_an_old_terminal_a_full_disk_and_old_data_are_told(
    sitegen: Run, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locale, "getencoding", lambda: "cp1252")
    monkeypatch.setattr(platform, "system", lambda: "Windows")
    monkeypatch.setattr(native, "missing", lambda *_: [])
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1, 1, 1_000_000))
    result = sitegen("doctor", "--as-of", "2031-01-01")
    seen = rows(result.output)
    assert seen["terminal"][0] == "attention" and "chcp 65001" in seen["terminal"][1]
    assert seen["disk"][0] == "broken" and result.exit_code == 1
    assert seen["data"][0] == "attention" and "to be looked up again" in seen["data"][1]


def test_a_profile_with_problems_leads_to_the_check(sitegen: Run, quick: None) -> None:
    result = sitegen("doctor", "nobody.yaml", "--as-of", DAY)
    assert rows(result.output)["profile"] == (
        "broken",
        "profile: 1 problem in nobody.yaml → sitegen check nobody.yaml",
    )
    assert result.exit_code == 1


def test_a_check_that_breaks_off_is_a_line_and_no_traceback(
    sitegen: Run, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise KeyError("odd machine")

    monkeypatch.setattr(checkup, "_cache", broken)
    result = sitegen("doctor", "--as-of", DAY)
    assert "KeyError: 'odd machine'" in result.output and "Traceback" not in result.output
    assert result.exit_code == 1


def test_an_engine_that_fails_leaves_the_pages_to_print(
    sitegen: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(native, "missing", lambda *_: [])

    def refuse(pages: object) -> object:
        raise OSError("no process can be started")

    monkeypatch.setattr(pdf.apart, "_asked", refuse)
    seen = rows(sitegen("doctor", "--as-of", DAY).output)
    assert seen["PDF"][0] == "broken" and "no process can be started" in seen["PDF"][1]


def test_a_program_can_read_it(sitegen: Run, quick: None) -> None:
    result = sitegen("doctor", "--format", "json", "--as-of", DAY)
    told = json.loads(result.output)
    assert told["format"] == "sitegen-doctor 1" and told["works"] is (result.exit_code == 0)
    assert {"part", "state", "told", "next_step"} == set(told["checks"][0])
