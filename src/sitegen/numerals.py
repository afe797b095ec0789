"""Says how to write what was meant as a number: `3k`, `2 lakh`, `1,00,000`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from math import prod

from sitegen.diagnostics import flatten
from sitegen.measures import in_unit, said_number, unit_of
from sitegen.patterns import regex
from sitegen.records import value_object

_TIMES = {
    **dict.fromkeys(("k", "thousand", "thousands"), 1_000),
    **dict.fromkeys(("lakh", "lakhs", "lac", "lacs", "lk"), 100_000),
    **dict.fromkeys(("mn", "mio", "million", "millions"), 1_000_000),
    **dict.fromkeys(("crore", "crores", "cr"), 10_000_000),
    **dict.fromkeys(("hundred", "hundreds"), 100),
}
# What may stand beside a number without changing its size. A minus is not among it, and no unit.
_DOLLARS = {"$", "usd", "us", "dollar", "dollars", "bucks"}
_OTHER_MONEY = frozenset("€£₹¥₦₨") | {
    *("euro", "euros", "eur", "gbp", "inr", "rs", "rupee", "rupees", "pkr", "egp", "ngn", "naira"),
    *(
        "pound",
        "pounds",
        "taka",
        "bdt",
        "dirham",
        "dirhams",
        "aed",
        "riyal",
        "riyals",
        "sar",
        "npr",
    ),
    *("cad", "aud", "php", "peso", "pesos", "lkr", "yen", "rmb", "yuan", "cny", "reais", "brl"),
}
_BESIDE = frozenset("%~≈+,.;*!<≤") | {
    *("about", "approx", "approximately", "around", "circa", "ca", "roughly", "up", "to", "max"),
    *("maximum", "limit", "budget", "only", "total", "in", "point", "points", "pts", "score"),
    *("percent", "times", "time", "item", "items", "program", "programs", "per", "a", "the", "x"),
    *("interview", "interviews", "paper", "papers", "publication", "publications", "saved", "each"),
}
_PERIODS = {"years": 12, "months": 1}
_ZERO = {"none", "no", "never", "nil", "nothing", "zero", "not any", "false", "0 times", "nope"}
_FIRST_TRY = regex(
    r"(?:passed )?(?:on |in |at )?(?:my )?(?:the )?(?:1st|first)[ -]*(?:attempt|try|time|sitting)?"
)
_NEVER = regex(r"(?:never|not|no|none|zero|0)[ -]*(?:any )?(?:fail\w*|attempts? failed)")
_OFTEN = {"once": 1, "twice": 2, "thrice": 3}
_PASSED = {"pass", "passed", "p", "fail", "failed", "p/f", "pass/fail", "pf", "pass fail"}
_HOPED = regex(
    r"expect|goal|target|predict|hop(?:e|ing)|aim|practice|mock|nbme|uwsa|uworld|estimat|amboss|"
    r"free ?120|simulat|self.?assess|desired|want|\best\b|\d0s\b"
)
_TRY = regex(r"\b(1st|first|2nd|second|3rd|third|4th|fourth)\b|\b(once|single)\b")
_TRIES = {
    "1st": 0,
    "first": 0,
    "once": 0,
    "single": 0,
    "2nd": 1,
    "second": 1,
    "3rd": 2,
    "third": 2,
    "4th": 3,
    "fourth": 3,
}
_NUMBER = regex(r"[0-9]+(?:\.[0-9]+|,[0-9]{1,2})?(?![0-9])")
_MOST_DIGITS = 13
_LONGEST = 200
_EXAMPLES = (3000, 2028, 240)
_FEW = 20
_LIKE_DIGITS = str.maketrans("oil", "011")
_FAILED = regex(r"\bfail|\bnot pass|\bunsuccessful")
_OF_PASSED = "write the score of the exam that was passed"
_TRIES_TO = "each failed try before it counts in failed_attempts"
LAST_MONTH = 12
SCORE = "a score has three digits: write all of them"


@value_object
class Asked:
    """What is asked where a number was meant.

    `unit` is `weeks`, `years`, `dollars`, `money` (of the writer's own), `a month` of it, `score`
    or `season`; `empty` says what to do while there is no number, where it may be left out.
    """

    kind: type
    low: float | None = None
    most: float | None = None
    unit: str = ""
    empty: str = ""

    def takes(self, value: Decimal) -> bool:
        """Whether a number could stand here."""
        whole = self.kind is float or value == value.to_integral_value()
        over = self.low is None or value >= Decimal(str(self.low))
        return whole and over and (self.most is None or value <= Decimal(str(self.most)))


def ascii_digits(text: str) -> str:
    """A text with the digits of other scripts as 0 to 9.

    >>> ascii_digits("٢٤٧")
    '247'
    """
    return "".join(_ascii(sign) for sign in text)


def _ascii(sign: str) -> str:
    if sign in "\uff0e\u066b":
        return "."
    return str(unicodedata.decimal(sign, sign))


def number_hint(asked: Asked, text: str, *, quoted: bool = False) -> str:
    """How to write what was meant as a number. Any number that is named could stand there.

    >>> number_hint(Asked(int), "2 lakh")
    'write 200000'
    >>> number_hint(Asked(int, most=300, empty="leave it empty while there is none"), "n/a")
    'write the whole number in digits, such as 240, or leave it empty while there is none'
    """
    written = " ".join(text.split()).strip("\"'“”„‘’ ")
    bare = ascii_digits(written)
    plain = bare.casefold().strip(" .!")
    if asked.low == 0 and plain in _ZERO:
        return "write 0 if there are none" + f", or {asked.empty}" * bool(asked.empty)
    if len(bare) > _LONGEST:
        return _general(asked)
    if asked.unit == "score" and plain in _PASSED:
        return "write the score in digits; without one leave it empty, and say it with state"
    signs = _as_digits(
        asked, bare, differs=bare != text.strip(), quoted=quoted, own=bare == written
    )
    looks = (_of_season, _of_score, _of_times, _of_time, _out_of, _with_words)
    others = (look(asked, plain) for look in looks)
    return signs or next(filter(None, others), None) or _general(asked)


def _as_digits(asked: Asked, bare: str, *, differs: bool, quoted: bool, own: bool) -> str | None:
    """The next step where only the signs of a number are unusual."""
    if re.fullmatch(r"0\d+", bare) and asked.takes(Decimal(bare)):
        return f"take the leading zero away: {flatten(bare.lstrip('0') or '0')}"
    if re.fullmatch(r"[-+]?\d+(\.\d+)?", bare):
        if len(bare) > _MOST_DIGITS + 10 or not asked.takes(Decimal(bare)):
            return _of_score(asked, bare) or _of_season(asked, bare) or _general(asked)
        if not own:
            return f"write it with the digits 0 to 9: {flatten(bare)}"
        if quoted or differs:
            return f"take the quotes away: {flatten(bare)}"
    if asked.kind is float and re.fullmatch(r"\d+,\d{1,2}", bare):
        return f"write a point instead of the comma: {bare.replace(',', '.')}"
    return None


def _general(asked: Asked) -> str:
    whole, low, most = "whole " * (asked.kind is int), asked.low, asked.most
    if asked.unit == "score":
        told = f"{SCORE}, such as 240"
    elif asked.unit in _WANTED:
        told = _WANTED[asked.unit]
    elif low is not None and most is not None and most <= _FEW:
        told = f"write a {whole}number from {low:g} to {most:g}"
    else:
        example = next((n for n in _EXAMPLES if most is None or n <= most), 1)
        told = f"write the {whole}number in digits, such as {example}"
    return told + f", or {asked.empty}" * bool(asked.empty)


_WANTED = {
    "season": "write the year of Match Day in four digits, such as 2028",
    "weeks": "write the number of weeks in digits, such as 8",
    "years": "write the number of years in digits, such as 2 or 1.5",
}


def range_hint(asked: Asked, value: float) -> str:
    """The next step for a number that cannot stand here: a slip, or another scale."""
    usual = "check the number, or leave it empty if not known yet"
    if asked.unit == "score" and OLD_SCALE[0] <= value <= OLD_SCALE[1]:
        return (
            "this is an old two-digit result: leave the score empty, because state: passed says "
            "enough; if three digits stand beside it, write those"
        )
    if asked.unit == "score" and value < OLD_SCALE[0]:
        return f"this is far below any passing score: a slip? {SCORE}, such as 240"
    return _of_season(asked, f"{value:g}") or usual


OLD_SCALE = (75, 99)
"""Scores in two digits that passed, until they were no longer printed."""


def _of_season(asked: Asked, plain: str) -> str | None:
    """The year of Match Day in "2027-2028", "Match 2028", "March 2028", "28"."""
    if asked.unit != "season":
        return None
    pair = re.search(r"\b(20\d\d)\s*(?:-|–|—|/|to|and)\s*(?:20)?(\d\d)\b", plain)
    if pair and int(pair[2]) == (int(pair[1]) + 1) % 100:
        return f"write {int(pair[1]) + 1}, the year of Match Day"
    two = re.fullmatch(r"'?(\d\d) ?[-/] ?'?(\d\d)", plain)
    if two and int(two[2]) == int(two[1]) + 1:
        return f"write 20{two[2]}, the year of Match Day"
    years = set(re.findall(r"(?<!\d)20\d\d(?!\d)", plain))
    short = re.fullmatch(r"'?([2-9]\d)", plain)
    if len(years) == 1 and (not pair or int(pair[2]) <= LAST_MONTH):
        autumn = re.search(
            r"\b(?:jul|aug|sep|oct|nov|dec|fall|autumn)|-(?:0?[7-9]|1[0-2])\b", plain
        )
        return f"write {int(min(years)) + bool(autumn)}, the year of Match Day"
    return f"write 20{short[1]}, the year of Match Day" if short else None


def _of_score(asked: Asked, plain: str) -> str | None:
    """The score in "241 (1st attempt)", "pass, 241", "247/300"; none where it is only hoped for."""
    if asked.unit != "score":
        return None
    if _HOPED.search(plain):
        return f"a score that is only hoped for is none: {asked.empty}" if asked.empty else None
    digits = plain.replace(" ", "").translate(_LIKE_DIGITS)
    if re.fullmatch(r"\d{3}", digits) and digits != plain and asked.takes(Decimal(digits)):
        return f"write {digits}"
    if _FAILED.search(plain) and re.search(r"\d{3}", plain):
        return f"{_OF_PASSED}, or leave it empty while there is none; {_TRIES_TO}"
    without = re.sub(
        r"(?:/|of|out of)\s*300\b|\bstep ?[123]\b|\b(?:19|20)\d\d\b|\d{4,}", " ", plain
    )
    numbers = [n for n in re.findall(r"(?<![\d.])\d+(?![\d.])", without) if asked.takes(Decimal(n))]
    if len(numbers) == 1:
        tries = _TRY.search(plain)
        word = tries and (tries[1] or tries[2])
        more = f"; the attempt goes to failed_attempts: {_TRIES[word]}" if word else ""
        only = re.fullmatch(r"~?\d+ ?(?:points?|pts)?", plain)
        return f"write {'digits only: ' if only else ''}{numbers[0]}{more}"
    if len(numbers) == 2 and not re.fullmatch(r"\d+ ?(?:-|to|/|–) ?\d+", plain):
        return f"{_OF_PASSED}; {_TRIES_TO}"
    if re.match(r"[7-9]\d\b", plain) and re.search(r"old|digit", plain) and not numbers:
        return range_hint(asked, int(plain[:2]))
    old = re.findall(r"(?<![\d.])\d{1,2}(?![\d.])", without)
    return range_hint(asked, int(old[0])) if len(old) == 1 and plain == old[0] else None


def _of_times(asked: Asked, plain: str) -> str | None:
    """How often: "once", "twice", "first attempt"; and numbers that are words."""
    if asked.low == 0 and asked.most == MOST_TRIES:
        if _FIRST_TRY.fullmatch(re.sub(r"^0\b|[()]", " ", plain).strip()):
            return "write 0 if it was passed at the first attempt"
        if _NEVER.fullmatch(plain):
            return "write 0 if there are none"
        tries = _TRY.search(plain)
        if tries and tries[1] and re.search(r"attempt|try|time|sitting", plain):
            return f"write {_TRIES[tries[1]]} if it was passed at that attempt"
        if failed := re.fullmatch(
            r"(?:failed )?(\d)(?: (?:fail\w*|times? failed)| times?)?", plain
        ):
            return f"write {failed[1]}"
    words = plain.removesuffix(" times").removesuffix(" time").removesuffix(" attempts")
    said = said_number(words.removesuffix(" attempt"))
    size = Decimal(_OFTEN[plain]) if plain in _OFTEN else None
    if said is not None:
        size = Decimal(said.numerator) / Decimal(said.denominator)
    return f"write {_shown(size)}" if size is not None and asked.takes(size) else None


MOST_TRIES = 6
"""The most failed attempts that are read; it tells such an answer from other counts."""


def _of_time(asked: Asked, plain: str) -> str | None:
    hint = in_unit(plain, asked.unit) if asked.unit in ("weeks", "years") else None
    named = re.search(r"write ([\d.]+)", hint or "")
    return hint if named and asked.takes(Decimal(named[1])) else None


def _out_of(asked: Asked, plain: str) -> str | None:
    """The rating in "4/5" and "4 out of 5"."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(?:/|out of|of)\s*(\d+)", plain)
    fits = match and asked.most == int(match[2]) and asked.takes(Decimal(match[1]))
    return f"write {match[1]}" if match and fits else None


