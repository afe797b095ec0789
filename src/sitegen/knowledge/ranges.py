"""Whether a day is a day, and whether a range holds its value."""

from __future__ import annotations

import datetime as dt
from typing import Any


def is_day(text: str) -> bool:
    """Whether a text is a day as ISO 8601 writes it."""
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def within(low: Any, value: Any, high: Any) -> bool:
    """Whether both ends are there and hold the value between them."""
    return low is not None and high is not None and low <= value <= high
