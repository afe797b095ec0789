"""The calendar file: valid, read by two libraries, all-day, and true to the plan as it changes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import icalendar
import pytest
import vobject

from sitegen.agenda import Edition
from sitegen.agenda import calendar_file as calendar_of
from sitegen.build import Request, build
from sitegen.diagnostics import Problems
from sitegen.knowledge.model import Knowledge
from sitegen.plan.decided import Scheduled
from sitegen.plan.identity import identities
from sitegen.plan.stages import make_schedule
from sitegen.profile import ReadProfile
from sitegen.tracker import read_interviews
from tests.conftest import AS_OF, EDITION
from tests.sites import SAMPLES, site

KEY = EDITION.key
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
) -> Callable[[str, dt.date], Scheduled]:
    return lambda text, day: make_schedule(profile(text), knowledge, day)


@pytest.fixture(scope="module")
def tracked(
    knowledge: Knowledge, profile: Callable[[str], ReadProfile]
) -> Callable[..., Scheduled]:
    """A plan with lines of a tracker, as CSV text below the usual headings."""

    def made(*lines: str, day: dt.date = AS_OF) -> Scheduled:
        problems = Problems()
        text = "\n".join(("specialty,program,state,date,status,answer by", *lines)) + "\n"
        found = read_interviews(text, "interviews.csv", problems, knowledge.vocabularies, None)
        problems.raise_errors()
        read = dataclasses.replace(profile(TEXT), interviews=found)
        return make_schedule(read, knowledge, day)

    return made


def calendar_file(plan: Scheduled, key: str, last: bytes | None = None) -> bytes:
    return calendar_of(plan, Edition(key, last))


def visits(plan: Scheduled, key: str = KEY, last: bytes | None = None) -> dict[str, Any]:
    """The events about interviews."""
    found = events(calendar_file(plan, key, last))
    return {uid: e for uid, e in found.items() if uid.startswith("interview.")}


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
    now = [t for t in alive if not t["due"]]
    assert {t["state"] for t in now} <= {"now"}
    assert len(events(raw)) == len(alive) - len(now) + bool(now)
    for task in alive:
        if task["due"]:
            assert first[task["text"]] == dt.date.fromisoformat(task["due"])
    named = " ".join(f"{e['summary']} {e['description']}" for e in events(raw).values())
    assert all(task["text"] in named for task in now)


SILENT = "season: 2028\nvisa: {need: sponsorship}\ninterests: {primary: psychiatry}\n"


def test_what_to_do_now_is_one_event_that_lists_every_task(
    on: Callable[[str, dt.date], Scheduled],
) -> None:
    """No day is filled with events of tasks that have none of their own; each says why."""
    plan = on(SILENT, AS_OF)
    now = [t for t in plan.tasks if t.state == "now" and t.due is None]
    assert len(now) > 10
    raw = calendar_file(plan, KEY)
    days = Counter(e["dtstart"].dt for e in events(raw).values())
    assert max(days.values()) < 6 and days[AS_OF + dt.timedelta(days=7)] == 1
    together = events(raw)[f"together.now.{KEY}@sitegen.invalid"]
    assert str(together["summary"]) == f"Do now: {len(now)} tasks"
    lines = str(together["description"]).split("\n")
    assert [line for line in lines if line[:1].isdigit()] == [
        f"{i}. {task.text}" for i, task in enumerate(now, 1)
    ]
    assert all(task.why in lines for task in now if task.why)


def test_event_of_what_to_do_now_stays_the_same_event_as_tasks_are_done(
    on: Callable[[str, dt.date], Scheduled],
) -> None:
    """It keeps its day until that has passed, counts on, and gives way to a task left alone."""
    uid = f"together.now.{KEY}@sitegen.invalid"
    one = calendar_file(on(SILENT, AS_OF), KEY)
    later = AS_OF + dt.timedelta(days=3)
    assert calendar_file(on(SILENT, AS_OF), KEY, one) == one
    two = calendar_file(on(SILENT + "gaps: []\n", later), KEY, one)
    before, after = events(one)[uid], events(two)[uid]
    assert after["dtstart"].dt == before["dtstart"].dt == AS_OF + dt.timedelta(days=7)
    assert after["sequence"] > before["sequence"]
    assert "gaps" in str(before["description"]) and "gaps" not in str(after["description"])
    passed = AS_OF + dt.timedelta(days=8)
    three = events(calendar_file(on(SILENT + "gaps: []\n", passed), KEY, two))[uid]
    assert three["dtstart"].dt == passed + dt.timedelta(days=7)
    plan = on(SILENT, AS_OF)
    (first, *_), rest = (
        [t for t in plan.tasks if t.due is None and t.state == "now"],
        [t for t in plan.tasks if t.due is not None],
    )
    alone = events(calendar_file(dataclasses.replace(plan, tasks=(first, *rest)), KEY, one))
    assert str(alone[uid]["status"]) == "CANCELLED"
    own = alone[f"{first.id}.{KEY}@sitegen.invalid"]
    assert (str(own["summary"]), str(own["status"])) == (first.text, "CONFIRMED")


def test_appointments_stay_apart_from_what_to_do_now(tracked: Callable[..., Scheduled]) -> None:
    plan = tracked(RIVER, LAKE.replace("12-16", "12-15").replace("accepted", "offered"))
    found = visits(plan)
    assert len(found) == 3 and all("Hospital" in str(e["summary"]) for e in found.values())


def test_many_tasks_without_a_day_are_counted_and_not_all_listed(
    on: Callable[[str, dt.date], Scheduled],
) -> None:
    plan = on(SILENT, AS_OF)
    task = next(t for t in plan.tasks if t.due is None)
    many = tuple(dataclasses.replace(task, id=f"x{i}", text=f"Do {i}.") for i in range(100))
    (event,) = events(calendar_file(dataclasses.replace(plan, tasks=many), KEY)).values()
    assert str(event["summary"]) == "Do now: 100 tasks"
    assert "40. Do 39." in str(event["description"])
    assert str(event["description"]).endswith("And 60 more. The page of your tasks lists them all.")


def test_it_keeps_the_rules_of_rfc_5545(on: Callable[[str, dt.date], Scheduled]) -> None:
    raw = calendar_file(on(TEXT, AS_OF), KEY)
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


def test_days_have_no_time_and_no_time_zone(on: Callable[[str, dt.date], Scheduled]) -> None:
    raw = calendar_file(on(TEXT, AS_OF), KEY)
    assert b"VTIMEZONE" not in raw and b"TZID" not in raw
    starts = re.findall(rb"DTSTART[^\r]*", raw)
    assert len(starts) > 15
    assert all(re.fullmatch(rb"DTSTART;VALUE=DATE:\d{8}", s) for s in starts)


def test_a_calendar_knows_its_own_events_again_whatever_the_name(
    on: Callable[[str, dt.date], Scheduled],
) -> None:
    """A corrected name, another day, another order of letters: the same events."""
    first = calendar_file(on(TEXT, AS_OF), KEY)
    later = on(TEXT.replace("Zoë", "Zora"), AS_OF + dt.timedelta(days=3))
    shared = set(events(first)) & set(events(calendar_file(later, KEY, first)))
    assert len(shared) == len(events(first)) > 15


def test_two_keys_share_no_event(on: Callable[[str, dt.date], Scheduled]) -> None:
    plan = on(TEXT, AS_OF)
    mine, other = calendar_file(plan, KEY), calendar_file(plan, "another", calendar_file(plan, KEY))
    assert not set(events(mine)) & set(events(other))


def test_words_of_the_profile_come_back_unharmed(on: Callable[[str, dt.date], Scheduled]) -> None:
    raw = calendar_file(on(TEXT, AS_OF), KEY)
    assert "Ask for the letter from: ward, attending; long name é医" in " ".join(
        str(e["summary"]) for e in events(raw).values()
    )


def test_reminders_come_in_the_morning(on: Callable[[str, dt.date], Scheduled]) -> None:
    """On the day, a week before and, for long tasks, on the last day to begin; at nine o'clock."""
    raw = calendar_file(on(TEXT, AS_OF), KEY)
    found = {uid.split(".")[0]: e for uid, e in events(raw).items()}
    alarms = {a["trigger"].dt for a in found["statement-final"].walk("VALARM")}
    assert alarms == {dt.timedelta(hours=9) - dt.timedelta(days=days) for days in (0, 7, 28)}
    assert b"TRIGGER:-P6DT15H" in raw and b"TRIGGER:PT9H" in raw
    for event in vobject.readOne(raw.decode()).vevent_list:
        for alarm in event.contents.get("valarm", ()):
            seconds = alarm.trigger.value.total_seconds()
            assert seconds % 86_400 == 9 * 3_600


