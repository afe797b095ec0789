"""How far an application has come, read from what trackers call it.

The words are kept in data. Here stands how words of one cell work together: a "not" turns what
follows it, the last of several steps counts, and a cancellation by the program is its refusal. A
cell in doubt, such as "rejected?", tells no status.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from sitegen.patterns import regex
from sitegen.records import value_object
from sitegen.shape import Vocabulary, item, optional


class Status(StrEnum):
    """How far one application has come."""

    NOT_APPLIED = "not_applied"
    APPLIED = "applied"
    UNANSWERED = "unanswered"
    NOT_INVITED = "not_invited"
    REJECTED = "rejected"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DONE = "done"
    DECLINED = "declined"
    WAITLISTED = "waitlisted"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"


class Turn(StrEnum):
    """What a word does to the statuses beside it."""

    NOT = "not"
    BY_PROGRAM = "by_program"
    PROGRAM = "program"
    DOUBT = "doubt"
    THEN = "then"
    INTERVIEW = "interview"
    AWAITED = "awaited"


@value_object(kw_only=True)
class StatusWords:
    """What trackers call one state of an application."""

    means: Status | None = optional("The status that these words mean.")
    turns: Turn | None = optional("What these words do to the statuses beside them.")
    words: tuple[str, ...] = item("The words, in small letters.")


OF_INTERVIEWS = frozenset(
    {
        *(Status.OFFERED, Status.ACCEPTED, Status.DONE, Status.DECLINED, Status.WAITLISTED),
        Status.WITHDRAWN,
    }
)
"""What tells of an invitation, or of a place on a waiting list."""

REFUSED = frozenset({Status.NOT_INVITED, Status.REJECTED})
WAITING = frozenset({Status.APPLIED, Status.UNANSWERED})
"""A tracker with one of these lists the applications, and not only what came of them."""

OUT = frozenset(Status) - {Status.NOT_APPLIED, Status.UNKNOWN}
"""What tells that an application was sent."""

NEGATED: Mapping[str, Status | None] = {
    "offered": Status.NOT_INVITED,
    "interview": Status.NOT_INVITED,
    "accepted": Status.OFFERED,
    "applied": Status.NOT_APPLIED,
    "rejected": Status.UNANSWERED,
    "declined": Status.OFFERED,
    "withdrawn": Status.ACCEPTED,
}
"""What is left of a status behind a "not"."""

FINAL = ("rejected", "withdrawn", "declined")
STEPS = (
    *("not_applied", "applied", "unanswered", "not_invited", "waitlisted", "offered", "accepted"),
    *("done", "declined", "withdrawn", "rejected"),
)
"""From the first step to the last; of several in one cell, the last one counts."""

SHORTEST = 3
"""Shorter words count only where nothing else stands in the cell."""

MOST_WORDS = 5
REACH = 3
"""A "not" turns a status that stands no more words behind it."""

_WORD = regex(r"[^\W_]+(?:'[^\W_]+)?|->|→|>|\?")
_ASIDE = regex(r"\([^()]*\)")


def vocabulary(entries: tuple[StatusWords, ...]) -> Vocabulary:
    """Each word or phrase with what it means."""
    return Vocabulary(
        "status",
        {
            _plain(word): " ".join(filter(None, (entry.turns, entry.means)))
            for entry in entries
            if entry.means or entry.turns
            for word in entry.words
        },
    )


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold().replace("\u2019", "'")))


def status_of(text: str, known: Vocabulary) -> Status | None:
    """The status that a cell tells, or None where no word of it is known."""
    plain = _plain(_ASIDE.sub(_without_question, text))
    whole = known.spellings.get(plain)
    if whole in STEPS:
        return Status(whole)
    said = list(_steps(plain.split(), known))
    if Turn.DOUBT in said:
        return None
    said = _last(said)
    if _by_program(said):
        return Status.REJECTED
    steps = [step for step in said if step in STEPS]
    if not steps:
        return Status.OFFERED if Turn.INTERVIEW in said else None
    return Status(max(steps, key=STEPS.index))


def _last(said: list[str]) -> list[str]:
    """What stands behind the last "then", where that tells a status; else all that is said."""
    turns = [at for at, step in enumerate(said) if step == Turn.THEN]
    later = said[turns[-1] + 1 :] if turns else []
    return later if set(later) & {*STEPS} else said


def _without_question(aside: re.Match[str]) -> str:
    """Nothing for a question in brackets, such as "(virtual?)": it casts no doubt on a status."""
    asks = "?" in aside.group() and any(map(str.isalnum, aside.group()))
    return " " if asks else aside.group()


def _by_program(said: Sequence[str]) -> bool:
    """Whether the program ended it: by the program, or the program as the subject of what ended."""
    if Turn.BY_PROGRAM in said and {*said} & {*FINAL}:
        return True
    ahead = (said[at + 1 :] for at, step in enumerate(said) if step == Turn.PROGRAM)
    return any(next((s for s in steps if s in STEPS), "") in FINAL for steps in ahead)


def _steps(words: list[str], known: Vocabulary) -> Iterator[str]:
    """The meanings of a text in their order; each "not" has done its work."""
    at, turned = 0, -REACH - 1
    while at < len(words):
        length, means = _longest(words, at, known)
        if means == Turn.NOT:
            turned = at + length - 1
        elif means == Turn.AWAITED:
            yield Status.UNANSWERED.value
            length += _invitation(words, at + length, known)
        elif means and 0 < at - turned <= REACH and means.split()[-1] in (*STEPS, Turn.INTERVIEW):
            if left := NEGATED.get(means.split()[-1]):
                yield left.value
            turned = -REACH - 1
        else:
            yield from means.split()
        at += max(length, 1)


def _invitation(words: list[str], at: int, known: Vocabulary) -> int:
    """How many words of an invitation stand here, which is waited for: an interview invite."""
    ahead = words[at : at + 1]
    skipped = int(ahead != [] and ahead[0] in ("a", "an", "the", "my", "their"))
    length, means = _longest(words, at + skipped, known)
    return skipped + length if means in (Status.OFFERED, Turn.INTERVIEW) else 0


def _longest(words: list[str], at: int, known: Vocabulary) -> tuple[int, str]:
    """The longest phrase at a place, and what it means; nothing where none is known."""
    for length in range(min(MOST_WORDS, len(words) - at), 0, -1):
        phrase = " ".join(words[at : at + length])
        means = known.spellings.get(phrase, "")
        if means and (len(phrase) >= SHORTEST or means not in STEPS):
            return length, means
    return 1, ""
