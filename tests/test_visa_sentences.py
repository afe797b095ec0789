"""What programs write about visas is read by its grammar, and never taken for a refusal in doubt.

Under two seconds for all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from sitegen.diagnostics import Problems
from sitegen.programs.read import read_programs
from sitegen.programs.sentences import visa_class
from sitegen.programs.words import Part, VisaClass
from tests.conftest import shipped

FOLDER = Path(__file__).resolve().parent / "sentences"
ANSWERS = {True: True, False: False, "unknown": None}


def told(name: str) -> Iterator[tuple[str, str, bool | None]]:
    """Each sentence of a file with each visa, and what is right of it."""
    for entry in yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8")):
        assert set(entry) == {"says", "j1", "h1b"}
        for visa in ("j1", "h1b"):
            yield entry["says"], visa, ANSWERS[entry[visa]]


def read(sentence: str, visa: str) -> bool | None:
    found = getattr(visa_class(sentence, shipped().visa_phrases), visa)
    assert found is None or isinstance(found, bool)
    return found


SENTENCES = [
    ("We sponsor J-1 visas only.", "j1_only", True, False),
    ("The program sponsors only J1 visas through ECFMG.", "j1_only", True, False),
    ("WE SPONSOR J1 VISA ONLY!!!", "j1_only", True, False),
    ("We sponsor J-1 visas but do not sponsor H-1B visas.", "j1_only", True, False),
    ("J-1 visas are sponsored. H1-B visas are not sponsored.", "j1_only", True, False),
    ("H-1B visas are not sponsored; J-1 visas are accepted.", "j1_only", True, False),
    ("We cannot sponsor H1B visas, J1 are welcome.", "j1_only", True, False),
    ("We do not sponsor visas other than J-1.", "j1_only", True, False),
    ("J-1 visa sponsorship is available through ECFMG.", "j1_only", True, None),
    ("We do not sponsor visas.", "none", False, False),
    ("We don't sponsor any visas at this time.", "none", False, False),
    ("We do not sponsor J-1 or H-1B visas.", "none", False, False),
    ("Neither J-1 nor H-1B visas are offered.", "none", False, False),
    ("Applicants must be U.S. citizens or permanent residents.", "none", False, False),
    ("The institution does not provide sponsorship.", "none", False, False),
    ("We sponsor both J-1 and H-1B visas.", "both", True, True),
    ("Our program accepts J-1/H-1B visas.", "both", True, True),
    ("Not only J-1 but also H-1B visas are sponsored.", "both", True, True),
    ("We have sponsored H-1B for exceptional candidates.", "h1b_exceptional", None, None),
    ("Sponsors J-1. H-1B on a case-by-case basis.", "h1b_exceptional", True, None),
    (
        "We do not sponsor visas. In exceptional cases, H-1B may be considered.",
        "h1b_exceptional",
        False,
        None,
    ),
    ("We do not sponsor H-1B visas.", "silent", None, False),
    ("We sponsor only H-1B visas and not J-1.", "silent", False, True),
    ("Please contact the coordinator about visas.", "silent", None, None),
    ("A friendly place to train.", "silent", None, None),
]


@pytest.mark.parametrize(
    ("sentence", "expected", "j1", "h1b"), SENTENCES, ids=[s for s, *_ in SENTENCES]
)
def test_sentence_of_a_program_is_read_by_its_words(
    sentence: str, expected: str, j1: bool | None, h1b: bool | None
) -> None:
    found = visa_class(sentence, shipped().visa_phrases)
    assert (found.visa_class, found.j1, found.h1b) == (VisaClass(expected), j1, h1b)
    assert bool(found.words) == (sentence != "A friendly place to train.")


def test_every_class_but_silence_is_reached_by_some_sentence() -> None:
    assert {s[1] for s in SENTENCES} == {c.value for c in VisaClass}


MEASURED = {
    # right, and unknown though the words say it; nothing is wrong
    "first": (199, 1),
    "harder": (148, 2),
    "held-out-1": (118, 2),
    "held-out-2": (113, 7),
    "held-out-3": (98, 2),
    "held-out-4": (98, 2),
    "held-out-5": (98, 2),
    "short": (224, 12),
    "held-out-6": (87, 13),
}
"""What was measured last, and may only become better.

