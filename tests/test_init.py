"""A profile begun with questions: what is asked, what is kept, and that nothing else changes.

Takes about 5 seconds, most of them for dialogues in a real terminal.
"""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.beginning import SCHEMA, Beginning, NotWrittenError, reader, starter, with_schema
from sitegen.dialogue import StopAsking, Terminal, ask_first
from sitegen.knowledge.model import Knowledge
from sitegen.knowledge.questions import places
from sitegen.profile.filling import with_answer
from sitegen.questionnaire import Answered, as_written, begun, first_questions
from tests.conftest import AS_OF, Run
from tests.sites import HEARS, environment

OWN = """\
# What I wrote myself:   it stays
season:        # not sure yet
visa: {need: sponsorship,   in_us: no}  # my own way
exams:
    step2_ck:
        state: passed
letters: []
"""


FIRST = """\
season: 2028
interests:
  not_for_life: []
  primary: anesthesiology
visa:
  accepts: [j1, h1b]
  need: sponsorship
school:
  graduated: 2021-05
exams:
  step2_ck:
    score: 247
    state: passed
earlier_matches: []
us_experience: []
letters: []
"""
"""What is told to an empty file by somebody who answers every first question."""


# --- Answers in the text of a profile -------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("path", ["season", "school.graduated", "exams.step2_ck.score", "gaps"])
def test_an_answer_changes_its_own_line_and_no_other(path: str, end: str) -> None:
    """Each line of hand stays byte for byte, with its comment and its own line end."""
    text = OWN.replace("\n", end)
    told = with_answer(text, path, "[]" if path == "gaps" else "2028")
    assert told is not None
    kept = [row for row in text.splitlines(keepends=True) if not row.startswith("season:")]
    assert [row for row in told.splitlines(keepends=True) if row in kept] == kept
    assert "# not sure yet" in told
    assert set(re.findall(r"\r?\n", told)) == {end}


def test_an_answer_goes_into_a_group_on_one_line() -> None:
    told = with_answer(OWN, "visa.accepts", "[j1]")
    assert told == OWN.replace("{need", "{accepts: [j1], need")


@pytest.mark.parametrize(
    ("path", "text"), [("letters", OWN), ("visa.need", OWN), ("season.x", "season: 2028\n")]
)
def test_what_was_told_is_never_replaced(path: str, text: str) -> None:
    assert with_answer(text, path, "2028") is None


def test_every_example_can_be_told_to_the_empty_profile(knowledge: Knowledge) -> None:
    """Of each question about a field that stands alone; it is then read without an error."""
    read, seen, text = reader(knowledge, "", AS_OF), 0, "exams:\nschool:\n"
    for path, question in knowledge.questions.items():
        if question.ask and "[]" not in path and "*" not in path and not places()[path].group:
            told = with_answer(text, path, question.shown)
            assert told, path
            assert {p.code for p in read(told)[1] if p.severity == "error"} <= {"P207"}, path
            seen += 1
    assert seen > 70


@pytest.mark.parametrize(
    ("path", "typed", "written"),
    [
        ("visa.need", "1", "sponsorship"),
        ("visa.accepts", "1, 2", "[j1, h1b]"),
        ("visa.accepts", "j1", "[j1]"),
        ("interests.not_for_life", "None", "[]"),
        ("applicant.name", 'Dr. X: "me"', r'"Dr. X: \"me\""'),
        ("applicant.name", "No", '"No"'),
        ("school.honours", "Gold medal: surgery; Prize", '["Gold medal: surgery", Prize]'),
    ],
)
def test_what_is_typed_is_written_as_a_profile_has_it(path: str, typed: str, written: str) -> None:
    assert as_written(typed, places()[path]) == written


# --- The dialogue ---------------------------------------------------------------------------


class Person:
    """Types lines one after the other, hears what is said, and keeps what is saved."""

    def __init__(self, *lines: str) -> None:
        self.lines: Iterator[str] = iter(lines)
        self.heard = ""
        self.saved: list[str] = []

    def hear(self, text: str) -> None:
        self.heard += f"{text}\n"

    def type(self) -> str:
        for line in self.lines:
            return line
        raise StopAsking

    def answer(self, text: str, knowledge: Knowledge) -> str:
        """The profile once this person is through with the questions or stops."""
        at_first = begun(text, knowledge.questions, reader(knowledge, "", AS_OF))

        def save(answered: Answered) -> None:
            self.saved.append(answered.text)

        try:
            terminal = Terminal(say=self.hear, typed=self.type, width=79)
            return ask_first(at_first, terminal, save).text
        except StopAsking:
            return self.saved[-1] if self.saved else text


