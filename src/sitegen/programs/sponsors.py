"""Who sponsors a visa: a program that does not do it itself has said nothing against it.

ECFMG sponsors every J-1 for training, so "we do not sponsor the J-1; ECFMG does" is no refusal.
And a refusal of the first of two visas that only a comma joins may not be one of the second.
"""

from __future__ import annotations

from sitegen.programs.clauses import NAMED, TOPIC, Clause, Token
from sitegen.programs.words import Part

_BY = ("by", "through", "via", "from")
_ACTS = frozenset({Part.SPONSOR, Part.BE, Part.CONSENT, Part.HOLD})
_AGAINST = frozenset({Part.NOT, Part.REFUSAL, Part.WITHOUT, Part.UNSURE})
_ASKED = frozenset({Part.NEED, Part.MUST})
_ENDS = frozenset({Part.SIGN, Part.BUT, Part.AND})


def is_by_ecfmg(clause: Clause) -> bool:
    """Whether a clause says that ECFMG sponsors: ECFMG does, sponsored through ECFMG."""
    parts = {t.part for t in clause}
    if Part.ECFMG not in parts or parts & _AGAINST:
        return False
    for at, token in enumerate(clause):
        if token.part is not Part.ECFMG:
            continue
        behind = [t.part for t in clause[at + 1 :] if t.part is not Part.SIGN]
        ahead = [t.text for t in clause[:at] if t.text != "the"]
        led = ahead[-1:] and ahead[-1] in _BY and behind[:1] != [Part.WORD]
        if led and (Part.WORD not in parts or parts & {Part.SPONSOR, Part.VISA, Part.J1}):
            return True
        if behind and behind[0] in _ACTS and Part.WORD not in behind and not parts & _ASKED:
            return True
    return False


def without_contrast(sentence: Clause) -> Clause:
    """A sentence about ECFMG without what only says that it is not the program: not by us."""
    if all(token.part is not Part.ECFMG for token in sentence):
        return sentence
    kept: list[Token] = []
    at = 0
    while at < len(sentence):
        length = _contrast(sentence[at:])
        if not length:
            kept.append(sentence[at])
        at += length or 1
    return tuple(kept)


def _contrast(piece: Clause) -> int:
    """How many tokens of a piece are a contrast with the program; 0 where it begins with none."""
    if piece[0].part is not Part.NOT:
        return 0
    at = 1
    while at < len(piece) and piece[at].part in (Part.LIGHT, Part.US, Part.ITSELF):
        at += 1
    names = any(token.part is Part.US for token in piece[:at])
    return at if names and (at == len(piece) or piece[at].part in _ENDS) else 0


def is_own_part(clause: Clause) -> bool:
    """Whether a clause denies only the program's own part: we do not sponsor it directly."""
    parts = {token.part for token in clause}
    return Part.NOT in parts and Part.ITSELF in parts


def is_of_sponsoring(clause: Clause) -> bool:
    """Whether a clause denies that somebody sponsors, and not that a visa is accepted."""
    parts = {token.part for token in clause}
    return Part.SPONSOR in parts and Part.CONSENT not in parts


def left_open(clause: Clause) -> frozenset[Part]:
    """The second of two visas that a refusal of the first may not reach: no H-1B, J-1."""
    topics = [at for at, token in enumerate(clause) if token.part in TOPIC]
    if len(topics) != 2 or any(clause[at].part not in NAMED for at in topics):
        return frozenset()
    first, second = topics
    between = [t for t in clause[first + 1 : second] if t.part is not Part.LIGHT]
    joined = not between or any(t.text in ("or", "nor", "/") for t in between)
    listed = any(t.text == ":" for t in clause[:first])
    plain = all(t.part in (Part.SIGN, Part.AND) for t in between)
    ends = all(t.part in (Part.SIGN, Part.LIGHT) for t in clause[second + 1 :])
    refused = any(t.part is Part.NOT for t in clause[:first])
    lone = refused and plain and ends and not joined and not listed
    return frozenset({clause[second].part}) if lone else frozenset()
