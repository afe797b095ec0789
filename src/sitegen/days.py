"""Days as people write them, in lists and in profiles: what a text can mean, and in which order.

A text means several days where day and month could be exchanged, or where no year is written. In a
list, what the season and the other cells rule out is taken away, and what is left open is asked
once. In a profile a day stands alone, or a month does; what can mean two is asked.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import StrEnum

from sitegen.patterns import regex
from sitegen.records import value_object

YEARS = range(2000, 2101)
"""Years of the days in lists: when a line was checked, somebody was asked, an interview is."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    "(?P<{}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?:\b\.?|(?=\d))"
)
_DAY = r"(?P<{}>\d{{1,2}})(?:st|nd|rd|th|\.)?"
_YEAR = r"(?P<{}>\d{{4}}|'?\d\d(?![\d:]))"
_SPLIT = r"[\s,/.-]*"

_LATER = r"(?:[ ]?(?:-|to|and|&|or|,)[ ]?(?P<{}>\d{{1,2}})(?:st|nd|rd|th|\.)?(?![\d/:-]))?"
_WRITTEN = regex(
    "|".join(
        [
            r"(?P<iy>\d{4})[-/. ](?P<im>\d{1,2})[-/. ](?P<id>\d{1,2})(?!\d)",
            r"(?P<cy>(?:19|20)\d\d)(?P<cm>\d\d)(?P<cd>\d\d)(?!\d)",
            r"(?P<na>\d{1,2}) ?(?P<sep>[-/.]| (?=\d{1,2} \d{4})) ?(?P<nb>\d{1,2}) ?(?P=sep) ?"
            r"(?P<ny>\d{4}|\d\d)(?!\d)",
            rf"(?P<wy>\d{{4}}){_SPLIT}{_MONTH.format('wm')}{_SPLIT}{_DAY.format('wd')}(?!\d)",
            rf"{_DAY.format('dd')}{_LATER.format('dx')}(?: of)?{_SPLIT}{_MONTH.format('dm')}"
            rf"(?:{_SPLIT}{_YEAR.format('dy')})?",
            rf"{_MONTH.format('md')}{_SPLIT}{_DAY.format('mn')}(?!\d){_LATER.format('mx')}"
            rf"(?:{_SPLIT}{_YEAR.format('my')})?",
            r"(?P<pa>\d{1,2})(?P<psep>[/.-])(?P<pb>\d{1,2})(?![\d/.-]*\d)",
            r"(?P<serial>\d{5})(?:\.\d+)?(?!\d)",
        ]
    )
)
"""Year first, eight digits, three numbers, a month's name, two numbers, or a serial number."""

LAST_MONTH = 12
_SERIAL_ZERO = dt.date(1899, 12, 30)
"""Spreadsheets keep a day as the number of days since this one."""

_MONTH_ALONE = regex(
    "|".join(
        [
            r"(?P<ay>\d{4})[-/. ](?P<am>\d{1,2})",
            r"(?P<by>(?:19|20)\d\d)(?P<bm>\d\d)",
            r"(?P<cm>\d{1,2})[-/. ](?P<cy>\d{4})",
            rf"{_MONTH.format('dm')}(?: of)?{_SPLIT}(?P<dy>\d{{4}})",
            rf"(?P<ey>\d{{4}}){_SPLIT}{_MONTH.format('em')}",
        ]
    )
)
"""A month with its year, and no day."""

_CLOCK = (
    r"\b(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?\b\.?"
    r"|(?:(?<=\d)t|\b)\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?(?: ?[ap]\.?m\b\.?)?(?: ?z\b|[+-]\d\d:?\d\d)?"
    r"|\b\d{1,2} ?[ap]\.?m\b\.?|\b(?:12 )?(?:noon|midday)\b"
)
_TIME_OF_DAY = regex(_CLOCK)
"""Weekdays and times: they tell no other day."""
_DROPPED = regex(
    rf"\([^)]*\)|{_CLOCK}"
    r"|\b(?:am|pm|utc|gmt|[ecmp][sd]?t|local time|zoom|virtual|online|video|on|at|from|the|by)\b"
)
"""What beside a day in a list tells no other day: zones and places too."""
_SIGNS = {0x2013: "-", ord("@"): " "}
_ASIDE = regex(r"\([^)]*\)")
_AND = regex(r"[\s,;&/+-]*(?:\b(?:and|to|until|through|thru|then)\b)?[\s,;&/+–-]*")
_OR = regex(r"[\s,;]*\bor\b[\s,;]*")


