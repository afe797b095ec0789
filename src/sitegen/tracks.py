"""What a list calls a specialty: any usual name, its track, or a program not planned here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from sitegen.headings import plain_words
from sitegen.patterns import regex
from sitegen.records import value_object
from sitegen.shape import Vocabulary


class TrackWord(StrEnum):
    """What a word beside the name of a specialty says."""

    PLAIN = "plain"
    RESEARCH = "research"
    RURAL = "rural"
    PRELIMINARY = "preliminary"


class OtherProgram(StrEnum):
    """What a program is for which nothing is planned here."""

    COMBINED = "combined"
    PRELIMINARY = "preliminary"
    SPECIALTY = "specialty"


NOT_PLANNED: Mapping[str, str] = {
    "combined": "is a combined program, for which nothing is planned here",
    "preliminary": "is a preliminary year for which nothing is planned here",
    "specialty": "is a specialty for which nothing is planned here",
}
"""What to say of each kind of program that is set aside."""

SET_ASIDE = "nothing has to be done; the other rows are used"
"""The next step where a row is set aside."""

PRELIMINARY = {
    "internal-medicine": "preliminary-medicine",
    "general-surgery": "preliminary-surgery",
}
"""The preliminary years that are specialties of their own here."""

ONE_YEAR = {*PRELIMINARY.values(), "transitional-year"}

SHORT = 4
"""Letters of a word that could be an ordinary one in a sentence."""

MANY_MEANINGS = {
    "medicine",
    "family",
    "internal",
    "plastic",
    "thoracic",
    "vascular",
    "rehab",
    "surgical",
}
"""Longer words for specialties that sentences use for other things."""

_SCHOOL = regex(r"\b(?:school|college|doctor|faculty|institute)s? of \w+", re.IGNORECASE)
_WORD = regex(r"[^\W\d_]+(?:[&/-][^\W\d_]+)*")
_BETWEEN = (
    regex(r"[/+,;()–—-]"),
    regex(r"[/&+,;()–—-]|\band\b", re.IGNORECASE),
)
"""What stands between two specialties; the second also stands within one, as in PM&R."""

_NUMBER = regex(r"\b[0-9]{2,4}\b")


@value_object
class Named:
    """What a name comes to. Without a specialty, `other` says what it is, if that is known.

    `track` is research, rural or empty. `other` is combined, preliminary, specialty or empty.
    """

    specialty: str | None = None
    track: str = ""
    other: str = ""


def named(text: str, vocabularies: Mapping[str, Vocabulary]) -> Named:
    """Read the name of a specialty as lists write it: `Radiology-Diagnostic`, `IM (Research)`.

    A name that fits as a whole wins. Then words that only tell the track are taken away. What is
    left and names two specialties is a combined program, and never one of the two.
    """
    words = vocabularies["specialty"]
    found = words.find(text) or words.find(plain_words(text))
    if found:
        return Named(found)
    plain = plain_words(_NUMBER.sub(" ", text))
    other = _other(plain, vocabularies)
    if other:
        return Named(other=other)
    rest, kinds = _without_marks(plain, vocabularies)
    found = words.find(rest) or words.find(in_order(rest))
    if found:
        return of_track(found, kinds)
    other = _other(rest, vocabularies)
    heard = None if other else words.heard_as(text) or words.heard_as(rest)
    if heard and heard.means:  # what a profile reads too, beside the usual names
        return of_track(heard.means, kinds)
    return Named(other=other or ("combined" if _combined(text, vocabularies) else ""))


def mentioned(text: str, vocabularies: Mapping[str, Vocabulary]) -> str | None:
    """The one specialty that a text mentions; None where it mentions none, or several.

    A short word counts only in capitals, and words that mean other things as well do not count.
    """
    whole = named(text, vocabularies)
    if whole.specialty or whole.other:
        return whole.specialty
    text = _SCHOOL.sub(" ", text)
    capitals = {plain_words(word) for word in _WORD.findall(text) if word.isupper()}
    words, found, at = plain_words(text).split(), set(), 0
    spellings = vocabularies["specialty"].spellings
    while at < len(words):
        for length in (5, 4, 3, 2, 1):
            phrase = " ".join(words[at : at + length])
            meant = spellings.get(phrase)
            alone = length == 1 and (len(phrase) <= SHORT or phrase in MANY_MEANINGS)
            if meant and (not alone or (phrase in capitals and len(phrase) > 1)):
                found.add(meant)
                at += length - 1
                break
        at += 1
    return found.pop() if len(found) == 1 else None


def track_words(text: str, vocabularies: Mapping[str, Vocabulary]) -> set[str] | None:
    """What the words of a text say of a track; None where one of them says something else."""
    rest, kinds = _without_marks(plain_words(_NUMBER.sub(" ", text)), vocabularies)
    return None if rest else kinds


def of_track(specialty: str, kinds: set[str]) -> Named:
    """A specialty with what the words of its track say; a preliminary year is another one."""
    track = next((kind for kind in ("research", "rural") if kind in kinds), "")
    if "preliminary" not in kinds or "plain" in kinds:
        return Named(specialty, track)
    year = specialty if specialty in ONE_YEAR else PRELIMINARY.get(specialty)
    return Named(year, track, "" if year else "preliminary")


def in_order(text: str) -> str:
    """The words of a name in the order of letters, by which `Surgery, General` is found too."""
    return " ".join(sorted(plain_words(text).split()))


def _other(plain: str, vocabularies: Mapping[str, Vocabulary]) -> str:
    words = vocabularies.get("other program")
    return words.spellings.get(plain, "") if words else ""


def _without_marks(plain: str, vocabularies: Mapping[str, Vocabulary]) -> tuple[str, set[str]]:
    """A name without the words that tell its track, and the kinds of those words."""
    marks = vocabularies["track"].spellings if "track" in vocabularies else {}
    pieces, kinds, at = plain.split(), set(), 0
    kept: list[str] = []
    while at < len(pieces):
        for length in (4, 3, 2, 1):
            kind = marks.get(" ".join(pieces[at : at + length]))
            if kind and at + length <= len(pieces):
                kinds.add(kind)
                at += length
                break
        else:
            kept.append(pieces[at])
            at += 1
    return " ".join(kept), kinds


def _combined(text: str, vocabularies: Mapping[str, Vocabulary]) -> bool:
    """Whether a name joins the names of two specialties."""
    words = vocabularies["specialty"]
    found = set()
    for between in _BETWEEN:
        for part in between.split(text):
            rest, _ = _without_marks(plain_words(part), vocabularies)
            found.add(words.find(rest))
    return len(found - {None}) > 1