def test_about_ten_questions_make_a_useful_profile(knowledge: Knowledge) -> None:
    person = Person(
        "2028", "anesthesiology", "1", "1, 2", "2021-05", "1", "247", "no", "none", "none", "none"
    )
    assert person.answer("", knowledge) == FIRST
    assert len(person.saved) == 11, "each answer is saved at once"


def test_every_question_says_why_and_can_be_skipped(knowledge: Knowledge) -> None:
    asked = Person(*[""] * 20)
    assert asked.answer(starter(), knowledge) == starter()
    first = [knowledge.questions[path] for path in first_questions(knowledge.questions)]
    heard = " ".join(asked.heard.split())
    always = [q for q in first if q.when is None]
    assert len(always) >= 8
    for question in always:
        assert question.ask in heard and " ".join(question.why.split()) in heard
    assert max(map(len, asked.heard.splitlines())) <= 79


def test_a_question_waits_for_the_answer_that_it_hangs_on(knowledge: Knowledge) -> None:
    person = Person("", "", "green_card", "", "2")
    person.answer("", knowledge)
    assert "Which visas would you accept?" not in person.heard
    assert "When do you plan to take Step 2 CK?" in person.heard
    assert "What is your Step 2 CK score?" not in person.heard


def test_an_answer_that_cannot_be_is_asked_again(knowledge: Knowledge) -> None:
    person = Person("28", "2028", "anestesiology", "anesthesiology")
    told = person.answer("", knowledge)
    assert told == "season: 2028\ninterests:\n  primary: anesthesiology\n"
    assert "P103" in person.heard or "P105" in person.heard
    assert 'did you mean "anesthesiology"?' in person.heard


def test_back_changes_an_answer_and_drops_what_hung_on_it(knowledge: Knowledge) -> None:
    person = Person("", "", "1", "1", "back", "back", "2")
    assert person.answer("", knowledge) == "visa:\n  need: green_card\n"
    assert "Your answer: [j1]" in person.heard


def test_back_and_enter_keeps_an_answer(knowledge: Knowledge) -> None:
    person = Person("2028", "back", "", "urology")
    assert person.answer("", knowledge) == "season: 2028\ninterests:\n  primary: urology\n"


def test_a_question_mark_says_what_hangs_on_the_answer(knowledge: Knowledge) -> None:
    person = Person("?", "2028")
    person.answer("", knowledge)
    assert knowledge.questions["season"].hangs in " ".join(person.heard.split())
    assert "In the profile: season" in person.heard


def test_an_entry_of_a_list_is_asked_part_by_part(knowledge: Knowledge) -> None:
    rotation = ("yes", "", "internal-medicine", "observer", "4", "", "", "", "")
    text = "".join(f"{path}: []\n" for path in ("earlier_matches", "letters"))
    person = Person(*[""] * 5, *rotation)
    assert person.answer(text, knowledge) == (
        f"{text}us_experience:\n  - {{specialty: internal-medicine, kind: observer, weeks: 4}}\n"
    )
    assert "This one is needed" in person.heard
    assert person.heard.count('"observer" is read as observership') == 1


def test_stop_keeps_what_was_answered_and_the_next_time_goes_on(knowledge: Knowledge) -> None:
    told = Person("2028", "stop").answer(OWN, knowledge)
    assert "season: 2028   # not sure yet\n" in told
    again = Person("urology", "stop")
    assert again.answer(told, knowledge).startswith(told)
    assert "For the Match of which year" not in again.heard
    assert again.heard.lstrip().startswith("1. Which specialty is your first choice?")


# --- The file -------------------------------------------------------------------------------


def answered(path: Path, knowledge: Knowledge) -> Beginning:
    return Beginning(path, path.read_text("utf-8") if path.exists() else "", knowledge, AS_OF)


def test_a_file_that_was_changed_meanwhile_stays(knowledge: Knowledge, tmp_path: Path) -> None:
    """The answers go to a file beside it."""
    path = tmp_path / "me.yaml"
    path.write_text("stage: exams\n", "utf-8")
    beginning = answered(path, knowledge)
    path.write_text("stage: applying\n", "utf-8")
    with pytest.raises(NotWrittenError, match=r"me\.answers\.yaml"):
        beginning.save(beginning.answered.with_told("season", "2028"))
    assert path.read_text("utf-8") == "stage: applying\n"
    assert (tmp_path / "me.answers.yaml").read_text("utf-8") == "stage: exams\nseason: 2028\n"


def test_a_new_profile_names_its_schema_which_lies_beside_it(sitegen: Run, tmp_path: Path) -> None:
    wrote = sitegen("init", tmp_path / "me.yaml", "--no-input")
    assert wrote.exit_code == 0
    assert (tmp_path / "me.yaml").read_text("utf-8") == with_schema(starter())
    assert (tmp_path / SCHEMA).read_text("utf-8") == sitegen("schema").stdout