def test_the_same_plan_gives_the_same_bytes(on: Callable[[str, dt.date], Scheduled]) -> None:
    assert calendar_file(on(TEXT, AS_OF), KEY) == calendar_file(on(TEXT, AS_OF), KEY)


def test_private_and_free_of_names(on: Callable[[str, dt.date], Scheduled]) -> None:
    """Events do not block time, are private, and their ids tell nobody's name."""
    for uid, event in events(calendar_file(on(TEXT, AS_OF), KEY)).items():
        assert (event["class"], event["transp"]) == ("PRIVATE", "TRANSPARENT")
        assert "Zo" not in uid


# --- What happens between two builds --------------------------------------------------------

RIVER = "psychiatry,Invented River Hospital,Ohio,2026-12-15,accepted,"
LAKE = "psychiatry,Invented Lake Hospital,Ohio,2026-12-16,accepted,"


def test_hospitals_of_one_name_in_two_states_are_two(tracked: Callable[..., Scheduled]) -> None:
    """So are two names that differ in their punctuation only."""
    plan = tracked(
        RIVER, RIVER.replace("Ohio", "Texas"), RIVER.replace("River Hospital", "River-Hospital")
    )
    assert len(visits(plan)) == 3
    assert len({t.id for t in plan.tasks}) == len(plan.tasks)


