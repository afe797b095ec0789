"""Which fellowships an applicant means by their own words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from sitegen.knowledge.model import Fellowship

SPELLINGS = (
    ("anaesth", "anesth"),
    ("haemat", "hemat"),
    ("paediatr", "pediatr"),
    ("orthopaed", "orthoped"),
    ("gynaec", "gynec"),
)
"""British spellings, and the American ones that the data use."""

ENDINGS = (" fellowship", " medicine")
"""Words that people leave out."""


def plain_words(text: str) -> str:
    """Small letters and single spaces, in American spelling, with a space at both ends."""
    words = " ".join(re.findall(r"[^\W_]+", text.casefold()))
    for british, american in SPELLINGS:
        words = words.replace(british, american)
    return f" {words} "


def fellowships_meant(said: str, fellowships: Mapping[str, Fellowship]) -> tuple[str, ...]:
    """The keys of all fellowships whose name or other name stands in a text.

    Longer names go first and use up their words, so that "pediatric critical care" is not
    critical care of adults as well. Nothing is guessed from parts of words.
    """
    spelled = tuple((key, (f.name, *f.aliases)) for key, f in fellowships.items())
    names = _named(spelled)
    rest, found = plain_words(said), set[str]()
    for name in sorted(names, key=lambda n: (-len(n), n)):
        if name in rest:
            found.update(names[name])
            rest = rest.replace(name, " | ")
    return tuple(key for key in fellowships if key in found)


@cache
def _named(spelled: tuple[tuple[str, tuple[str, ...]], ...]) -> Mapping[str, Sequence[str]]:
    """The keys of the fellowships that each name means, in every form of it."""
    names: dict[str, list[str]] = {}
    for key, each in spelled:
        for name in {form for one in each for form in _forms(one)}:
            names.setdefault(name, []).append(key)
    return names


def _forms(spelled: str) -> tuple[str, ...]:
    full = plain_words(spelled)
    short = [full.rstrip().removesuffix(e) + " " for e in ENDINGS if full.rstrip().endswith(e)]
    return (full, *(s for s in short if s.strip()))