def test_a_schema_that_is_there_stays(sitegen: Run, tmp_path: Path) -> None:
    (tmp_path / SCHEMA).write_text("mine", "utf-8")
    assert sitegen("init", tmp_path / "me.yaml", "--no-input").exit_code == 0
    assert (tmp_path / SCHEMA).read_text("utf-8") == "mine"


# --- In a real terminal ---------------------------------------------------------------------

pty = pytest.importorskip("pty", reason="this system has no such terminals")

IN_TERMINAL = """
import fcntl, runpy, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
runpy.run_module("sitegen", run_name="__main__")
"""


class Console:
    """`sitegen` in a terminal of 80 columns, with somebody who types."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.here, there = os.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-c", IN_TERMINAL, *arguments],
            cwd=folder,
            env=environment(COLUMNS="80"),
            preexec_fn=HEARS,
            stdin=there,
            stdout=there,
            stderr=there,
            start_new_session=True,
        )
        os.close(there)
        self.seen = ""

    def wait_for(self, text: str) -> None:
        """Read on until a text stands in what was not waited for before."""
        until = time.monotonic() + 60
        while text not in self.seen:
            ready, _, _ = select.select([self.here], [], [], max(until - time.monotonic(), 0))
            assert ready, f"{text!r} did not come: {self.seen}"
            self.seen += self._read()
        self.seen = self.seen.partition(text)[2]

    def _read(self) -> str:
        try:
            return os.read(self.here, 4096).decode(errors="replace")
        except OSError:
            pytest.fail(f"sitegen ended: {self.seen}")

    def answer(self, question: str, typed: str) -> None:
        self.wait_for(question)
        self.wait_for("> ")
        os.write(self.here, typed.encode())

    def press_ctrl_c(self) -> None:
        """Press it as people do: again where nothing comes of it.

        Python waits on where it comes between the printing of a prompt and the wait for a line.
        """
        for _ in range(10):
            os.write(self.here, b"\x03")
            until = time.monotonic() + 3
            while (left := until - time.monotonic()) > 0:
                if select.select([self.here], [], [], left)[0]:
                    self.seen += self._read()
                if "Go on" in self.seen:
                    return

    def end(self) -> int:
        try:
            return self.process.wait(timeout=60)
        finally:
            os.close(self.here)


def test_ctrl_c_keeps_the_answers_and_says_how_to_go_on(tmp_path: Path) -> None:
    console = Console(tmp_path, "init", "me.yaml")
    console.answer("which year", "2028\n")
    console.answer("first choice", "")
    console.press_ctrl_c()
    console.wait_for("Go on with: sitegen init me.yaml")
    assert console.end() == 130
    assert "season: 2028" in (tmp_path / "me.yaml").read_text("utf-8")

    again = Console(tmp_path, "init", "me.yaml")
    again.wait_for("Go on with it? [Y/n]")
    os.write(again.here, b"y\n")
    again.answer("1. Which specialty is your first choice", "urology\n")
    again.answer("sponsor a visa", "\x04")
    assert again.end() == 0
    told = (tmp_path / "me.yaml").read_text("utf-8")
    assert "season: 2028" in told and "primary: urology" in told


def test_where_nothing_can_be_kept_nothing_is_asked(tmp_path: Path) -> None:
    console = Console(tmp_path, "init", "no/such/me.yaml")
    console.wait_for("the file cannot be written")
    assert console.end() == 1
    assert "> " not in console.seen and list(tmp_path.iterdir()) == []


def test_a_dialogue_that_is_killed_leaves_a_whole_file(tmp_path: Path) -> None:
    console = Console(tmp_path, "init", "me.yaml")
    console.answer("which year", "2028\n")
    console.answer("first choice", "urol")
    console.process.send_signal(signal.SIGKILL)
    console.end()
    told = with_answer(with_schema(starter()), "season", "2028")
    assert (tmp_path / "me.yaml").read_text("utf-8") == told
    assert {path.name for path in tmp_path.iterdir()} == {"me.yaml", SCHEMA}


def test_at_the_end_it_says_what_would_change_most_and_offers_to_build(tmp_path: Path) -> None:
    (tmp_path / "me.yaml").write_text(FIRST, "utf-8")
    console = Console(tmp_path, "init", "me.yaml", "--as-of", AS_OF.isoformat())
    console.wait_for("Go on with it? [Y/n]")
    os.write(console.here, b"\n")
    console.wait_for("What would change the plan most")
    console.wait_for("  3. ")
    console.wait_for("Build the plan now?")
    os.write(console.here, b"n\n")
    console.wait_for("sitegen build me.yaml")
    assert console.end() == 0
    assert (tmp_path / "me.yaml").read_text("utf-8") == FIRST
