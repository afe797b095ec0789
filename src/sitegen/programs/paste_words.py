"""The words and signs by which copied text tells what a part of it is."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sitegen.headings import plain_words
from sitegen.programs.columns import COLUMNS

CODE = re.compile(r"(?<![0-9])[0-9]{10}(?![0-9])")
VISA = re.compile(r"\b(?:J ?-? ?1|H ?-? ?1 ?-? ?B?|visas?)\b", re.IGNORECASE)
SIZE = re.compile(
    r"(?:\b(?:program size|size|positions|residents)\s*:?\s*[0-9]{1,3}\b"
    r"|\b[0-9]{1,3} (?:approved |filled |total )?(?:positions|residents)\b)",
    re.IGNORECASE,
)
NAME = re.compile(
    r"\b(?:hospitals?|university|medical center|medical centre|health|healthcare|clinic|college"
    r"|institute|infirmary|residency|program|gme|school of medicine)\b",
    re.IGNORECASE,
)
PROGRAM = re.compile(r"\b(?:residency|program)\b", re.IGNORECASE)
BETWEEN = re.compile(r"\t+|\s{2,}|\s*[|•·]\s*")
LABELLED = re.compile(r"(?P<label>[^:\t]{1,40}?)\s*:\s*(?P<value>\S.*)?")
BULLET = re.compile(r"^[\s*•·▪–—-]+(?=\w)|^\d{1,3}[.)]\s+")
TOWN = re.compile(r"[^\W\d_][^\d:;()]{1,40}")

LABELS: Mapping[str, str] = {
    **{
        plain_words(heading): name
        for name, column in COLUMNS.items()
        for heading in column.headings
        if name not in ("notes", "signal", "preference", "my_people", "checked_on", "asked")
    },
    **dict.fromkeys(("location", "city state", "address"), "city"),
    **dict.fromkeys(
        ("visa", "visas", "visas accepted", "visa types", "visa sponsorship", "visas sponsored"),
        "visa_sentence",
    ),
    **dict.fromkeys(("program size", "size", "positions", "residents"), "notes"),
}
"""The column of each label that stands before a value, or above a column of copied cells."""


TRUTHS = {name for name in COLUMNS if name.endswith(("j1", "h1b"))}
"""Columns that say yes or no; other words about a visa are kept as a sentence."""
SPONSOR = {"sponsoring institution", "institution", "institution name", "university"}
"""Labels of a name that stand below the name of a program too, and then begin no new row."""
