"""What a program's own sentence about visas comes to, by ordered phrases that are kept in data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from sitegen.shape import item, optional

GAPS = {"...": 12, "*": 2}
"""Most words that may stand where a phrase has one of these. None names a visa."""
_SPELLED = (
    (re.compile(r"\bj\W{0,2}1s?\b"), "j-1"),
    (re.compile(r"\bh\W{0,2}1\W{0,2}bs?\b"), "h-1b"),
    (re.compile(r"\bu\.s\.a?\.?"), "us"),
    (re.compile(r"\b(do|does|is|are|will|can)n['’]?t\b"), r"\1 not"),
    (re.compile(r"\bwon['’]?t\b"), "will not"),
    (re.compile(r"\bcan not\b"), "cannot"),
)
_WORD = re.compile(r"j-1|h-1b|[^\W_]+")
_VISA = re.compile("(?:j-1|h-1b)")


class VisaClass(StrEnum):
    """What a program's own sentence about visas comes to."""

    J1_ONLY = "j1_only"
    BOTH = "both"
    H1B_EXCEPTIONAL = "h1b_exceptional"
    NONE = "none"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class VisaPhrase:
    """Words by which a sentence is recognised. For each visa, the first that fits decides."""

    words: str = item(
        'The words in their order; "..." stands for up to 12 words or none, "*" for up to two.'
    )
    j1: bool | None = optional("Whether J-1 is sponsored, if the words say it.")
    h1b: bool | None = optional("Whether H-1B is sponsored, if the words say it.")
    exceptional: bool = item("Whether H-1B is for exceptions only.", default=False)

    @property
    def about_h1b(self) -> bool:
        """Whether the words say anything of H-1B."""
        return self.exceptional or self.h1b is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisaReading:
    """The class of a sentence, what it says of each visa, and the words that decided.

    Without words no phrase fitted. For an exception `h1b` is None: whether this applicant is one
    is not known. A sentence that names J-1 alone is of the class J-1 only, and `h1b` is None.
    """

    visa_class: VisaClass = VisaClass.SILENT
    j1: bool | None = None
    h1b: bool | None = None
    words: str = ""


OF_CLASS: dict[VisaClass, tuple[bool | None, bool | None]] = {
    VisaClass.J1_ONLY: (True, False),
    VisaClass.BOTH: (True, True),
    VisaClass.H1B_EXCEPTIONAL: (None, None),
    VisaClass.NONE: (False, False),
    VisaClass.SILENT: (None, None),
}
"""J-1 and H-1B where the applicant wrote the class."""


def visa_class(sentence: str, phrases: Sequence[VisaPhrase]) -> VisaReading:
    """Read a sentence by the first phrase that fits each visa; nothing is guessed without one."""
    parts = _parts(sentence)
    fitting = [(phrase, words) for phrase in phrases if (words := _found(phrase.words, parts))]
    about_j1 = next(((p, words) for p, words in fitting if p.j1 is not None), None)
    about_h1b = next(((p, words) for p, words in fitting if p.about_h1b), None)
    j1 = about_j1[0].j1 if about_j1 else None
    h1b = about_h1b[0].h1b if about_h1b else None
    exceptional = about_h1b is not None and about_h1b[0].exceptional
    decided = [words for found in (about_j1, about_h1b) if found for words in found[1:]]
    decided = decided or [words for _, words in fitting[:1]]
    return VisaReading(
        visa_class=_class(j1, h1b, exceptional), j1=j1, h1b=None if exceptional else h1b,
        words=" / ".join(dict.fromkeys(decided)),
    )  # fmt: skip


def _class(j1: bool | None, h1b: bool | None, exceptional: bool) -> VisaClass:
    if exceptional:
        return VisaClass.H1B_EXCEPTIONAL
    if j1:
        return VisaClass.BOTH if h1b else VisaClass.J1_ONLY
    return VisaClass.NONE if (j1, h1b) == (False, False) else VisaClass.SILENT


def _parts(sentence: str) -> list[str]:
    """The sentences in small letters, with one spelling of each visa and single spaces."""
    text = sentence.casefold()
    for pattern, spelled in _SPELLED:
        text = pattern.sub(spelled, text)
    return [f" {' '.join(_WORD.findall(part))} " for part in re.split("[.!?;]", text)]


def _found(words: str, parts: Sequence[str]) -> str:
    """What a phrase fits, or nothing. One without a visa fits only where none is named."""
    pattern, general = _pattern(words), not _VISA.search(words.casefold())
    for part in parts:
        found = None if general and _VISA.search(part) else pattern.search(part)
        if found:
            return found.group().strip()
    return ""


@cache
def _pattern(words: str) -> re.Pattern[str]:
    """The words of a phrase in their order. A last "not" must not belong to another visa."""
    parts = [
        rf"(?:(?!{_VISA.pattern})[^ ]+ ){{0,{GAPS[word]}}}?" if word in GAPS else
        re.escape(word) + " "
        for word in words.casefold().split()
    ]  # fmt: skip
    end = rf"(?!(?:the |an? )?{_VISA.pattern})" if words.endswith(" not") else ""
    return re.compile("(?<= )" + "".join(parts) + end)
