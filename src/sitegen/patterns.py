"""Patterns of text that are compiled when they are first looked for, and not at each start."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


def regex(written: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A regular expression, as `re.compile` makes it.

    Most of some hundred patterns read what few people write: a date with its month in words, a
    note on visas. Compiling them all took a tenth of a start. What is wrong in one shows when it
    is first used, so a test compiles each.
    """
    return cast("re.Pattern[AnyStr]", _Pattern(written, flags))


class _Pattern:
    """Stands for a compiled pattern, and takes over what it is asked for from it."""

    def __init__(self, written: AnyStr, flags: int) -> None:
        self._written: Any = written
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        # Called for what is not there yet only: kept, it is found at once the next time.
        asked = getattr(re.compile(self._written, self._flags), name)
        setattr(self, name, asked)
        return asked
