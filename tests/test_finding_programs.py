"""From no list to a good draft: how many rows, why, by when, and how far the list is."""

from __future__ import annotations

import csv
import datetime as dt
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sitegen import inputs
from sitegen.plan.decided import Scheduled
from sitegen.plan.make import make_plan
from sitegen.plan.model import Plan
from sitegen.plan.stages import make_schedule
from tests.conftest import AS_OF, ROOT, Run

OPENS = dt.date(2027, 9, 1)
"""Applications of the season of this person open about then."""


def text(*, programs: str = "", accepts: str = "[j1]", more: str = "") -> str:
    """The sample of an older graduate, with another list, other visas, and more lines."""
    sample = (ROOT / "data" / "profiles" / "older-graduate.yaml").read_text(encoding="utf-8")
    sample = re.sub(r"(?m)^programs:.*\n", "", sample)
    sample = re.sub(r"accepts: \[j1\]", f"accepts: {accepts}", sample)
    return sample + (f"programs: {programs}\n" if programs else "") + more


def written(folder: Path, **changes: str) -> Path:
    path = folder / "me.yaml"
    path.write_text(text(**changes), encoding="utf-8")
    return path


def scheduled(path: Path, as_of: dt.date = AS_OF) -> Scheduled:
    known, read, _ = inputs.both(path, None, as_of)
    return make_schedule(read, known, as_of)


def rows(many: int, h1b: str = "", specialty: str = "internal medicine") -> str:
    lines = [
        f"{specialty},Invented Hospital {n},{1400000000 + n},OH,yes,{h1b}" for n in range(many)
    ]
    return "specialty,name,code,state,j1,h1b\n" + "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    known, read, _ = inputs.both(written(tmp_path_factory.mktemp("whole")), None, AS_OF)
    return make_plan(read, known, AS_OF)


def test_rows_wanted_follow_from_the_applications_and_the_share_that_stays(whole: Plan) -> None:
    plan = whole
    it = plan.applying.own_list.wanted
    assert plan.counts is not None and it.fields
    for each in it.fields:
        (cost,) = [c for c in plan.counts.advice if c.specialty.id == each.specialty.id]
        share = plan.card(each.specialty.id).facts["field.j1_share"].value
        assert isinstance(share, (int, float))
        assert each.applications == cost.programs
        most = each.specialty.figure("programs")
        assert most is not None
        needed = cost.programs / (share / 100 * it.kept.use / 100)
        assert each.rows == pytest.approx(min(needed, max(most.value, cost.programs)), abs=1)
        assert each.applications <= each.low <= each.rows <= each.high
    assert it.first == pytest.approx(it.rows * it.seconds.use / 3600)


def test_every_number_of_the_list_stands_in_the_quantities_once(whole: Plan) -> None:
    plan = whole
    it = plan.applying.own_list.wanted
    assert plan.quantities["list.wanted"] == it.rows
    assert plan.quantities["list.held"] == 0
    for each in it.fields:
        assert plan.quantities[f"list.wanted.{each.specialty.id}"] == each.rows


def test_more_visas_that_are_accepted_ask_for_no_more_rows(tmp_path: Path) -> None:
    few = scheduled(written(tmp_path)).facts
    both = scheduled(written(tmp_path, accepts="[j1, h1b]")).facts
    assert few["plan.list_h1b_missing"].value is None
    assert both["plan.list_h1b_missing"].value == 0


def test_check_says_how_far_the_list_is(sitegen: Run, tmp_path: Path) -> None:
    path = written(tmp_path, programs="mine.csv")
    (tmp_path / "mine.csv").write_text(rows(12).replace(",yes,", ",,", 5), "utf-8")
    said = sitegen("check", path, "--as-of", AS_OF.isoformat()).stdout
    (held, wanted, missing) = re.findall(
        r"Program list: (\d+) of (\d+) rows, (\d+) J-1 answers missing\n", said + "\n"
    )[0]
    assert (held, missing) == ("12", "5") and int(wanted) > 12
    (tmp_path / "mine.csv").write_text(rows(12), "utf-8")
    said = sitegen("check", path, "--as-of", AS_OF.isoformat()).stdout
    assert re.search(r"Program list: 12 of \d+ rows(\n|$)", said)


def chain(plan: Scheduled) -> dict[str, tuple[str, dt.date | None]]:
    names = ("list-directories", "list-first-pass", "list-second-pass")
    return {t.id: (t.state, t.due) for t in plan.tasks if t.id in names}


def test_the_tasks_follow_one_another_and_are_dated_before_applications_open(
    tmp_path: Path,
) -> None:
    plan = scheduled(written(tmp_path))
    found = chain(plan)
    days = [found[name][1] for name in ("list-directories", "list-first-pass", "list-second-pass")]
    assert None not in days and days == sorted(days, key=str)
    built = [t.due for t in plan.tasks if t.template in ("list-first", "list-backup")]
    assert built and all(day is not None and day > max(filter(None, days)) for day in built)


def test_who_has_a_list_that_is_long_enough_reads_none_of_them(tmp_path: Path, whole: Plan) -> None:
    path = written(tmp_path, programs="mine.csv")
    fields = [f.specialty.name for f in whole.applying.own_list.wanted.fields]
    listed = "".join(
        rows(400, specialty=name).partition("\n")[2].replace("14000", f"1{n}000")
        for n, name in enumerate(fields)
    )
    (tmp_path / "mine.csv").write_text("specialty,name,code,state,j1,h1b\n" + listed, "utf-8")
    plan = scheduled(path)
    assert plan.facts["plan.list_short"].value is False
    assert chain(plan) == {}


def test_late_in_the_season_the_chain_drops_away(tmp_path: Path) -> None:
    path = written(tmp_path)
    in_time = chain(scheduled(path, OPENS - dt.timedelta(weeks=20)))
    assert len(in_time) == 3 and {state for state, _ in in_time.values()} == {"open"}
    late = chain(scheduled(path, OPENS + dt.timedelta(weeks=8)))
    assert set(late) == set(in_time) and {state for state, _ in late.values()} == {"dropped"}


def test_the_empty_list_has_the_columns_that_decide_and_is_read(
    sitegen: Run, tmp_path: Path
) -> None:
    path = written(tmp_path)
    made = tmp_path / "mine.csv"
    day = ("--as-of", AS_OF.isoformat())
    first = sitegen("programs", made, "--template", "--for", path, *day)
    assert first.exit_code == 0 and "rows are wanted" in first.stdout
    with made.open(encoding="utf-8-sig", newline="") as file:
        heads = next(csv.reader(file))
    assert "j1" in heads and not [head for head in heads if "h1b" in head]
    book = tmp_path / "mine.xlsx"
    assert sitegen("programs", book, "--template", "--for", path, *day).exit_code == 0
    sheet = load_workbook(book).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == heads
    assert "programs: 1;" in sitegen("programs", book).stdout
    before = book.read_bytes()
    again = sitegen("programs", book, "--template", "--for", path, *day)
    assert again.exit_code == 1 and book.read_bytes() == before
    assert sitegen("programs", book, "--for", path).exit_code == 2
