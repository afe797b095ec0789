"""Marks the plan's quantities in the text of a page, so that each can be held against the plan.

Sentences are plain strings until a template escapes them, so a mark travels within the string, as
signs that no file of a user may hold. The finished page turns each mark into a `data` element with
the key and the value of the quantity, and checks both against the plan.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping

from sitegen.plan.quantities.value import Value, written
from sitegen.written import long_date, number, usd

BEGIN, TEXT, END = "\x01", "\x02", "\x03"
"""Around a mark: before its key, before its text, and behind it. Files that hold such signs are
refused when they are read."""

_MARK = re.compile(
    f"{BEGIN}([a-z0-9._-]+)=([^{BEGIN}{TEXT}{END}]*){TEXT}([^{BEGIN}{TEXT}{END}]*){END}"
)
_SIGNS = re.compile(f"[{BEGIN}{TEXT}{END}]")
_TEXT_ONLY = re.compile(r"<(title|desc|option|textarea|script|style|svg)\b.*?</\1>", re.DOTALL)
"""Elements that hold no other elements, or none of HTML."""


_NUMBER = re.compile(r"\$?\d[\d,]*(?:\.\d+)?")


class Marked(str):
    """A text with a mark around it, and the value behind it, so that a page can choose by that."""

    value: Value


class WrongQuantityError(Exception):
    """A page marks what the plan does not hold, or holds otherwise: a fault of the program."""


def marked(key: str, value: Value, text: str) -> Marked:
    """The text that shows a quantity, with a mark around it.

    The value is the one from which the text was made, so that the page can compare it. Without a
    key there is no mark.
    """
    found = Marked(text if not key else f"{BEGIN}{key}={written(value)}{TEXT}{text}{END}")
    found.value = value
    return found


def counted(key: str, value: float) -> Marked:
    """A number with its mark: `1,200`."""
    return marked(key, value, number(value))


def priced(key: str, value: float) -> Marked:
    """US dollars with their mark: `$1,940`."""
    return marked(key, value, usd(value))


def ends(key: str, low: float, high: float, words: Callable[[float], str] = number) -> str:
    """Both ends of a quantity: `60 to 80`; one of them where they read alike.

    With a key, both carry their marks.
    """
    first = marked(key and f"{key}.low", low, words(low))
    last = marked(key and f"{key}.high", high, words(high))
    return first if words(low) == words(high) else f"{first} to {last}"


def dated(key: str, day: dt.date, words: Callable[[dt.date], str] = long_date) -> str:
    """A day with its mark: `1 September 2027`."""
    return marked(key, day, words(day))


def within(key: str, value: float, words: str) -> str:
    """Words with a mark on the number in them: `60` in `60 programs`."""
    return _NUMBER.sub(lambda found: marked(key, value, found[0]), words, count=1)


def bare(text: str) -> str:
    """A text without its marks, for files that hold no elements."""
    return _MARK.sub(r"\3", text)


def shown(html: str, plan: Mapping[str, Value]) -> str:
    """A finished page, with `data` elements for its marks; bare text where none may stand.

    `plan` holds the quantities of the plan by key. Raises `WrongQuantityError` for a mark that
    does not agree with it, and for one that is damaged.
    """
    inside = _places_without_elements(html)

    def element(found: re.Match[str]) -> str:
        key, value, text = found.groups()
        _check(key, value, text, plan)
        if inside(found.start()):
            return text
        return f'<data data-q="{key}" value="{value}">{text}</data>'

    page = _MARK.sub(element, html)
    if broken := _SIGNS.search(page):
        around = page[max(0, broken.start() - 40) : broken.end() + 40]
        raise WrongQuantityError(f"a damaged mark: {around!r}")
    return page


def _check(key: str, value: str, text: str, plan: Mapping[str, Value]) -> None:
    if key not in plan:
        raise WrongQuantityError(f"the plan holds no {key}, which a page shows as {text!r}")
    if written(plan[key]) != value:
        raise WrongQuantityError(
            f"{key} is {written(plan[key])} in the plan, and {value} on a page"
        )


def _places_without_elements(html: str) -> Callable[[int], bool]:
    """Tells whether a place of a page is within a tag, or in an element that holds text only."""
    gaps = [found.span() for found in _TEXT_ONLY.finditer(html)]

    def inside(at: int) -> bool:
        # Templates escape `<` and `>` of texts, so that these signs always belong to tags.
        if html.rfind("<", 0, at) > html.rfind(">", 0, at):
            return True
        return any(start < at < end for start, end in gaps)

    return inside
