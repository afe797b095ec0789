"""Short answers as people write them into tables: yes, no, and what says nothing."""

from __future__ import annotations

import re

from sitegen.patterns import regex

YES = frozenset(
    (
        *("yes", "y", "true", "t", "1", "x", "✓", "✔", "☑", "✅", "+", "sponsored", "sponsors"),
        *("sponsor", "offered", "available", "accepted", "yeah", "yep", "sure", "ok", "ja", "sí"),
    )
)
NO = frozenset(
    (
        *("no", "n", "false", "f", "0", "none", "✗", "✘", "❌", "×", "nope", "never", "nein"),
        *("not sponsored", "does not sponsor", "not offered", "not available", "not accepted"),
    )
)
UNSAID = frozenset(
    (
        *("?", "??", "???", "-", "--", "---", "–", "—", ".", "/", "*", "…", "...", "n/a", "na"),
        *("n.a.", "n.a", "#n/a", "nan", "null", "nil", "nd", "unknown", "not known", "not stated"),
        *("not specified", "unspecified", "not listed", "not mentioned", "silent", "tbd", "tba"),
        *("tbc", "to be determined", "to be announced", "to be confirmed", "not sure", "unsure"),
        *("unclear", "no info", "no information", "no data", "not found", "not available yet"),
        *("see site", "see website", "see web site", "see notes", "see note", "per website"),
        *("ask", "to ask", "check", "to check", "pending", "blank", "empty", "don't know", "idk"),
    )
)
"""Words that say nothing; they count as an empty cell."""

NO_LIMIT = frozenset(
    (
        *("no limit", "no limits", "no minimum", "no maximum", "no cutoff", "no cut-off"),
        *("no cut off", "no cutoffs", "unlimited", "any", "no restriction", "no restrictions"),
        *("no requirement", "not required", "no min", "no max", "open", "all"),
    )
)
"""Words that say that there is no bound; such a cell counts as empty too."""

_TAKEN_BACK = regex(
    r"\b(?:but|only|except|excluding|not|no|never|if|unless|when|case|cases|exceptional|exceptions?|"
    r"sometimes|rarely|rare|maybe|perhaps|previously|formerly|past|depends|limited|some|select|"
    r"transfers?|stopped|ended|paused|suspended|until|already|current|yes|possible|possibly|likely|probably)\b"
)
"""Words behind a yes or no that may take it back."""


_BY_ECFMG = regex(
    r"(?:(?:yes|y|not (?:directly|itself|by (?:us|program|hospital)))\b\W*|(?:no|n)\b *[^\w\s]\W*)?"
    r"(?:(?:but|only|sponsored|via|through|by|the)\W+)*(?:ecfmg|intealth)"
    r"(?:\W+(?:does|sponsors?|sponsored|sponsorship|only|is|ok|j-?1|visas?|it))*\W*"
)


def of_j1(text: str) -> bool | None:
    """Yes or no for the J-1, which ECFMG sponsors: `via ECFMG` and `no (ECFMG does)` are a yes."""
    plain = " ".join(text.casefold().split())
    if _BY_ECFMG.fullmatch(plain):
        return True
    by_ecfmg = "ecfmg" in plain or "intealth" in plain
    told = said(text)
    return None if by_ecfmg and told is False else told


def said(text: str) -> bool | None:
    """Yes or no, also with a remark behind it: `Yes (ECFMG)`. None where it is neither surely."""
    plain = " ".join(text.casefold().split()).strip(" !.'\"")
    if plain in YES or plain in NO:
        return plain in YES
    if says_nothing(text) or plain in NO_LIMIT:
        return None
    first = re.match(r"(yes|y|no|n|true|false|✓|✔|✅|✗|✘|❌)(?= *[^\w\s/])\W*(.*)", plain)
    if first is None or "?" in plain or _TAKEN_BACK.search(first[2]):
        return None
    return first[1] in YES


_VISA_OR_SIGN = regex(
    r"(?P<j1>\bj[- ]?1(?: visas?)?\b)|(?P<h1b>\bh[- ]?1(?:[- ]?b)?(?: visas?)?\b)"
    r"|(?P<yes>[✓✔☑✅√]|\b(?:yes|y)\b)|(?P<no>[✗✘❌]|\b(?:no|n)\b)|(?P<plus>\+)|(?P<minus>[-\u2212])"
    r"|[\s()\[\]/,;:=|&\ufe0f]|(?P<other>.)"
)
_OF_BOTH = {
    (True, True): "both",
    (True, False): "j1 only",
    (False, True): "h1b only",
    (False, False): "no visas",
}


def signs_said(text: str) -> str:
    """A cell that holds J-1, H-1B and a sign for each, in words; any other cell as it is.

    A plus and a minus count as signs only beside each other: alone, they join or are a dash. Two
    minus signs in one line can be both, so nothing is said.

    >>> signs_said("+J1 -H1B"), signs_said("J-1: N / H-1B: Y"), signs_said("J1 + H1B")
    ('j1 only', 'h1b only', 'J1 + H1B')
    """
    found = [m.lastgroup or "" for m in _VISA_OR_SIGN.finditer(text.casefold())]
    told = [kind for kind in found if kind]
    if told == ["minus", "j1", "minus", "h1b"] and "\n" not in text:
        return "?"
    if told == ["plus", "j1", "plus", "h1b"]:
        return "both"
    if {"yes", "no"} & set(told):
        told = [kind for kind in told if kind not in ("plus", "minus")]
    elif not {"plus", "minus"} <= set(told):
        return text
    if len(told) != len(_OF_BOTH):
        return text
    pairs = (tuple(told[:2]), tuple(told[2:]))
    first = told[0] in ("j1", "h1b")
    answers = {pair[not first]: pair[first] in ("yes", "plus") for pair in pairs}
    signs = {pair[first] for pair in pairs}
    if answers.keys() != {"j1", "h1b"} or not signs <= {"yes", "no", "plus", "minus"}:
        return text
    return _OF_BOTH[answers["j1"], answers["h1b"]]


def says_nothing(text: str) -> bool:
    """Whether a cell tells no more than an empty one."""
    plain = " ".join(text.casefold().split())
    return plain in UNSAID or plain.strip(" .") in UNSAID | {""}