def test_lines_about_the_same_program_have_ids_of_their_own_in_any_order() -> None:
    """Also where they say exactly the same, and where more lines come."""
    first, later = (
        (("psychiatry", "River", "Ohio"), ("2026-12-15",)),
        (("psychiatry", " RIVER", "ohio"), ("2026-12-20",)),
    )
    other = (("psychiatry", "River", "Texas"), ("2026-12-15",))
    ids = identities([first, later, first, other])
    assert len(set(ids)) == 4
    assert identities([other, later, first, first]) == [ids[3], ids[1], ids[0], ids[2]]
    assert identities([first]) == [ids[0]] and identities([other]) == [ids[3]]
    assert identities([first, first]) == [ids[0], ids[2]]


def test_what_stays_the_same_keeps_its_number_and_what_changes_counts_on(
    tracked: Callable[..., Scheduled],
) -> None:
    """Twice on one day: a moved interview is newer each time, and nothing else is."""
    one = calendar_file(tracked(RIVER, LAKE), KEY)
    moved = RIVER.replace("12-15", "12-18")
    two = calendar_file(tracked(moved, LAKE), KEY, one)
    three = calendar_file(tracked(RIVER, LAKE), KEY, two)
    for before, after in ((one, two), (two, three)):
        old, new = events(before), events(after)
        assert set(old) == set(new)
        grown = {uid for uid in new if new[uid]["sequence"] > old[uid]["sequence"]}
        assert [str(new[uid]["summary"]) for uid in grown] == [
            "Interview at Invented River Hospital."
        ]
        for uid, event in new.items():
            newer = event["last-modified"].dt > old[uid]["last-modified"].dt
            assert newer == (uid in grown)
            assert event["dtstamp"].dt > old[uid]["dtstamp"].dt
            assert event["dtstamp"].dt >= event["last-modified"].dt


