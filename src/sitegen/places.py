"""The city and the state of a row, which lists also write into one cell or above a section."""

from __future__ import annotations

import re

from sitegen.patterns import regex
from sitegen.shape import Vocabulary
from sitegen.wordchoice import bare

_STATE_LAST = regex(r"(?P<city>.*[^\s,/|(-])\s*[,/|(-]\s*(?P<state>[^,/|()-]+)\)?")
_STATE_FIRST = regex(r"(?P<state>[A-Z]{2})\s*[,/|:–-]\s*(?P<city>[^,/|]+)")
_CODE_LAST = regex(r"(?P<city>.+?)[\s.]+(?P<state>[A-Z]{2})")
_SHORT_LAST = regex(r"(?P<city>.+?)[\s,]+(?P<state>[A-Z][A-Za-z]*\.(?: ?[A-Z][A-Za-z]*\.)?)")
_STATE_AROUND = regex(r"(?P<state>[^()]+?)\s*\((?P<city>[^()]+)\)")
_STATE_ALONE = regex(r"(?P<city>)(?P<state>[A-Z]{2})")
_ZIP = regex(r"[\s,]+[0-9]{5}(?:-[0-9]{4})?$")
_FORMS = (_STATE_LAST, _STATE_FIRST, _CODE_LAST, _SHORT_LAST, _STATE_AROUND, _STATE_ALONE)


def state_of(text: str, states: Vocabulary) -> str | None:
    """The state that a text names: by its name, its two letters, or a short form of its name.

    `Mass.`, `N.Y.` and `Calif` are short forms; a city names no state here.
    """
    found = states.find(text)
    heard = None if found else states.heard_as(text)
    if heard is None or not heard.means:
        return found
    left = iter(bare(heard.means))
    letters = bare(text)
    short = letters[:1] == bare(heard.means)[:1] and all(letter in left for letter in letters)
    return heard.means if short else None


def city_and_state(text: str, states: Vocabulary) -> tuple[str, str | None]:
    """The city and the state in `Akron, OH`, `OH - Akron` or `OH`; else all is the city."""
    bare = _ZIP.sub("", text)
    for form in _FORMS:
        match = form.fullmatch(bare)
        state = state_of(match["state"], states) if match else None
        if match and state:
            return match["city"].strip(), state
    return text, None


def state_of_section(section: str, states: Vocabulary) -> str | None:
    """The state that the title of a section names: `OHIO`, `Ohio (12 programs)`."""
    return state_of(re.sub(r"\s*[(:].*", "", section), states) if section else None