class Order(StrEnum):
    """Which of two numbers a writer puts first."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"


@value_object
class Written:
    """What a text can mean: each day with the order that makes it one, where that matters.

    `several` says that more days than one are written, and `either` that one of them holds.
    `impossible` is what looks like a day that no calendar has.
    """

    days: tuple[tuple[dt.date, Order | None], ...] = ()
    several: bool = False
    either: bool = False
    impossible: bool = False

    @property
    def orders(self) -> frozenset[Order]:
        """The orders that this text shows, if it shows one."""
        return frozenset(order for _, order in self.days if order)

    def within(self, first: dt.date, last: dt.date) -> Written:
        """Without the days outside; with all of them where none lies inside."""
        inside = tuple(each for each in self.days if first <= each[0] <= last)
        return replace(self, days=inside or self.days)

    def by(self, order: Order) -> Written:
        """Without the days of the other order."""
        kept = tuple(each for each in self.days if each[1] in (None, order))
        return replace(self, days=kept or self.days)


def written(text: str, years: Sequence[int] = ()) -> Written:
    """The days that a text can mean; `years` are those of a day without one."""
    plain = " ".join(text.casefold().translate(_SIGNS).split())
    if any(_MOVED.search(aside) for aside in _ASIDE.findall(plain)):
        return Written()
    plain = _DROPPED.sub(" ", plain)
    plain = " ".join(plain.split()).strip(" ,;.-")
    found = list(_WRITTEN.finditer(plain))
    if not found or not _only_joints(plain, found):
        return Written()
    first = tuple(dict.fromkeys(_meant(found[0], years)))
    more = len(found) > 1 or any(found[0][name] for name in ("dx", "mx"))
    either = more and re.search(r"\bor\b", plain) is not None
    yearless = not years and any(found[0][name] for name in ("pa", "dm", "md"))
    return Written(first, more, either, impossible=not first and not yearless)


def _is_remark(behind: str) -> bool:
    """Whether what stands behind a day leaves it as it is: no number, and nothing that moves it."""
    return not re.search(r"\d", behind) and _MOVED.search(behind) is None


_MOVED = regex(
    r"\b(?:not?|never|or|cancel\w*|moved?|reschedul\w*|was|instead|before|after|until|tb[dac]|maybe|"
    r"week|month|early|mid|late|latest|deadline)\b|\?"
)


def _only_joints(plain: str, found: Sequence[re.Match[str]]) -> bool:
    """Whether nothing but joints stands around and between the days."""
    ends = [0, *(m.end() for m in found)]
    starts = [*(m.start() for m in found), len(plain)]
    between = [plain[a:b] for a, b in zip(ends, starts, strict=True)]
    outer = not between[0].strip(" ,;.-/") and _is_remark(between[-1])
    return outer and all(_AND.fullmatch(each) or _OR.fullmatch(each) for each in between[1:-1])


def _meant(m: re.Match[str], years: Sequence[int]) -> Iterator[tuple[dt.date, Order | None]]:
    if m["serial"]:
        day = _SERIAL_ZERO + dt.timedelta(days=int(m["serial"]))
        if day.year in YEARS:
            yield day, None
    elif m["na"]:
        yield from _numbers(int(m["na"]), int(m["nb"]), [_year(m["ny"])], m["sep"])
        if int(m["na"]) > LAST_MONTH and m["sep"] == "-" and len(m["ny"]) == 2:
            days = _real(_year(m["na"]), int(m["nb"]), int(m["ny"]))
            yield from ((day, None) for day in days)
    elif m["pa"]:
        yield from _numbers(int(m["pa"]), int(m["pb"]), years, m["psep"])
    else:
        yield from ((day, None) for day in _plain(m, years))


def _numbers(
    a: int, b: int, years: Sequence[int], sign: str
) -> Iterator[tuple[dt.date, Order | None]]:
    """Both orders. A full stop between the numbers is mostly written where the day comes first."""
    for year in years:
        same = a == b
        days = [(d, None if same else Order.DAY_FIRST) for d in _real(year, b, a)]
        if not same and (sign != "." or not days):
            days += [(d, Order.MONTH_FIRST) for d in _real(year, a, b)]
        yield from days


def _plain(m: re.Match[str], years: Sequence[int]) -> Iterator[dt.date]:
    """The days of a form that leaves no doubt about day and month."""
    for year, month, day in (("iy", "im", "id"), ("cy", "cm", "cd")):
        if m[year]:
            yield from _real(int(m[year]), int(m[month]), int(m[day]))
    for year, month, day in (("wy", "wm", "wd"), ("dy", "dm", "dd"), ("my", "md", "mn")):
        if m[month]:
            number = _MONTHS.index(m[month][:3]) + 1
            for each in [_year(m[year])] if m[year] else years:
                yield from _real(each, number, int(m[day]))


def _year(text: str) -> int:
    digits = text.lstrip("'")
    return int(digits) + (2000 if len(digits) == 2 else 0)


def _real(year: int, month: int, day: int) -> Iterator[dt.date]:
    try:
        yield dt.date(year, month, day)
    except ValueError:
        return


def order_of(cells: Iterable[Written]) -> Order | None:
    """The one order that all cells which show only one have in common; None without agreement."""
    shown = {next(iter(each.orders)) for each in cells if len(each.orders) == 1 and each.days}
    return next(iter(shown)) if len(shown) == 1 else None


# --- In a profile ------------------------------------------------------------------------------

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
    *("mbbs", "md", "mbchb", "bmbs", "ad", "ce", "degree", "diploma", "medical", "school", "since"),
    *("end", "mid", "early", "late", "start", "beginning", "year", "est", "completed", "done"),
}
"""Words beside a date which do not change it, or make it a little less sure."""

_MOST = 60
"""Characters of a text in which a date is looked for."""


def dates_meant(text: str) -> list[str]:
    """The dates that a text can mean, as a profile writes them: none, one or two.

    >>> dates_meant("5/2023"), dates_meant("15 May 2023"), dates_meant("03/04/2023")
    (['2023-05'], ['2023-05-15'], ['2023-04-03', '2023-03-04'])
    """
    text = text.replace("\u2013", "-").replace("\u2011", "-")
    if len(text) > _MOST or not re.search(r"(?:19|20)\d\d", text):
        return []
    plain = " ".join(_TIME_OF_DAY.sub(" ", text.casefold()).split()).strip(" .,;'\"")
    if month := _MONTH_ALONE.fullmatch(plain):
        return _month(month)
    found = _WRITTEN.fullmatch(plain)
    if found is None or any(found[name] for name in ("serial", "dx", "mx")):
        return []
    return list(dict.fromkeys(day.isoformat() for day, _ in _meant(found, ())))


def _month(m: re.Match[str]) -> list[str]:
    year, month = next((m[f"{x}y"], m[f"{x}m"]) for x in "abcde" if m[f"{x}y"])
    number = int(month) if month.isdecimal() else _MONTHS.index(month[:3]) + 1
    return [f"{year}-{number:02}"] if 1 <= number <= LAST_MONTH else []


_SHORT_YEAR = regex(rf"{_MONTH.format('m')}[\s,/.'-]*(?P<y>\d\d)")


def month_with_short_year(text: str) -> str:
    """The month in a text such as `Jul-23`, as spreadsheets write it; empty where there is none.

    >>> month_with_short_year("Jul-23"), month_with_short_year("23-Jul")
    ('2023-07', '')
    """
    found = _SHORT_YEAR.fullmatch(text.casefold().strip(" ."))
    number = found and _MONTHS.index(found["m"][:3]) + 1
    return f"20{found['y']}-{number:02}" if found else ""


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
