"""The city and the state of a row, which lists also write into one cell or above a section."""

from __future__ import annotations

import re

from sitegen.shape import Vocabulary

_STATE_LAST = re.compile(r"(?P<city>.*[^\s,/|(-])\s*[,/|(-]\s*(?P<state>[^,/|()-]+)\)?")
_STATE_FIRST = re.compile(r"(?P<state>[A-Z]{2})\s*[,/|:–-]\s*(?P<city>[^,/|]+)")
_CODE_LAST = re.compile(r"(?P<city>.+?)[\s.]+(?P<state>[A-Z]{2})")
_ZIP = re.compile(r"\s+[0-9]{5}(?:-[0-9]{4})?$")


def city_and_state(text: str, states: Vocabulary) -> tuple[str, str | None]:
    """The city and the state in `Akron, OH`, `OH - Akron` or `Akron OH`; else all is the city."""
    bare = _ZIP.sub("", text)
    for form in (_STATE_LAST, _STATE_FIRST, _CODE_LAST):
        match = form.fullmatch(bare)
        state = states.find(match["state"]) if match else None
        if match and state:
            return match["city"].strip(), state
    return text, None


def state_of_section(section: str, states: Vocabulary) -> str | None:
    """The state that the title of a section names: `OHIO`, `Ohio (12 programs)`."""
    return states.find(re.sub(r"\s*[(:].*", "", section)) if section else None