On their first try, before anything was learnt from them, these readings were right, unknown, wrong
yes and wrong no: first 196, 2, 1, 1; harder 141, 4, 3, 4 (one sentence with a wrong answer of its
own was taken out since); held-out-1 104, 13, 2, 1; held-out-2 104, 10, 3, 3; held-out-3 94, 2, 2,
2; held-out-4 90, 6, 0, 4; held-out-5 91, 5, 2, 2, the last two by an answer that was wrong itself;
short 212, 17, 1, 6; held-out-6 80, 19, 1, 0.
So of 100 readings of unseen words, about 4 can be expected to be wrong.
"""


@pytest.mark.parametrize("name", MEASURED)
def test_sentences_of_programs_are_read_right_or_left_unknown(name: str) -> None:
    """A wrong no would hide a program, so there is none; nor is a wrong yes."""
    counted: Counter[str] = Counter()
    wrong = []
    for sentence, visa, right in told(name):
        found = read(sentence, visa)
        kind = "right" if found is right else "unknown" if found is None else f"wrong {found}"
        counted[kind] += 1
        if kind.startswith("wrong"):
            wrong.append((kind, visa, sentence))
    right_before, unknown_before = MEASURED[name]
    assert sum(counted.values()) == sum(MEASURED[name])
    assert wrong == []
    assert counted["right"] >= right_before
    assert counted["unknown"] <= unknown_before


REFUSED = ("not sponsored", "excluded", "no longer offered", "not something that we can offer")
GRANTED = ("sponsored", "accepted", "welcome", "possible")


SPELLINGS = ("H1", "H-1", "H1B", "H1-B", "H-1B", "H 1B", "H\u20111B", "h-1b's")


@pytest.mark.parametrize("spelled", SPELLINGS)
def test_every_spelling_of_a_visa_is_the_same_visa(spelled: str) -> None:
    """Also where a web page put another hyphen into it."""
    for word, right in ((REFUSED[0], False), (GRANTED[0], True)):
        assert read(f"{spelled} visas are {word}.", "h1b") is right
        assert read(f"{spelled} visas are {word}.", "j1") is None


@pytest.mark.parametrize("refused", REFUSED)
@pytest.mark.parametrize("granted", GRANTED)
def test_two_visas_keep_their_own_words_in_either_order(granted: str, refused: str) -> None:
    yes, no = f"J-1 visas are {granted}", f"H-1B visas are {refused}"
    for text in (f"{yes}, but {no}.", f"{no}; {yes}.", f"While {yes}, {no}.", f"{no} and {yes}."):
        assert (read(text, "j1"), read(text, "h1b")) == (True, False), text


def test_named_visa_stands_above_a_general_word_wherever_it_stands() -> None:
    parts = ("We do not sponsor visas.", "J-1 through ECFMG is accepted.")
    for text in (" ".join(parts), " ".join(reversed(parts))):
        assert (read(text, "j1"), read(text, "h1b")) == (True, False)


@pytest.mark.parametrize("other", ["F-1", "O-1", "B-1", "TN", "H-4", "J-2"])
def test_sentence_about_another_visa_says_nothing_of_these_two(other: str) -> None:
    found = visa_class(f"{other} visas are not sponsored.", shipped().visa_phrases)
    assert (found.j1, found.h1b, found.visa_class) == (None, None, VisaClass.SILENT)


def test_words_that_say_two_things_are_unknown_and_told_once() -> None:
    torn = "We sponsor H-1B visas. H-1B visas are not sponsored."
    found = visa_class(torn, shipped().visa_phrases)
    assert (found.h1b, found.torn) == (None, ("h1b",))
    problems = Problems()
    rows = "".join(f"psychiatry,{name},{torn}\n" for name in "ABC")
    programs = read_programs(
        f"specialty,name,visa_sentence\n{rows}",
        "x.csv",
        problems,
        shipped().vocabularies,
        shipped().visa_phrases,
    )
    assert [p.h1b for p in programs] == [None] * 3
    [warning] = problems.found
    assert (warning.code, problems.errors) == ("C116", [])
    assert "both yes and no of H-1B (and so do 2 more)" in warning.message


OWN_PART = (
    "The program cannot sponsor J-1 directly; ECFMG does.",
    "J-1 is not sponsored by us but by ECFMG.",
    "ECFMG, not the hospital, sponsors the J-1.",
    "We do not sponsor J-1 visas; these are sponsored by ECFMG (Intealth).",
)


@pytest.mark.parametrize("text", OWN_PART)
def test_program_that_leaves_the_j1_to_ecfmg_refuses_nothing(text: str) -> None:
    assert read(text, "j1") is True


@pytest.mark.parametrize(
    ("text", "right"),
    {
        "ECFMG certification is required. J-1 is not sponsored.": False,
        "We do not accept J-1 visas, although ECFMG sponsors them.": False,
        "We do not participate in the ECFMG program for J-1.": None,
        "The hospital itself does not sponsor the J-1.": None,
    }.items(),
)
def test_name_of_ecfmg_alone_makes_no_yes(text: str, right: bool | None) -> None:
    assert read(text, "j1") is right


@pytest.mark.parametrize("text", ["No H1B, J1", "No H-1B (J-1)", "H1B no, J1", "no H1B & J1"])
def test_refusal_that_may_end_at_a_comma_leaves_the_second_visa_open_and_says_so(text: str) -> None:
    problems = Problems()
    rows = f'specialty,name,visa_sentence\npsychiatry,A,"{text}"\n'
    [program] = read_programs(
        rows, "x.csv", problems, shipped().vocabularies, shipped().visa_phrases
    )
    assert (program.j1, program.h1b) == (None, False)
    [warning] = problems.found
    assert (warning.code, problems.errors) == ("C116", [])
    assert "leave open J-1" in warning.message


def test_list_of_what_is_refused_is_no_yes() -> None:
    assert (read("No: J1, H1B", "j1"), read("No: J1, H1B", "h1b")) == (None, None)


@pytest.mark.parametrize("text", ["No H1B/J1", "No H1B or J1", "We do not sponsor: H-1B, J-1"])
def test_refusal_of_both_is_one_of_both(text: str) -> None:
    assert (read(text, "j1"), read(text, "h1b")) == (False, False)


def test_no_word_of_the_data_has_two_parts_and_every_part_has_words() -> None:
    entries = shipped().visa_phrases
    counted = Counter(word for entry in entries for word in entry.words)
    assert [word for word, many in counted.items() if many > 1] == []
    assert {entry.part for entry in entries} == set(Part) - {Part.SIGN, Part.WORD}


def test_endless_words_are_read_in_their_time() -> None:
    """As long as a cell may be: every joint of it is cut without going deeper."""
    for text in ("J-1 no H-1B yes, " * 290, "not " * 1_250, "j-1" * 1_600, "(" * 5_000):
        visa_class(text, shipped().visa_phrases)


@pytest.mark.parametrize(
    ("says", "j1", "h1b"),
    [
        ("No H-1B, J-1 only", True, False),
        ("no H1B - J1 only", True, False),
        ("No H1b (J1 only)", True, False),
        ("We no longer sponsor H-1B, J-1 visas only.", True, False),
        ("no J1, H1B only", False, True),
        ("No visas, J-1 only", True, False),
    ],
)
def test_a_refusal_does_not_run_on_into_the_one_visa_that_is_left(
    says: str, j1: bool, h1b: bool
) -> None:
    found = visa_class(says, shipped().visa_phrases)
    assert (found.j1, found.h1b) == (j1, h1b)
