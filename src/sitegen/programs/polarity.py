"""Whether a clause about visas grants or refuses, and whether "only" makes its visas the only ones.

A refusal is read only where its whole way to the visa is understood: "J-1 residents are not
permitted to moonlight" refuses no visa.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

from sitegen.programs.clauses import NAMED, TOPIC, Clause, Part


class Says(StrEnum):
    """What a clause says of a visa."""

    YES = "yes"
    NO = "no"
    PERHAPS = "perhaps"


_SKIPPED = {Part.LIGHT, Part.BE, Part.ALL, Part.PEOPLE, Part.US, Part.USUALLY, Part.TO}
_WAY = _SKIPPED | {
    Part.VISA,
    Part.WORK_VISA,
    Part.NEED,
    Part.HOLD,
    Part.AND,
    Part.SIGN,
    Part.ECFMG,
    Part.J1,
    Part.H1B,
    Part.OTHER,
    Part.OTHER_VISA,
    Part.SPONSOR,
    Part.CONSENT,
    Part.NOT,
    Part.EXCEPT,
    Part.MUST,
    Part.ONLY,
}
"""What may stand between a refusal and the visa that it refuses."""


def polarity(clause: Clause) -> Says | None:
    """Whether a clause grants or refuses what it is about; None where it does neither surely."""
    parts = {t.part for t in clause}
    if parts & {Part.UNSURE, Part.ASK}:
        return None
    if _free_only(clause, parts):
        return Says.NO
    refusals = [i for i, t in enumerate(clause) if t.part in (Part.NOT, Part.REFUSAL)]
    if refusals:
        return Says.NO if all(_refuses(clause, at) for at in refusals) else None
    if _compounded(clause) or _narrowed(clause, parts):
        return None
    if parts & {Part.SPONSOR, Part.CONSENT, Part.HOLD, Part.YES}:
        return Says.YES
    return Says.YES if _restricted(clause, parts) else None


def _narrowed(clause: Clause, parts: set[Part]) -> bool:
    """Whether "only" keeps a grant to some positions: only for categorical positions."""
    return Part.CONDITION not in parts and any(
        token.part is Part.ONLY
        and after.text in _PARTIAL
        and _next([t.part for t in clause[at + 2 :]], _SKIPPED) not in NAMED
        for at, (token, after) in enumerate(pairwise(clause))
    )


_PARTIAL = ("for", "to", "in", "if", "when")


def _restricted(clause: Clause, parts: set[Part]) -> bool:
    """Whether "only" itself is the predicate: the J-1 is the only visa."""
    return Part.ONLY in parts and bool(parts & NAMED) and exclusive(clause)


def _free_only(clause: Clause, parts: set[Part]) -> bool:
    """Whether only people who need no visa are taken: citizens, or who needs no sponsorship."""
    asked = parts & {Part.MUST, Part.NEED, Part.ONLY}
    if not asked or parts & NAMED or Part.OTHER_VISA in parts:
        return False
    if Part.STATUS in parts:
        return not parts & {Part.VISA, Part.NOT, Part.REFUSAL, Part.WITHOUT}
    for at, token in enumerate(clause):
        ahead = [t.part for t in clause[at + 1 : at + 6]]
        free = _next(ahead, _SKIPPED | {Part.NEED})
        if token.part is Part.WITHOUT and free is Part.VISA:
            return True
        needs = _next(ahead, _SKIPPED) is Part.NEED and free is Part.VISA
        if token.part is Part.NOT and needs and parts & {Part.MUST, Part.ONLY}:
            return True
    return False


def _next(parts: Sequence[Part], skipped: set[Part]) -> Part | None:
    return next((part for part in parts if part not in skipped), None)


def _refuses(clause: Clause, at: int) -> bool:
    """Whether a word of refusal refuses the visas of its clause, and nothing else."""
    parts = [t.part for t in clause]
    if Part.WITHOUT in parts or _compounded(clause) or not _heads_clause(parts, at):
        return False
    governed = next((i for i in range(at + 1, len(parts)) if parts[i] not in _SKIPPED), None)
    if parts[at] is Part.REFUSAL:
        governed = at
    elif governed is None or parts[governed] in (Part.SIGN, Part.AND, Part.CONDITION):
        return any(part in TOPIC for part in parts[:at])
    elif parts[governed] in TOPIC:
        granted = {Part.SPONSOR, Part.CONSENT} & {*parts}
        return Part.NEED not in parts[:at] and (
            bool(granted) or not {Part.WORD, Part.HOLD} & {*parts}
        )
    elif parts[governed] not in (Part.SPONSOR, Part.CONSENT):
        return False
    return _reaches(clause, parts, at, governed)


def _reaches(clause: Clause, parts: list[Part], at: int, predicate: int) -> bool:
    """Whether all between a refused predicate and a visa is understood."""
    behind = parts[predicate + 1 :]
    topics = [i for i, part in enumerate(parts) if part in TOPIC]
    if any(i < at for i in topics):
        aim = _next(behind, _SKIPPED - {Part.TO}) is Part.TO and _leads_away(behind)
        return not aim
    ahead = [i for i in topics if i > predicate]
    if not ahead:
        return parts[predicate] is Part.SPONSOR and Part.WORD not in behind
    return all(part in _WAY for part in parts[predicate + 1 : ahead[0]])


def _leads_away(behind: Sequence[Part]) -> bool:
    """Whether a refusal is one of something else: not permitted to moonlight."""
    at = list(behind).index(Part.TO)
    return _next(behind[at:], _SKIPPED) is Part.WORD


def _heads_clause(parts: Sequence[Part], at: int) -> bool:
    """Whether the subject of a refusal is a visa, an applicant or the program itself."""
    for part in reversed(parts[:at]):
        if part in TOPIC or part is Part.US:
            return True
        if part is Part.WORD:
            return False
    return True


def _compounded(clause: Clause) -> bool:
    """Whether a visa is only a part of what is spoken of: visa fees, the cost of an H-1B."""
    parts = [t.part for t in clause]
    for at, part in enumerate(parts):
        if part in NAMED or part is Part.VISA:
            if at + 1 < len(parts) and parts[at + 1] is Part.WORD:
                return True
            head = at - 1
            while (
                head > 0
                and parts[head] in (Part.LIGHT, Part.ALL)
                and (clause[head].text not in _PREPOSITIONS)
            ):
                head -= 1
            preposed = head > 0 and clause[head].text in _PREPOSITIONS
            if preposed and parts[head - 1] is Part.WORD and not _has_before(parts, head - 1):
                return True
    return False


def _has_before(parts: Sequence[Part], at: int) -> bool:
    """Whether a predicate stands before a place, so that what follows is its object."""
    return any(p in (Part.SPONSOR, Part.CONSENT, Part.HOLD, Part.REFUSAL) for p in parts[:at])


_PREPOSITIONS = ("of", "on", "with", "in", "under", "about", "regarding", "from", "for")


def exclusive(clause: Clause) -> bool:
    """Whether "only" stands at the visas of a clause, and not at a condition."""
    parts = [t.part for t in clause]
    if Part.CONDITION in parts or Part.ECFMG in subject(clause):
        return False
    for at, part in enumerate(parts):
        if part is not Part.ONLY:
            continue
        ahead = clause[at + 1 :]
        if not ahead or ahead[0].part is Part.SIGN:
            return True
        if ahead[0].text in _NARROWS and clause[at].text in ("only", "exclusively", "solely"):
            if _next([t.part for t in ahead], {Part.LIGHT, Part.TO}) in NAMED:
                return True
            continue
        onto = _next([t.part for t in ahead], _WAY - NAMED)
        if onto in NAMED or (any(p in NAMED for p in parts[:at]) and ahead[0].part in _AFTER_ONLY):
            return True
    return False


_AFTER_ONLY = (Part.VISA, Part.SIGN, Part.SPONSOR, Part.CONSENT)
_NARROWS = (*_PARTIAL, "through", "via", "by", "after", "with", "under", "from")


def subject(clause: Clause) -> tuple[Part, ...]:
    """The part of the first word that is no small one."""
    part = _next([t.part for t in clause], {Part.LIGHT, Part.BUT, Part.WHILE, Part.AND, Part.SIGN})
    return (part,) if part else ()