def test_a_build_without_changes_gives_the_calendar_of_the_last(
    tracked: Callable[..., Scheduled],
) -> None:
    """On the same day to the byte; a day later only the day of the file is another."""
    one = calendar_file(tracked(RIVER), KEY)
    assert calendar_file(tracked(RIVER), KEY, one) == one
    later = calendar_file(tracked(RIVER, day=AS_OF + dt.timedelta(days=1)), KEY, one)
    stamp = re.compile(rb"DTSTAMP:\d{8}T\d{6}Z")
    assert later != one and stamp.sub(b"", later) == stamp.sub(b"", one)


def test_an_event_that_is_gone_is_called_off_until_its_day_has_passed(
    tracked: Callable[..., Scheduled],
) -> None:
    """And stands again where the interview comes back."""
    one = calendar_file(tracked(RIVER, LAKE), KEY)
    withdrawn = RIVER.replace("accepted", "withdrawn")
    two = calendar_file(tracked(withdrawn, LAKE), KEY, one)
    (gone,) = [e for e in events(two).values() if str(e["status"]) == "CANCELLED"]
    before = events(one)[str(gone["uid"])]
    assert gone["dtstart"].dt == before["dtstart"].dt
    assert gone["sequence"] == before["sequence"] + 1
    assert not list(gone.walk("VALARM"))
    assert len(events(two)) == len(events(one))
    again = calendar_file(tracked(withdrawn, LAKE), KEY, two)
    assert again == two
    back = events(calendar_file(tracked(RIVER, LAKE), KEY, two))[str(gone["uid"])]
    assert (str(back["status"]), back["sequence"]) == ("CONFIRMED", gone["sequence"] + 1)
    on_the_day, after = (
        events(calendar_file(tracked(withdrawn, LAKE, day=dt.date(2026, 12, day)), KEY, two))
        for day in (15, 16)
    )
    assert str(gone["uid"]) in on_the_day and str(gone["uid"]) not in after


