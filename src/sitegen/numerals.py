"""Says how to write what was meant as a number: `3k`, `2 lakh`, `1,00,000`."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from math import prod

from sitegen.diagnostics import flatten

_TIMES = {
    **dict.fromkeys(("k", "thousand", "thousands"), 1_000),
    **dict.fromkeys(("lakh", "lakhs", "lac", "lacs"), 100_000),
    **dict.fromkeys(("mn", "mio", "million", "millions"), 1_000_000),
    **dict.fromkeys(("crore", "crores"), 10_000_000),
}
# What may stand beside a number without changing its size. A minus is not among it.
_BESIDE = frozenset("$€£₹¥%~≈+,.;") | {
    *("usd", "us", "dollar", "dollars", "bucks", "euro", "euros", "eur", "gbp", "inr", "rs"),
    *("rupees", "about", "approx", "approximately", "around", "circa", "ca", "roughly"),
    *("hour", "hours", "hr", "hrs", "h", "day", "days", "d", "week", "weeks", "wk", "wks", "w"),
    *("month", "months", "mo", "mos", "year", "years", "yr", "yrs", "y", "point", "points"),
    *("percent", "times", "item", "items", "program", "programs"),
}
_ZERO = {"none", "no", "never", "nil", "nothing", "zero", "not any"}
_PASSED = {"pass", "passed", "p", "fail", "failed"}
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+|,[0-9]{1,2})?(?![0-9])")
_MOST_DIGITS = 9
_LONGEST = 200
_EXAMPLES = (3000, 2028, 240, 3)


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


def number_hint(
    kind: type,
    text: str,
    *,
    quoted: bool,
    low: float | None = None,
    most: float | None = None,
    empty: str = "",
) -> str:
    """How to write what was meant as a number of this kind, `int` or `float`, from `low` to `most`.

    `empty` says what to do while there is no number, where it may be left out.

    >>> number_hint(int, "2 lakh", quoted=False)
    'write 200000'
    >>> number_hint(int, "n/a", quoted=False, most=300, empty="leave it empty while there is none")
    'write the whole number in digits, such as 240, or leave it empty while there is none'
    """
    written = text.strip().strip("\"'“”„‘’")
    bare = ascii_digits(written)
    if bare != written and re.fullmatch(r"[-+]?\d+" + (r"(\.\d+)?" * (kind is float)), bare):
        return f"write it with the digits 0 to 9: {flatten(bare)}"
    if re.fullmatch(r"[-+]?\d+(\.\d+)?", bare) and (quoted or bare != text):
        return f"take the quotes away: {flatten(bare)}"
    if re.fullmatch(r"0\d+", bare):
        return f"take the leading zero away: {flatten(bare.lstrip('0') or '0')}"
    if kind is float and re.fullmatch(r"\d+,\d{1,2}", bare):
        return f"write a point instead of the comma: {bare.replace(',', '.')}"
    if bare.casefold() in _PASSED:
        return "write the score in digits; without one leave it empty, and say it with state"
    if low == 0 and bare.casefold() in _ZERO:
        return "write 0 if there are none" + f", or {empty}" * bool(empty)
    return _with_words(kind, bare) or _general(kind, most, empty)


def _general(kind: type, most: float | None, empty: str) -> str:
    example = next((n for n in _EXAMPLES if most is None or n <= most), 1)
    told = f"write the {'whole ' * (kind is int)}number in digits, such as {example}"
    return told + f", or {empty}" * bool(empty)


def whole_hint(text: str, value: float) -> str:
    """How to write a number with a decimal point where a whole one is asked."""
    plain = _without_separators(text)
    whole = plain if re.fullmatch(r"[-+]?\d+", plain) else f"{_truncated(value)}"
    return f"write it without a decimal point, such as {flatten(whole)}"


def _truncated(value: float) -> int:
    return int(value) if abs(value) < 10**_MOST_DIGITS else 3000


def _with_words(kind: type, text: str) -> str | None:
    """The number without the words beside it; None where one of them is not known."""
    if len(text) > _LONGEST:
        return None
    words = re.findall(r"[^\W\d_]+|[^\s\w]|_", re.sub(r"[\d.,'’]*\d", " ", text.casefold()))
    factors = [_TIMES[word] for word in words if word in _TIMES]
    # "1.234 million" has a decimal point, "1.234 dollars" a point between thousands.
    plain = _without_separators(text, " ,'’_" if factors else " ,.'’_")
    numbers = _NUMBER.findall(plain)
    if len(numbers) != 1 or not _BESIDE.union(_TIMES).issuperset(words):
        return None
    size = Decimal(numbers[0].replace(",", ".")) * prod(factors)
    fits = size == size.to_integral_value() or (kind is float and not factors)
    if not fits or size >= 10**_MOST_DIGITS:
        return None
    return f"write {_shown(size)}" if factors else f"write digits only: {_shown(size)}"


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