def parted_hint(asked: Asked, text: str) -> str | None:
    """What to write in place of an amount of money whose point may part its thousands: 20.000.

    >>> parted_hint(Asked(float, 0, unit="money"), "20.000")
    'write 20000 if the point parts thousands, or 20 if it does not'
    """
    if asked.unit not in ("money", "a month") or not _PARTED.fullmatch(text):
        return None
    whole, small = text.replace(".", ""), f"{Decimal(text).normalize():f}"
    return f"write {whole} if the point parts thousands, or {small} if it does not"


_PARTED = regex(r"[1-9][0-9]{0,2}\.[0-9]{3}")


def whole_hint(asked: Asked, text: str, value: float) -> str:
    """How to write a number with a decimal point where a whole one is asked."""
    plain = _without_separators(text)
    whole = plain if re.fullmatch(r"[-+]?\d+", plain) else f"{_truncated(value)}"
    if not asked.takes(Decimal(whole)):
        return _general(asked)
    return f"write it without a decimal point, such as {flatten(whole)}"


def _truncated(value: float) -> int:
    return int(value) if abs(value) < 10**_MOST_DIGITS else 3000


def _with_words(asked: Asked, text: str) -> str | None:
    """The number without the words beside it; None where one of them is not known."""
    words = re.findall(r"[^\W\d_]+|[^\s\w]|_", re.sub(r"[\d.,'’]*\d", " ", text))
    if words == ["lpa"] or words == ["lakh", "lpa"]:
        words = ["lakh", "pa"]
    factors = [_TIMES[word] for word in words if word in _TIMES]
    # "1.234 million" has a decimal point, "1.234 dollars" a point between thousands.
    plain = _without_separators(text, " ,'’_" if factors else " ,.'’_")
    numbers = _NUMBER.findall(plain)
    if len(numbers) != 1 or not (rest := _rest(asked, words)):
        return None
    size = Decimal(numbers[0].replace(",", ".")) * prod(factors) / rest.divisor
    size = size if size == size.to_integral_value() else size.quantize(Decimal("0.01")).normalize()
    if rest.foreign:
        return "US dollars are wanted: write in digits how many they are"
    if not asked.takes(size):
        return None
    own = "; its currency goes to the line currency" if asked.unit in ("money", "a month") else ""
    plainly = "" if factors or rest.divisor > 1 else "digits only: "
    monthly = f", which is {asked.unit}" if rest.divisor > 1 else ""
    return f"write {plainly}{_shown(size)}{monthly}{own}"


