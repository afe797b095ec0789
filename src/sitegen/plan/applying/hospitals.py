"""One hospital under two specialties: found by name in the applicant's own program list."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sitegen.knowledge.model import Knowledge
from sitegen.patterns import regex
from sitegen.programs.model import Program
from sitegen.records import record

COMMON = {
    "a",
    "an",
    "and",
    "at",
    "of",
    "the",
    "for",
    "in",
    "dept",
    "department",
    "division",
    "program",
    "programme",
    "residency",
    "residencies",
    "training",
    "track",
    "categorical",
    "advanced",
    "gme",
    "graduate",
    "education",
    "main",
    "campus",
    "inc",
    "llc",
}
"""Words that do not tell one hospital from another."""

SAME = {
    "hosp": "hospital",
    "hospitals": "hospital",
    "univ": "university",
    "u": "university",
    "ctr": "center",
    "centre": "center",
    "med": "medical",
    "st": "saint",
    "ste": "saint",
    "mt": "mount",
    "hlth": "health",
    "reg": "regional",
}
"""Short and other spellings of one word."""

SCHOOL = regex(r"\b(?:school|college|faculty)(?: of)? (?:medicine|medical)\b|\bmedical school\b")
SITE = regex(r"\s+[-–—|/]\s+|[()\[\],;:]")
"""What stands between the parts of a name."""


Spelling = tuple[str, ...]
"""A name as its words, in small letters."""


@record
class SharedHospital:
    """Programs of several specialties whose names point to one hospital."""

    key: str
    state: str
    programs: tuple[Program, ...]


def shared_hospitals(
    programs: Iterable[Program], knowledge: Knowledge
) -> tuple[SharedHospital, ...]:
    """Hospitals that stand under more than one specialty, in the order of the list.

    Names are compared without case, accents, punctuation, the words of any specialty, and words
    such as "program". Two states told apart are two hospitals.
    """
    words = _specialty_words(knowledge)
    groups: dict[str, list[Program]] = {}
    for program in programs:
        key = hospital_key(program.name, words)
        if key:
            groups.setdefault(key, []).append(program)
    found = []
    for key, same in groups.items():
        for state, together in _by_state(same, knowledge).items():
            if len({p.specialty for p in together}) > 1:
                found.append(SharedHospital(key=key, state=state, programs=tuple(together)))
    return tuple(found)


def hospital_key(name: str, spellings: Mapping[str, Sequence[Spelling]]) -> str:
    """The words of a program's name that tell its hospital, in one order; or nothing.

    `spellings` of specialties are left out. They stand by their first word, the longest first.
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("'", "")
    plain = SITE.sub(" ", plain).replace("&", " and ")
    plain = re.sub(r"[^\w]+", " ", plain, flags=re.UNICODE)
    # A word that tells nothing keeps apart what stood before and behind the school.
    told = _hospital_words(SCHOOL.sub(" the ", plain).split(), spellings)
    kept = {SAME.get(word, word) for word in told} - COMMON
    return " ".join(sorted(w for w in kept if not (w.isdigit() and len(w) > 2)))


def _hospital_words(
    words: Sequence[str], spellings: Mapping[str, Sequence[Spelling]]
) -> Iterator[str]:
    """The words that belong to the name of no specialty."""
    at = 0
    while at < len(words):
        near = spellings.get(words[at], ())
        found = next((s for s in near if tuple(words[at : at + len(s)]) == s), None)
        if found is None:
            yield words[at]
        at += len(found or (at,))


def _specialty_words(knowledge: Knowledge) -> dict[str, list[Spelling]]:
    """Every spelling of every specialty, by its first word; of those, the longest first."""
    spelled = {
        re.sub(r"[^\w]+", " ", spelling).strip().casefold()
        for specialty in knowledge.specialties.values()
        for spelling in (specialty.id, specialty.name, *specialty.about.aliases)
    }
    found: dict[str, list[Spelling]] = {}
    for each in sorted((s for s in spelled if len(s) > 1), key=len, reverse=True):
        spelling = tuple(each.split())
        found.setdefault(spelling[0], []).append(spelling)
    return found


def _by_state(programs: list[Program], knowledge: Knowledge) -> dict[str, list[Program]]:
    """The programs by state. One without a state may belong to any, so it joins the first."""
    states = knowledge.vocabularies["state"]
    groups: dict[str, list[Program]] = {}
    for program in programs:
        state = states.find(program.state) or program.state if program.state else ""
        groups.setdefault(state, []).append(program)
    unplaced = groups.pop("", [])
    if not groups:
        return {"": unplaced}
    first = next(iter(groups))
    groups[first] = sorted([*groups[first], *unplaced], key=lambda p: p.place.line)
    return groups
