"""Whether a clause about visas grants or refuses, and whether "only" makes its visas the only ones.

A refusal is read only where its whole way to the visa is understood: "J-1 residents are not
permitted to moonlight" refuses no visa.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise

from sitegen.programs.clauses import JOINER, NAMED, TOPIC, Clause
from sitegen.programs.words import Part


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
    if _compounded(clause) or _narrowed(clause, parts) or _is_when(clause):
        return None
    if parts & {Part.SPONSOR, Part.CONSENT, Part.HOLD, Part.YES}:
        return Says.YES
    return Says.YES if _restricted(clause, parts) else None


def _is_when(clause: Clause) -> bool:
    """Whether a clause only says when: before an H-1B petition is filed."""
    parts = [t.part for t in clause]
    if Part.BEFORE not in parts:
        return False
    ahead, behind = parts[: parts.index(Part.BEFORE)], parts[parts.index(Part.BEFORE) :]
    return not set(ahead) & TOPIC and bool(set(behind) & TOPIC)


def _narrowed(clause: Clause, parts: set[Part]) -> bool:
    """Whether a grant is kept to some: only for categorical positions, for certain applicants."""
    if Part.CONDITION in parts:
        return False
    for one, two, three in zip(clause, clause[1:], clause[2:], strict=False):
        certain = two.part is Part.WORD and three.part is Part.PEOPLE
        aims = one.part is Part.TO or one.text.endswith(" to")
        if aims and (certain or (two.part is Part.PEOPLE and three.text == "of")):
            return True
    for at, token in enumerate(clause):
        if token.part is not Part.ONLY:
            continue
        ahead = clause[at + 1 :]
        if ahead and ahead[0].text in _PARTIAL:
            if _next([t.part for t in ahead[1:]], _SKIPPED) not in NAMED:
                return True
        elif _trails(clause, at) and {*(_behind(clause, at) or ())} - {"through", "via", "by"}:
            return True
    return False


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
    if {Part.WITHOUT, Part.BEFORE, Part.ECFMG} & {*parts} or _compounded(clause):
        return False
    if not _heads_clause(parts, at) or _of_some(clause, at):
        return False
    governed = next((i for i in range(at + 1, len(parts)) if parts[i] not in _SKIPPED), None)
    if parts[at] is Part.REFUSAL:
        governed = at
    elif governed is None or parts[governed] in (Part.SIGN, Part.AND, Part.CONDITION):
        return Part.TO not in parts[at:] and any(part in TOPIC for part in parts[:at])
    elif parts[governed] in TOPIC:
        granted = {Part.SPONSOR, Part.CONSENT} & {*parts} or any(
            "sponsorship" in token.text for token in clause[governed:]
        )
        if _names_kind(clause, at) or any(t.text in _PERFECT for t in clause[at:]):
            return False
        return Part.NEED not in parts[:at] and (
            bool(granted) or not {Part.WORD, Part.HOLD} & {*parts}
        )
    elif parts[governed] not in (Part.SPONSOR, Part.CONSENT):
        return False
    return _reaches(clause, parts, at, governed)


_PERFECT = ("has been", "have been", "has", "have", "had", "ever")


def _names_kind(clause: Clause, at: int) -> bool:
    """Whether a "not" says what a visa is: the J-1 is not a work visa."""
    parts = [t.part for t in clause[:at]]
    return bool(parts) and parts[-1] is Part.BE and bool({*parts} & NAMED)


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
    way = clause[predicate + 1 : ahead[0]]
    return all(t.part in _WAY and t.text not in _AROUND for t in way)


def _of_some(clause: Clause, at: int) -> bool:
    """Whether a refusal is one of some people or places: for applicants who failed an exam."""
    aims = [i for i in range(at + 1, len(clause)) if clause[i].text in _AIMS]
    return any(
        token.part in (Part.WORD, Part.STATUS, Part.CONDITION)
        for i in aims
        for token in clause[i + 1 : i + 1 + _NEAR]
    )


_AIMS = ("who", "whose", "with", "at", "in", "on", "during", "under", "for")
_NEAR = 4
"""So many words behind a preposition say of whom or where a refusal is."""


_AROUND = ("by", "from", "at", "about", "under", "as", "through", "via")
"""What keeps a visa from being the object of a refusal: we do not rank by visa."""


def _leads_away(behind: Sequence[Part]) -> bool:
    """Whether a refusal is one of something else: not permitted to moonlight."""
    rest = behind[list(behind).index(Part.TO) + 1 :]
    return not rest or _next(rest, _SKIPPED) is Part.WORD


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
            if at and parts[at - 1] is Part.WORD and not _has_before(parts, at):
                return True
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
    return any(_at_visas(clause, at) for at, part in enumerate(parts) if part is Part.ONLY)


def _at_visas(clause: Clause, at: int) -> bool:
    """Whether the "only" of this place leads to visas, or follows them and nothing else."""
    ahead = clause[at + 1 :]
    parts = [t.part for t in ahead]
    if ahead and ahead[0].text in _NARROWS and clause[at].text in _ADVERBS:
        return _next(parts, {Part.LIGHT, Part.TO}) in NAMED
    onto = next((i for i, part in enumerate(parts) if part not in _WAY - NAMED), None)
    if onto is not None and parts[onto] in NAMED:
        rest = [t for t in ahead[onto:] if t.part not in NAMED | {Part.VISA, Part.PEOPLE}]
        return not (Part.PEOPLE in parts and rest and rest[0].text in _OF_PEOPLE)
    return _trails(clause, at) and _behind(clause, at) is not None and not _behind(clause, at)


def _trails(clause: Clause, at: int) -> bool:
    """Whether an "only" belongs to what stands before it."""
    return at + 1 == len(clause) or clause[at + 1].part in _AFTER_ONLY


def _behind(clause: Clause, at: int) -> list[str] | None:
    """The words between the last visa and an "only" that narrow it; None without a visa."""
    last = max((i for i, t in enumerate(clause[:at]) if t.part in NAMED), default=None)
    if last is None:
        return None
    return [t.text for t in clause[last + 1 : at] if t.text in _LEAD_ON or t.part not in _PLAIN]


_OF_PEOPLE = ("who", "whose", "with")
_PLAIN = _SKIPPED | {Part.VISA, Part.SIGN, Part.SPONSOR, Part.CONSENT, Part.ECFMG, Part.AND}
_AFTER_ONLY = (Part.VISA, Part.SIGN, Part.SPONSOR, Part.CONSENT, Part.US, Part.BE)
_ADVERBS = ("only", "exclusively", "solely")
_NARROWS = (*_PARTIAL, "through", "via", "by", "after", "with", "under", "from")
_LEAD_ON = (*_PREPOSITIONS, "to", "at", "during", "through", "via", "by")


def beside_other(clause: Clause) -> bool:
    """Whether another visa stands in one list with these, and does not tell whose visa it is."""
    at = [i for i, t in enumerate(clause) if t.part in NAMED | {Part.OTHER_VISA}]
    return all(
        {t.part for t in clause[a + 1 : b]} <= JOINER
        for a, b in pairwise(at)
        if Part.OTHER_VISA in (clause[a].part, clause[b].part)
    )


def subject(clause: Clause) -> tuple[Part, ...]:
    """The part of the first word that is no small one."""
    part = _next([t.part for t in clause], {Part.LIGHT, Part.BUT, Part.WHILE, Part.AND, Part.SIGN})
    return (part,) if part else ()
