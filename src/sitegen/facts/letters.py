"""What an applicant's letters can do: whom they serve and why, and what they leave open."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sitegen.facts.evidence import reads_letter_from
from sitegen.facts.model import Interval
from sitegen.profile.fields import Letter, LetterState, LetterTopic

READY = (LetterState.RECEIVED, LetterState.PROMISED)
"""Letters that are there, and those that somebody promised."""

HELD = (LetterState.RECEIVED,)
"""Letters that are there. A promise fades."""

SERVES = ("names_it", "own_field", "core")
"""Reasons for which a letter may be sent; with any other it may not."""

TOPICS = tuple(LetterTopic)


def why(letter: Letter, specialty: str) -> str:
    """Why a letter serves a specialty (one of `SERVES`), or why not.

    names_it: it names the specialty as the goal. own_field: it names no goal, and comes from the
    field. core: it names no goal, and comes from core medicine, which serves. names_other: it names
    another goal. other_field: it names no goal, and comes from a field that does not serve.
    """
    if letter.supports:
        return "names_it" if specialty in letter.supports else "names_other"
    if letter.specialty == specialty:
        return "own_field"
    return "core" if reads_letter_from(specialty, letter.specialty) else "other_field"


def serving(letters: Sequence[Letter], specialty: str) -> list[Letter]:
    """The letters that may be sent to a specialty, whatever their state."""
    return [letter for letter in letters if why(letter, specialty) in SERVES]


def count(letters: Sequence[Letter], states: Sequence[LetterState]) -> int | Interval:
    """How many letters are in one of these states; one whose state is not told may be."""
    sure = sum(letter.state in states for letter in letters)
    open_ones = sum(letter.state is None for letter in letters)
    return sure if not open_ones else Interval(sure, sure + open_ones)


def topics(letters: Sequence[Letter], states: Sequence[LetterState] = READY) -> int | Interval:
    """How many of the three topics letters in one of these states speak to."""
    sure = len(TOPICS) - len(topics_open(letters, states))
    silent = [each for each in letters if _may_count(each, states) and not _told(each)]
    return sure if not silent or sure == len(TOPICS) else Interval(sure, len(TOPICS))


def topics_open(
    letters: Sequence[Letter], states: Sequence[LetterState] = READY
) -> tuple[LetterTopic, ...]:
    """The topics to which no letter in one of these states is known to speak, in order."""
    covered = {t for each in letters if each.state in states for t in each.speaks_to or ()}
    return tuple(topic for topic in TOPICS if topic not in covered)


def _may_count(letter: Letter, states: Sequence[LetterState]) -> bool:
    return letter.state is None or letter.state in states


def _told(letter: Letter) -> bool:
    return letter.state is not None and letter.speaks_to is not None


def send_order(letters: Sequence[Letter], specialty: str) -> tuple[int, ...]:
    """The places of the letters that serve a specialty, the one to send first in front.

    US faculty first; then a letter that names the specialty or comes from it; then the one that
    speaks to more; then the one that is further along.
    """
    states = [*READY, LetterState.TO_ASK, None]

    def key(i: int) -> tuple[bool, int, int, int, int]:
        letter = letters[i]
        near = SERVES.index(why(letter, specialty))
        return (
            letter.us_faculty is not True,
            near,
            -len(letter.speaks_to or ()),
            states.index(letter.state),
            i,
        )

    found = [i for i, letter in enumerate(letters) if why(letter, specialty) in SERVES]
    return tuple(sorted(found, key=key))


def when_known(
    letters: Sequence[Letter] | None,
    specialty: str,
    measure: Callable[[list[Letter]], int | Interval],
) -> int | Interval | None:
    """A count over the letters that serve a specialty; unknown while no letters are told."""
    return None if letters is None else measure(serving(letters, specialty))
