"""Says what to write in place of a word that is none of those which may stand there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from sitegen.diagnostics import flatten
from sitegen.patterns import regex

_NOTHING = {
    *(
        "none",
        "neither",
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
    *("any", "all", "anywhere", "everywhere", "anything", "no preference"),
}
YES_NO = {"yes": True, "no": False, "on": True, "off": False, "y": True, "n": False}
"""Words that are read as yes and no, in small letters."""

_YES_OR_NO = "write yes or no, without quotes, or leave it empty if not known yet"
_SAYS_YES = {
    *("yes", "y", "yeah", "yep", "true", "t", "si", "sí", "oui", "ja", "haan", "ok", "1"),
    *("definitely", "absolutely", "certainly", "always", "willing", "x"),
}
_SAYS_NO = {
    *(
        "no",
        "n",
        "not",
        "never",
        "false",
        "f",
        "nope",
        "nein",
        "non",
        "nahi",
        "none",
        "0",
        "cannot",
    ),
    *("impossible", "unable", "unwilling", "without", "dont", "don", "nowhere"),
}
_UNSURE = {
    *("maybe", "perhaps", "depends", "unsure", "sure", "unknown", "?", "possibly", "probably"),
    *("partly", "sometimes", "tbd", "undecided", "known", "decided", "if", "unless", "but"),
}
_BRITISH = regex(r"(?<=[np])ae(?=[sd])|(?<=h)ae(?=m)|(?<=n)ae(?=c)")
"""The ae of anaesthesia, paediatrics, haematology and gynaecology."""

_FILLERS = {
    *("residency", "resident", "program", "programs", "department", "dept", "specialty", "track"),
    *(
        "categorical",
        "fellowship",
        "rotation",
        "faculty",
        "attending",
        "physician",
        "md",
        "ms",
        "dnb",
    ),
    *("citizen", "citizens", "citizenship", "passport", "national", "nationality", "of", "from"),
    *("the", "republic", "kingdom", "state", "states", "commonwealth", "country", "area", "metro"),
    *("visa", "only", "mainly", "etc", "training", "usa", "born", "dual", "and"),
}
"""Words beside a name that do not make it another one; the name alone is only suggested."""

Find = Callable[[str], str | None]

_NOT_KNOWN = {
    *("undecided", "not decided", "not decided yet", "not sure", "unsure", "dont know", "idk"),
    *("don't know", "i don't know", "unknown", "tbd", "tba", "?", "??", "not known", "no idea"),
    *("not known yet", "to be decided", "deciding"),
}
_BOTH = {
    *(
        "both",
        "any",
        "all",
        "either",
        "everything",
        "yes",
        "whatever",
        "whichever",
        "does not matter",
    ),
    *("doesn't matter", "don't mind", "do not mind", "no matter"),
}
_BUT_NOT = regex(
    r"(?:(?:anything|anywhere|any|all|every\w*)\W+(?:but|except)(?: for)?|except"
    r"|(?:(?P<kept>.+?)\W+)?(?:but not|not|no|never)) (?P<out>.+)"
)
_RULED_OUT = {"preferred": "excluded", "primary": "not_for_life", "considering": "not_for_life"}
"""Where what somebody rules out belongs, by the key at which it was written."""
_US = "United States"
"""No answer for those whom this plan serves: it is never offered."""

_LONGEST = 500
_BETWEEN = regex(r"\s*(?:,|;|\.(?=[a-z])|/|&|\+|\band\b|\bor\b)\s*", re.IGNORECASE)


def bare(text: str) -> str:
    """The letters and digits of a text: small, without accents, spaces and signs, spelt one way.

    A text of signs alone stays as it is.

    >>> bare("Trinidad & Tobago"), bare("Côte d’Ivoire"), bare("D.R.C.")
    ('trinidadandtobago', 'cotedivoire', 'drc')
    """
    apart = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    # Marks above and below are accents in Latin letters, and vowels in other scripts.
    letters = "".join(
        ch
        for ch in apart
        if ch.isalnum() or (unicodedata.category(ch)[0] == "M" and not "\u0300" <= ch <= "\u036f")
    )
    return _BRITISH.sub("e", letters) or text.strip()


def word_hint(
    word: str, noun: str, choices: Mapping[str, str], limits: Mapping[str, Any], find: Find
) -> str | None:
    """The next step for a word whose meaning is plain although it is no choice; else None.

    `choices` holds each spelling with its value, and `find` knows more of them; `limits` tell
    whether the word stands in a list (`in_list`: `alone`, without brackets and hyphens, or as an
    `entry`) and is `required`.
    """
    plain = word.strip().casefold()
    in_list = limits.get("in_list")
    if in_list and plain in _BOTH and len(set(choices.values())) == 2:
        return _several(list(dict.fromkeys(choices.values())), in_list)
    if plain in _NOT_KNOWN and not limits.get("required"):
        return f"leave {'the list' if in_list == 'entry' else 'it'} empty if not known yet"
    if plain in _NOTHING and (in_list or noun != "answer here"):
        return nothing_hint(noun, limits)
    if plain in _NOTHING and not limits.get("required"):
        return f"leave it empty if there is none; else {choice_hint(choices, noun)}"
    if plain.endswith(",") and _value(plain.rstrip(" ,"), choices, find):
        return "delete the comma at its end"
    if ruled := _ruled_out(plain, choices, limits, find):
        return ruled
    plain = re.sub(r"^[(<](.*)[)>]$", r"\1", plain)
    split = _BETWEEN.split(plain) if len(plain) < _LONGEST else []
    parts = [part for part in split if part]
    words = plain.split() if len(parts) == 1 and "(" not in plain else []
    if in_list and words and all(_value(each, choices, find) for each in words):
        parts = words
    meant = [_value(part, choices, find) for part in parts]
    if noun == "country" and _US in meant:
        meant = [value for value in meant if value != _US]
        single = limits.get("at") == "country" and len(meant) == 1 and meant[0]
        return f'write "{meant[0]}", if that is what you mean' if single else None
    if in_list and len(parts) > 1 and all(meant):
        return _several(list(dict.fromkeys(filter(None, meant))), in_list)
    if not in_list and len(parts) > 1 and all(meant) and len(set(meant)) > 1:
        return f"only one can stand here: write {' or '.join(filter(None, meant))}"
    if in_list == "alone" and "," in word.strip(" ,"):
        return f"write several between brackets: [{flatten(word.strip(' ,()<>'))}]"
    return _without_the_rest(plain, choices, find) if len(plain) < _LONGEST else None


def _ruled_out(
    plain: str, choices: Mapping[str, str], limits: Mapping[str, Any], find: Find
) -> str | None:
    """The next step for "not Alaska" or "anywhere but Texas", where wishes are asked."""
    found = _BUT_NOT.fullmatch(plain) if len(plain) < _LONGEST else None
    if found is None:
        return None
    named = [_value(part, choices, find) for part in _BETWEEN.split(found["out"]) if part]
    out = list(dict.fromkeys(filter(None, named)))
    left = [value for value in dict.fromkeys(choices.values()) if value not in out]
    if found["kept"]:
        left = [each for each in (_value(found["kept"], choices, find),) if each]
    if not out or not all(named):
        return None
    if limits.get("in_list") == "alone" and len(left) == 1:
        return f"write [{left[0]}]"
    if limits.get("at") == "excluded" and re.search(r"\b(?:but|except)\b", plain):
        return (
            f"write preferred: [{', '.join(out)}] and open_to_all: no beside it, and leave [] here"
        )
    key = _RULED_OUT.get(str(limits.get("at")))
    hint = f"name only what you want here; what you do not want goes to {key}: [{', '.join(out)}]"
    return hint if key else None


def _without_the_rest(plain: str, choices: Mapping[str, str], find: Find) -> str | None:
    """The choice that a word names together with others that do not change it, or with a note."""
    plain = re.sub(r"^\d{1,2}[.)]\s*|\s+(?:in|on|since) .*\d.*$", "", plain)
    main, _, note = plain.partition("(")
    inner = note.strip(" )")
    whole = (f"{inner} {main}", f"{main} {inner}", main) if inner else (plain,)
    value = next(filter(None, (_value(each.strip(), choices, find) for each in whole)), None)
    if value:
        return None if value == _US else f'write "{value}", if that is what you mean'
    words = [word for word in re.findall(r"[^\s,;]+", main) if word.strip(".") not in _FILLERS]
    kept = " ".join(words)
    if not kept or (kept == plain and not note):
        return None
    value = _value(kept, choices, find)
    return f'write "{value}", if that is what you mean' if value else None


def truth_hint(text: str) -> str:
    """The next step where yes or no is asked and something else was written.

    >>> truth_hint("Yes, since 2020"), truth_hint("not yet"), truth_hint("not sure")
    ('write yes', 'write no', 'leave it empty while you do not know')
    """
    words = re.findall(r"[^\W_]+|\?", text.casefold())[:40]
    if not words or _UNSURE & set(words) or words[:2] == ["no", "idea"]:
        return "leave it empty while you do not know" if words else _YES_OR_NO
    if words[0] in _SAYS_YES and not _SAYS_NO & set(words):
        return "write yes"
    # "no problem" says yes: a no that takes a word with it is the writer's to settle.
    runs_on = re.match(r"\W*no +[^\W_]", text.casefold()) is not None
    if words[0] in _SAYS_NO and not runs_on and not _SAYS_YES & set(words):
        return "write no"
    return _YES_OR_NO


def choice_hint(choices: Mapping[str, str], noun: str = "") -> str:
    """The next step for a word that is near to none of the choices."""
    few = list(dict.fromkeys(choices.values()))
    if noun == "US state":
        return "write its name or its two letters"
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


def _value(word: str, choices: Mapping[str, str], find: Find) -> str | None:
    """The value a word stands for, whatever hyphens, spaces and capitals it is written with."""
    spellings = (word.casefold(), *(re.sub(r"[\s_-]+", sign, word.casefold()) for sign in "-_"))
    letters = re.sub(r"[\s_-]+", "", word.casefold())
    return next((choices[each] for each in (*spellings, letters) if each in choices), find(word))
