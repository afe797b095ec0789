"""Says what to write in place of a word that is none of those which may stand there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sitegen.diagnostics import flatten

_NOTHING = {
    *(
        "none",
        "no",
        "nil",
        "nothing",
        "nobody",
        "nowhere",
        "n/a",
        "na",
        "not applicable",
        "-",
        "--",
    ),
    *("any", "all", "anywhere", "everywhere", "anything", "no preference", "?", "unknown", "tbd"),
}
_BOTH = {"both", "any", "all", "either", "everything"}
_LONGEST = 500
_BETWEEN = re.compile(r"\s*(?:,|;|/|&|\+|\band\b|\bor\b)\s*", re.IGNORECASE)


def word_hint(
    word: str, noun: str, choices: Mapping[str, str], limits: Mapping[str, Any]
) -> str | None:
    """The next step for a word whose meaning is plain although it is no choice; else None.

    `choices` holds each spelling with its value; `limits` tell whether the word stands in a list
    (`in_list`: `alone`, without brackets and hyphens, or as an `entry`) and is `required`.
    """
    plain = word.strip().casefold()
    in_list = limits.get("in_list")
    if in_list and plain in _BOTH and len(set(choices.values())) == 2:
        return _several(list(dict.fromkeys(choices.values())), in_list)
    if plain in _NOTHING and (in_list or noun != "answer here"):
        return nothing_hint(noun, limits)
    if plain.endswith(",") and _value(plain.rstrip(" ,"), choices):
        return "delete the comma at its end"
    split = _BETWEEN.split(plain) if len(plain) < _LONGEST else []
    parts = [part for part in split if part]
    meant = [_value(part, choices) for part in parts]
    if in_list and len(parts) > 1 and all(meant):
        return _several([value for value in meant if value], in_list)
    if in_list == "alone" and "," in word.strip(" ,"):
        return f"write several between brackets: [{flatten(word.strip(' ,'))}]"
    return None


def choice_hint(choices: Mapping[str, str]) -> str:
    """The next step for a word that is near to none of the choices."""
    few = list(dict.fromkeys(choices.values()))
    return f"write one of: {', '.join(few)}" if len(few) <= 40 else "write its English name"


def nothing_hint(noun: str, limits: Mapping[str, Any]) -> str:
    """The next step for a word such as `none` or `any`, which names nothing."""
    if limits.get("in_list") == "alone":
        return "write [] if there are none"
    if limits.get("in_list"):
        return "write [] in place of the whole list if there are none"
    empty = "" if limits.get("required") else ", or leave it empty if there is none"
    return f"name a {noun}{empty}"


def _several(values: list[str], in_list: str) -> str:
    quoted = [f'"{value}"' if "," in value else value for value in values]
    if in_list == "alone":
        return f"write [{', '.join(quoted)}]"
    return f"write each as an entry of its own: {' and '.join(quoted)}"


def _value(word: str, choices: Mapping[str, str]) -> str | None:
    """The value a word stands for, whatever hyphens, spaces and capitals it is written with."""
    spellings = (word.casefold(), *(re.sub(r"[\s_-]+", sign, word.casefold()) for sign in "-_"))
    bare = re.sub(r"[\s_-]+", "", word.casefold())
    return next((choices[each] for each in (*spellings, bare) if each in choices), None)