BROKEN = {
    "nothing": b"",
    "words": b"hello",
    "bytes": bytes(range(256)) * 40,
    "half": None,
    "nested": b"BEGIN:VCALENDAR\r\n" * 20_000,
    "no numbers": b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a.%b@sitegen.invalid\r\n"
    b"END:VEVENT\r\nEND:VCALENDAR\r\n" % KEY.encode(),
    "huge": b"BEGIN:VCALENDAR\r\n" + b"X-A:1\r\n" * 1_200_000,
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_last_calendar_counts_as_none(
    kind: str, tracked: Callable[..., Scheduled]
) -> None:
    plan = tracked(RIVER)
    whole = calendar_file(plan, KEY)
    last = BROKEN[kind] if BROKEN[kind] is not None else whole[: len(whole) // 2]
    assert calendar_file(plan, KEY, last) == whole


@pytest.mark.parametrize(
    ("line", "written"),
    [
        (rb"SEQUENCE:\d+", b"SEQUENCE:99999999999999"),
        (rb"SEQUENCE:\d+", b"SEQUENCE:-4"),
        (rb"SEQUENCE:\d+", b"SEQUENCE:2147483647"),
        (rb"DTSTAMP:\w+", b"DTSTAMP:99991231T235959Z"),
        (rb"LAST-MODIFIED:\w+", b"LAST-MODIFIED:99991231T235959Z"),
        (rb"DTSTART;VALUE=DATE:\d+", b"DTSTART:20261212T000000Z"),
        (rb"DTSTAMP:\w+", b"DTSTAMP:20261122T000000"),
        (rb"DTSTAMP:\w+", b"DTSTAMP:now"),
        (rb"SUMMARY:", b"SUMMARY;LANGUAGE=en:\\n"),
        (rb"UID:", b"UID:x\r\nUID:"),
    ],
)
def test_numbers_that_cannot_be_ours_do_no_harm(
    line: bytes, written: bytes, tracked: Callable[..., Scheduled]
) -> None:
    """The calendar is still one that both libraries read, with every event once."""
    plan = tracked(RIVER)
    whole = calendar_file(plan, KEY)
    last, count = re.subn(line, written, whole)
    assert count > 15
    raw = calendar_file(plan, KEY, last)
    assert set(events(raw)) == set(events(whole))
    assert all(0 <= e["sequence"] < 2**31 for e in events(raw).values())
    assert len(vobject.readOne(raw.decode()).vevent_list) == len(events(whole))


def test_events_of_others_are_not_called_off(tracked: Callable[..., Scheduled]) -> None:
    plan = tracked(RIVER)
    assert calendar_file(plan, KEY, calendar_file(plan, "another")) == calendar_file(plan, KEY)


def test_an_offer_stands_on_the_day_by_which_to_answer(tracked: Callable[..., Scheduled]) -> None:
    """The day that the program set; without one, tomorrow; never after the interview itself."""
    offered = RIVER.replace("accepted", "offered")
    for line, day in (
        (offered, 23),
        (offered + "2026-11-27", 27),
        (offered + "2026-11-20", 22),
        (offered.replace("12-15", "11-22"), 22),
    ):
        (answer,) = [
            e for uid, e in visits(tracked(line)).items() if uid.startswith("interview.answer")
        ]
        assert answer["dtstart"].dt == dt.date(2026, 11, day)


def test_the_day_of_an_interview_stays_one_event_to_its_end(
    tracked: Callable[..., Scheduled],
) -> None:
    """Also on the day itself, and where it is the first of a month."""
    line = RIVER.replace("12-15", "12-01")
    (before,) = visits(tracked(line))
    (on_the_day,) = visits(tracked(line, day=dt.date(2026, 12, 1))).items()
    assert on_the_day[0] == before
    assert on_the_day[1]["dtstart"].dt == dt.date(2026, 12, 1)
    (event,) = visits(tracked(line)).values()
    assert "month only" not in str(event["description"])


@pytest.mark.parametrize("day", [dt.date.max, dt.date.max - dt.timedelta(days=3)])
def test_the_last_days_of_all_have_a_calendar(
    day: dt.date, on: Callable[[str, dt.date], Scheduled]
) -> None:
    plan = on(TEXT.replace("season: 2028\n", ""), day)
    raw = calendar_file(plan, KEY)
    assert calendar_file(plan, KEY, raw) == raw
    assert {e["dtstart"].dt for e in events(raw).values()} == {dt.date.max}


def test_numbers_grow_on_beside_a_calendar_that_the_applicant_changed(tmp_path: Path) -> None:
    """Two later builds count on from what the build before wrote, wherever that stands (5 s)."""
    profile, output = tmp_path / "me.yaml", tmp_path / "site"

    def built(season: int, name: str, more: str = "") -> dict[str, Any]:
        text = TEXT.replace("2028", str(season)).replace("letters:\n", f"letters:\n{more}")
        profile.write_text(text, "utf-8")
        build(Request(profile, output, AS_OF, with_pdf=False), lambda line: None)
        return events((output / name).read_bytes())

    one = built(2028, "calendar.ics")
    mine = (output / "calendar.ics").read_bytes().replace(b"SUMMARY:", b"SUMMARY:Mine: ", 1)
    (output / "calendar.ics").write_bytes(mine)
    two = built(
        2050,
        "calendar.fresh.ics",
        "  - {writer: a second one, specialty: psychiatry, state: to_ask}\n",
    )
    three = built(2028, "calendar.fresh.ics")
    assert (output / "calendar.ics").read_bytes() == mine
    for before, after in ((one, two), (two, three)):
        assert set(before) <= set(after), "none vanishes"
        for uid, old in before.items():
            same = all(old.get(name) == after[uid].get(name) for name in ("dtstart", "status"))
            assert same or after[uid]["sequence"] > old["sequence"]
        assert sum(before[uid]["status"] != after[uid]["status"] for uid in before) > 5
    (gone,) = set(two) - set(one)
    assert str(two[gone]["summary"]).startswith("No day yet: ")
    assert str(three[gone]["status"]) == "CANCELLED"