@value_object
class _Rest:
    """What the words beside a number say: by what to divide, and whether it is other money."""

    divisor: int = 1
    foreign: bool = False


def _rest(asked: Asked, words: Sequence[str]) -> _Rest | None:
    """What the words beside a number say; None where one is not known, or its unit is another."""
    per = [unit_of(word) for word in words if unit_of(word)]
    others = [
        w for w in words if not unit_of(w) and w not in _TIMES and w not in _BESIDE and w != "/"
    ]
    money = [w for w in others if w in _DOLLARS | _OTHER_MONEY]
    if len(money) < len(others) or (
        money and asked.unit not in ("", "dollars", "money", "a month")
    ):
        return None
    if per and (asked.unit != "a month" or len(per) > 1 or per[0] not in _PERIODS):
        return None
    foreign = asked.unit == "dollars" and any(w in _OTHER_MONEY for w in money)
    return _Rest(_PERIODS[per[0]] if per else 1, foreign)


def _shown(size: Decimal) -> str:
    return f"{size:.0f}" if size == size.to_integral_value() else f"{size}"


def _without_separators(text: str, signs: str = " ,.'’_") -> str:
    """A text whose numbers have no signs between their thousands, lakhs and crores."""
    if re.match(r"\D*0[.,]", text):
        return text
    indian = re.sub(
        r"(?<![\d,])\d{1,2}(?:,\d{2})+,\d{3}(?![\d,])", lambda m: m[0].replace(",", ""), text
    )
    return re.sub(rf"(?<=\d)[{signs}](?=\d{{3}}(?!\d))", "", indian)
