"""Which data are old or judged, and what other data change in the advice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from sitegen.cli import main
from sitegen.knowledge.model import Knowledge
from sitegen.knowledge.units import ValueKind
from tests.conftest import AS_OF, ROOT, Run
from tests.sites import profile_of

SAMPLE = profile_of("anesthesiology-hopeful")
DAY = AS_OF.isoformat()


def counts(output: str) -> dict[str, int]:
    found = re.findall(r"(?m)^ *(\d+)  (\S.*)$", output)
    return {title: int(number) for number, title in found}


def test_every_value_is_listed_with_the_line_where_it_stands(
    sitegen: Run, knowledge: Knowledge
) -> None:
    told = sitegen("figures", "--list", "--as-of", DAY).output
    judged = [
        name
        for name, parameter in knowledge.parameters.items()
        if parameter.values[max(parameter.values)].kind is ValueKind.JUDGEMENT
    ]
    assert counts(told)["dated values that are judgements"] == len(judged) > 40
    assert counts(told)["old"] == 0
    path, line = re.findall(r"(data/parameters/portfolio/stop\.yaml):(\d+): portfolio\.stop", told)[
        0
    ]
    row = (ROOT / path).read_text("utf-8").splitlines()[int(line) - 1]
    assert re.match(r'\s+"\d{4}-\d\d-\d\d":', row)
    assert "fit.place" in told and not [
        e for e in told.splitlines() if ": fit." in e and ".yaml:" not in e
    ]


def test_what_is_old_on_a_later_day_is_named_with_its_place(sitegen: Run) -> None:
    told = sitegen("figures", "--as-of", "2029-01-01").output
    assert counts(told)["old"] > 100
    for each in (
        r"data/sources/\w+\.yaml:\d+: aamc-explorer-2021, to be read again by 2027-06-30",
        r"data/parameters/\S+\.yaml:\d+: visa\.tries, confirmed on 2026-11-22",
        r"data/specialties/pediatrics\.yaml:\d+: figures of Match 2026",
        r"data/seasons: no printed date of Match 2028",
    ):
        assert re.search(each, told), each


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    """The data with fewer interviews in internal medicine."""
    (tmp_path / "specialties").mkdir()
    text = (ROOT / "data/specialties/internal-medicine.yaml").read_text("utf-8")
    changed = re.sub(r"(interview_rate:\n\s+use: \{value: )[\d.]+", r"\g<1>1.5", text)
    assert changed != text
    (tmp_path / "specialties/internal-medicine.yaml").write_text(changed, encoding="utf-8")
    return tmp_path


def test_the_release_note_tells_the_figure_and_what_it_changes_in_the_advice(pack: Path) -> None:
    args = ["figures", str(SAMPLE), "--against", str(pack), "--as-of", DAY]
    told = CliRunner().invoke(main, args).output
    data, advice = told.split("## What changes in the advice")
    assert re.search(r"Internal medicine, interviews .*2\.16 .* in A, 1\.5 .* in B", data)
    assert "### anesthesiology-hopeful" in advice
    assert "A match in anesthesiology or internal medicine: between" in advice
    assert "Applications advised in internal medicine:" in advice
    assert "Cost of the advised applications:" in advice


def test_a_folder_that_is_not_there_and_an_option_too_many_are_answered(tmp_path: Path) -> None:
    def run(*args: object) -> Result:
        return CliRunner().invoke(main, ["figures", *map(str, args)])

    missing = run(SAMPLE, "--against", tmp_path / "gone")
    assert missing.exit_code == 1 and "F105" in missing.output
    assert run(SAMPLE).exit_code == 2
    assert run("--list", "--against", tmp_path).exit_code == 2
