"""Words of sentences about visas, which are kept in data, and what a sentence comes to."""

from __future__ import annotations

from enum import StrEnum

from sitegen.records import value_object
from sitegen.shape import item


class Part(StrEnum):
    """The part that a word has in a sentence about visas."""

    J1 = "j1"
    H1B = "h1b"
    OTHER_VISA = "other_visa"
    VISA = "visa"
    WORK_VISA = "work_visa"
    STATUS = "status"
    OTHER = "other"
    ALL = "all"
    NOT = "not"
    ONLY = "only"
    NOT_ONLY = "not_only"
    EXCEPT = "except"
    ITSELF = "itself"
    SPONSOR = "sponsor"
    CONSENT = "consent"
    HOLD = "hold"
    REFUSAL = "refusal"
    YES = "yes"
    NEED = "need"
    MUST = "must"
    WITHOUT = "without"
    CONDITION = "condition"
    BEFORE = "before"
    EXCEPTION = "exception"
    USUALLY = "usually"
    HOLDER = "holder"
    UNSURE = "unsure"
    ASK = "ask"
    ELSEWHERE = "elsewhere"
    PEOPLE = "people"
    US = "us"
    ECFMG = "ecfmg"
    AND = "and"
    BUT = "but"
    WHILE = "while"
    UNLIKE = "unlike"
    BE = "be"
    TO = "to"
    LIGHT = "light"
    SIGN = "sign"
    WORD = "word"


@value_object(kw_only=True)
class VisaWords:
    """Words and phrases that have one part in a sentence about visas."""

    part: Part = item("The part that these words have in a sentence.")
    words: tuple[str, ...] = item(
        'The words, in small letters; "*" at the end of a single word stands for any ending.'
    )


class VisaClass(StrEnum):
    """What a program's own sentence about visas comes to."""

    J1_ONLY = "j1_only"
    BOTH = "both"
    H1B_EXCEPTIONAL = "h1b_exceptional"
    NONE = "none"
    SILENT = "silent"
