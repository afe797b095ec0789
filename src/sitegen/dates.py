"""Says which date was meant by one that is not written with the year first.

The reader asks for `2023-05` or `2023-05-15`. What can mean one date only is read as that; what can
mean two is asked.
"""

from __future__ import annotations

import datetime as dt
import re

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
         "october", "november", "december")  # fmt: skip
_BESIDE = {
    *(
        "expected",
        "exp",
        "anticipated",
        "approx",
        "approximately",
        "about",
        "around",
        "circa",
        "ca",
    ),
    *("in", "on", "by", "of", "the", "since", "graduated", "graduating", "graduation", "passed"),
    *("planned", "tentative", "tentatively", "probably", "maybe", "scheduled", "date", "class"),
    *("spring", "summer", "fall", "autumn", "winter", "batch", "session", "q1", "q2", "q3", "q4"),
    *("end", "mid", "early", "late", "start", "beginning", "year", "est", "completed", "done"),
}
"""Words beside a date which do not change it, or make it a little less sure."""

_BY_MONTH = re.compile(r"(\d{1,2})[-/. ](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})(?:[-/. ](\d{1,2}))?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4})")
_DIGITS = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)?")
_TIME = re.compile(r"(?:t| |, )\d{1,2}:\d\d\S*$")
_MOST = 60


def dates_meant(text: str) -> list[str]:
    """The dates that a text can mean, as a profile writes them: none, one or two.

    >>> dates_meant("5/2023"), dates_meant("15 May 2023"), dates_meant("03/04/2023")
    (['2023-05'], ['2023-05-15'], ['2023-04-03', '2023-03-04'])
    """
    if len(text) > _MOST:
        return []
    plain = _TIME.sub("", " ".join(text.casefold().split())).strip(" .,;'\"")
    if match := _YEAR_FIRST.fullmatch(plain) or _DIGITS.fullmatch(plain):
        return _real([(match[1], match[2], match[3])])
    if match := _BY_MONTH.fullmatch(plain):
        return _real([(match[2], match[1], None)])
    if match := _YEAR_LAST.fullmatch(plain):
        # A full stop between the numbers is written only where the day comes first.
        orders: list[tuple[str, str, str | None]] = [(match[4], match[3], match[1])]
        if match[2] != ".":
            orders.append((match[4], match[1], match[3]))
        return _real(orders)
    return _named(plain)


def date_beside_words(text: str) -> list[str]:
    """The dates or the year in a text with words such as "expected" or "about" beside it.

    >>> date_beside_words("June 2027 (expected)"), date_beside_words("about 2019")
    (['2027-06'], ['2019'])
    """
    if len(text) > _MOST:
        return []
    rest = re.sub(r"[()~≈?\[\]*:]", " ", text.casefold())
    kept = " ".join(word for word in rest.split() if word.strip(".,;") not in _BESIDE)
    if kept == " ".join(text.casefold().split()):
        return []
    return [kept] if re.fullmatch(r"(?:19|20)\d\d", kept) else dates_meant(kept)


def _named(plain: str) -> list[str]:
    """The date of a text in which the month is a word: "15th of May, 2023", "2023 May"."""
    words = re.findall(r"[a-z]+|\d+", re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", plain))
    words = [word for word in words if word != "of"]
    months = [_month(word) for word in words if not word.isdigit()]
    years = [word for word in words if len(word) == 4 and word.isdigit()]
    days = [word for word in words if len(word) <= 2 and word.isdigit()]
    if len(months) != 1 or not months[0] or len(years) != 1 or len(days) > 1:
        return []
    if len(words) != 2 + len(days):
        return []
    return _real([(years[0], str(months[0]), days[0] if days else None)])


def _month(word: str) -> int:
    """The number of a month by its name or the beginning of it; 0 where it is none."""
    if word == "sept":
        return 9
    return next(
        (i for i, (short, long) in enumerate(zip(MONTHS, _LONG, strict=True), 1)
         if word in (short, long)), 0,
    )  # fmt: skip


def _real(orders: list[tuple[str, str, str | None]]) -> list[str]:
    found: dict[str, None] = {}
    for year, month, day in orders:
        try:
            date = dt.date(int(year), int(month), int(day or 1))
        except ValueError:
            continue
        found[date.isoformat() if day else f"{date:%Y-%m}"] = None
    return list(found)
