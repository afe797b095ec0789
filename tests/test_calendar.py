"""The calendar file: valid, read by two libraries, all-day, stable, and the same list of tasks."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from typing import Any

import icalendar
import pytest
import vobject

from sitegen.agenda import Edition, calendar_file
from sitegen.knowledge.model import Knowledge
from sitegen.plan.make import make_plan
from sitegen.plan.model import Plan
from sitegen.profile import ReadProfile
from tests.conftest import AS_OF, EDITION
from tests.sites import SAMPLES, site

TEXT = """
season: 2028
applicant: {name: "Zoë, Ñuñez; \\\\ Ξ 医生"}
visa: {need: sponsorship, accepts: [j1]}
letters:
  - {writer: "ward, attending; long name \\u00e9\\u533b " , specialty: psychiatry, state: to_ask}
interests: {primary: psychiatry}
"""


@pytest.fixture(scope="module")
def on(
    knowledge: Knowledge, profile: Callable[[str], ReadProfile]
) -> Callable[[str, dt.date], Plan]:
    return lambda text, day: make_plan(profile(text), knowledge, day)


def events(raw: bytes) -> dict[str, Any]:
    found = {str(e["uid"]): e for e in icalendar.Calendar.from_ical(raw).walk("VEVENT")}
    assert found
    return found


@pytest.mark.parametrize("sample", SAMPLES)
def test_two_libraries_read_the_same_days_for_the_same_tasks(
    sample: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = site(tmp_path_factory.getbasetemp(), sample)
    raw = (folder / "calendar.ics").read_bytes()
    first = {
        str(e["summary"]): e["dtstart"].dt for e in icalendar.Calendar.from_ical(raw).walk("VEVENT")
    }
    second = {e.summary.value: e.dtstart.value for e in vobject.readOne(raw.decode()).vevent_list}
    assert first == second
    plan = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    alive = [t for t in plan["tasks"] if t["state"] != "dropped"]
    assert len(events(raw)) == len(alive)
    for task in alive:
        if task["due"]:
            assert first[task["text"]] == dt.date.fromisoformat(task["due"])


def test_it_keeps_the_rules_of_rfc_5545(on: Callable[[str, dt.date], Plan]) -> None:
    raw = calendar_file(on(TEXT, AS_OF), EDITION)
    lines = raw.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR" and lines[-2:] == [b"END:VCALENDAR", b""]
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    assert all(line.decode("utf-8") is not None for line in lines), "no character is cut in two"
    found = icalendar.Calendar.from_ical(raw)
    assert (found["version"], found["prodid"]) == ("2.0", "-//sitegen//backup specialty plan//EN")
    for event in found.walk("VEVENT"):
        for name in ("uid", "dtstamp", "dtstart", "summary"):
            assert name in event
        assert event["dtend"].dt - event["dtstart"].dt == dt.timedelta(days=1)


def test_days_have_no_time_and_no_time_zone(on: Callable[[str, dt.date], Plan]) -> None:
    raw = calendar_file(on(TEXT, AS_OF), EDITION)
    assert b"VTIMEZONE" not in raw and b"TZID" not in raw
    starts = re.findall(rb"DTSTART[^\r]*", raw)
    assert len(starts) > 15
    assert all(re.fullmatch(rb"DTSTART;VALUE=DATE:\d{8}", s) for s in starts)


def test_ids_stay_when_the_plan_is_built_again_and_the_newer_event_wins(
    on: Callable[[str, dt.date], Plan],
) -> None:
    before = events(calendar_file(on(TEXT, AS_OF), EDITION))
    after = events(calendar_file(on(TEXT, AS_OF + dt.timedelta(days=30)), EDITION))
    shared = set(before) & set(after)
    assert len(shared) > 15
    assert all(after[uid]["sequence"] > before[uid]["sequence"] for uid in shared)


def test_ids_of_two_plans_differ_and_a_corrected_name_keeps_them(
    on: Callable[[str, dt.date], Plan],
) -> None:
    mine = events(calendar_file(on(TEXT, AS_OF), EDITION))
    other = events(calendar_file(on(TEXT, AS_OF), Edition("fedcba9876543210")))
    corrected = events(calendar_file(on(TEXT.replace("Zoë", "Zora"), AS_OF), EDITION))
    assert not set(mine) & set(other)
    assert set(mine) == set(corrected)


def test_words_of_the_profile_come_back_unharmed(on: Callable[[str, dt.date], Plan]) -> None:
    raw = calendar_file(on(TEXT, AS_OF), EDITION)
    assert "Ask for the letter from: ward, attending; long name é医" in " ".join(
        str(e["summary"]) for e in events(raw).values()
    )


def test_dated_tasks_remind_a_week_before(on: Callable[[str, dt.date], Plan]) -> None:
    plan = on(TEXT, AS_OF)
    found = {uid.split(".")[0]: e for uid, e in events(calendar_file(plan, EDITION)).items()}
    alarms = [a["trigger"].dt for a in found["statement-final"].walk("VALARM")]
    assert dt.timedelta(days=-7) in alarms and dt.timedelta(weeks=-4) in alarms


def test_the_same_plan_gives_the_same_bytes(on: Callable[[str, dt.date], Plan]) -> None:
    assert calendar_file(on(TEXT, AS_OF), EDITION) == calendar_file(on(TEXT, AS_OF), EDITION)


def test_private_and_free_of_names(on: Callable[[str, dt.date], Plan]) -> None:
    """Events do not block time, are private, and their ids tell nobody's name."""
    for uid, event in events(calendar_file(on(TEXT, AS_OF), EDITION)).items():
        assert (event["class"], event["transp"]) == ("PRIVATE", "TRANSPARENT")
        assert "Zo" not in uid
