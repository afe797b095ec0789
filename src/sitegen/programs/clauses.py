"""A program's words on visas, cut into clauses of words whose part in a sentence is known.

The words themselves are kept in data. Here stands what a sentence is made of: spellings of visas,
the ends of sentences, and the joints between clauses.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from sitegen.patterns import regex
from sitegen.programs.words import Part, VisaWords
from sitegen.records import value_object


@value_object
class Token:
    """One word or phrase, or a sign between words, with its part."""

    part: Part
    text: str


Clause = tuple[Token, ...]

NAMED = frozenset({Part.J1, Part.H1B})
TOPIC = NAMED | {Part.OTHER_VISA, Part.VISA, Part.WORK_VISA, Part.OTHER}
"""What a clause can be about."""

PREDICATE = frozenset(
    {Part.SPONSOR, Part.CONSENT, Part.HOLD, Part.REFUSAL, Part.YES, Part.NOT, Part.NEED}
)
JOINER = frozenset({Part.LIGHT, Part.AND, Part.VISA, Part.SIGN, Part.ECFMG, Part.ALL, Part.TO})
"""What may stand between two visas that share their predicate."""

MOST_WORDS = 6
"""The longest phrase of the data has no more words than this."""

_SPELLED = (
    (regex("[\u2010-\u2015\u2212]"), "-"),
    (regex("[\u2019`\u00b4]"), "'"),
    (regex(r"\bu\. ?s\.(?: ?a\.)?"), "us"),
    (regex(r"\b(e)\.g\.|\b(i)\.e\."), "such as"),
    (regex(r"\bj ?- ?1'?s?\b|\bj ?1'?s?\b|\bj visas?\b|\bj(?= only\b)"), "j-1"),
    (regex(r"\bh ?-? ?1 ?-? ?b ?-?1\b"), "h-1b1"),
    (regex(r"\bh ?-? ?1 ?-? ?b'?s?\b|\bh ?-? ?1'?s?\b"), "h-1b"),
    (regex(r"\bh[ -](?:(?:type|class|category|status)[ -])?(visas?|status)\b"), r"h-1b \1"),
    (regex(r"\b(?:type|class|category)[ -]h\b(?!-)"), "h-1b"),
    (regex(r"\b([befhjloq])-?([1234])b?\b(?<!j-1)(?<!h-1b)"), r"\1-\2"),
    (regex(r"\b(do|does|is|are|will|would|could|should|has|have)n'?t\b"), r"\1 not"),
    (regex(r"\bwon'?t\b"), "will not"),
    (regex(r"\bcan'?t\b|\bcan not\b"), "cannot"),
    (regex(r"'s\b"), ""),
    (regex(r"(?<=[^\W\d])-(?=[^\W\d])"), " "),
    # A refusal does not run on into "J-1 only" behind a comma, a dash or a bracket.
    (regex(r"\s*(?:[,(]|\s-)\s*(?=(?:j-1|h-1b)(?: visas?)? only\s*(?:[.,;)!]|$))"), ". "),
)
_END = regex(r"(?<!\bdr)(?<!\bst)[.!?;\n•|]+(?=[\s\"')\]]|$)|[;!?\n•|]")
_TOKEN = regex(r"[befhjloq]-[1234]b?1?|h-1b1?|[^\W_]+(?:'[^\W_]+)?|[^\w\s]")
_CHECKED = {"✓": "yes", "✔": "yes", "☑": "yes", "✅": "yes", "✗": "no", "✘": "no", "❌": "no"}
_IGNORED = frozenset("\"'*“”[]#%$_.")


def sentences(text: str, words: Mapping[str, Part]) -> Iterator[tuple[Clause, bool]]:
    """The sentences of a text as parts, each with whether it is a question."""
    plain = unicodedata.normalize("NFKC", text.replace("\u2011", "-")).casefold()
    for pattern, spelled in _SPELLED:
        plain = pattern.sub(spelled, plain)
    start = 0
    for end in (*_END.finditer(plain), None):
        part = plain[start : end.start() if end else len(plain)]
        start = end.end() if end else start
        if tokens := _settled(tuple(_tagged(_TOKEN.findall(part), words))):
            yield tokens, bool(end and "?" in end.group())


def answer(question: Clause | None, tokens: Clause) -> Clause:
    """A sentence without the yes or no that begins it, or the question that it answers."""
    first = next((i for i, t in enumerate(tokens) if t.part not in (Part.LIGHT, Part.SIGN)), 0)
    if tokens[first].part not in (Part.YES, Part.NOT) or tokens[first].text not in _ANSWERS:
        return tokens
    rest = tokens[first + 1 :]
    if question is not None and not any(t.part in TOPIC for t in rest):
        about = tuple(t for t in question if t.part not in _PREDICATES)
        return (*about, Token(Part.SIGN, ":"), tokens[first])
    if tokens[first].part is Part.NOT and all(t.part in NAMED | JOINER for t in rest):
        return tokens  # a list of what is not sponsored: "No: J-1, H-1B"
    return rest[1:] if rest and rest[0].part is Part.SIGN else tokens


_ANSWERS = ("yes", "no", "none")
_PREDICATES = (Part.SPONSOR, Part.CONSENT, Part.HOLD, Part.BE)


def lexicon(entries: Sequence[VisaWords]) -> Mapping[str, Part]:
    """Each word or phrase with its part."""
    return {" ".join(_TOKEN.findall(word)): e.part for e in entries for word in e.words}


def _tagged(found: Sequence[str], words: Mapping[str, Part]) -> Iterator[Token]:
    """Words with their parts; the longest phrase that fits is taken first."""
    texts = [_CHECKED.get(text, text) for text in found if text not in _IGNORED]
    at = 0
    while at < len(texts):
        for length in range(min(MOST_WORDS, len(texts) - at), 0, -1):
            phrase = " ".join(texts[at : at + length])
            part = words.get(phrase) or (_by_stem(phrase, words) if length == 1 else None)
            if part:
                break
        else:
            length, phrase = 1, texts[at]
            part = Part.WORD if phrase[0].isalnum() else Part.SIGN
        yield Token(part, phrase)
        at += length


def _settled(tokens: Clause) -> Clause:
    """Tokens with the part that their neighbours leave them.

    "Other" speaks of visas only where no other noun follows, and "we sponsored" of the past.
    """
    found = list(tokens)
    for at, (token, after) in enumerate(pairwise(tokens)):
        if token.part is Part.OTHER and after.part in (Part.WORD, Part.PEOPLE, Part.US):
            found[at] = Token(Part.LIGHT, token.text)
        past = after.part in (Part.SPONSOR, Part.CONSENT) and after.text.endswith("ed")
        if token.part is Part.US and past:
            found[at + 1] = Token(Part.UNSURE, after.text)
    return tuple(found)


def _by_stem(word: str, words: Mapping[str, Part]) -> Part | None:
    """The part of the longest stem that a word begins with."""
    stems = (words.get(f"{word[:length]} *") for length in range(len(word), 2, -1))
    return next((part for part in stems if part), None)


def clauses(sentence: Clause) -> list[Clause]:
    """A sentence cut so that every clause has its own predicate, and its own visas."""
    if any(token.part is Part.NOT_ONLY for token in sentence):
        sentence = tuple(Token(Part.AND, t.text) if t.part is Part.BUT else t for t in sentence)
    sentence = _uncompared(sentence)
    found: list[Clause] = []
    start = 0
    for at, token in enumerate(sentence):
        if token.part in (Part.BUT, Part.WHILE) and at > start:
            found += _by_topic(sentence[start:at])
            start = at
    return [*found, *_by_topic(sentence[start:])]


def _uncompared(sentence: Clause) -> Clause:
    """A sentence without what it only compares with: unlike the J-1, the H-1B is not sponsored."""
    kept: list[Token] = []
    skipping = False
    for token in sentence:
        if token.part is Part.UNLIKE:
            skipping = True
        elif skipping and token.part not in NAMED | {Part.LIGHT, Part.VISA, Part.ALL}:
            skipping = False
        if not skipping:
            kept.append(token)
    return tuple(kept)


def _by_topic(piece: Clause) -> Iterator[Clause]:
    """A piece cut between topics that do not share a predicate."""
    start, first = 0, None
    if piece and piece[0].part is Part.WHILE:
        start = next((at for at, token in enumerate(piece) if token.part is Part.SIGN), 0)
        if start:
            yield piece[:start]
    for at, token in enumerate(piece):
        if at < start or token.part not in TOPIC:
            continue
        cut = 0 if first is None else _cut(piece[start:], first - start, at - start)
        if cut:
            yield piece[start : start + cut]
            start += cut
        if first is None or not _belongs(piece, first, at):
            first = at
    if piece[start:]:
        yield piece[start:]


def _belongs(piece: Clause, first: int, second: int) -> bool:
    """Whether "visas" stands behind the name of one, and is no topic of its own."""
    between = {token.part for token in piece[first + 1 : second]}
    return (
        piece[first].part in NAMED and piece[second].part is Part.VISA and between <= {Part.LIGHT}
    )


def _cut(piece: Clause, first: int, second: int) -> int:
    """Where to cut between two neighbouring topics, or 0 where they share a predicate."""
    between = piece[first + 1 : second]
    parts = {token.part for token in between}
    if Part.EXCEPT in parts:
        return 0
    joints = [i for i in range(first + 1, second) if piece[i].part is Part.SIGN]
    if joints and (piece[0].part is Part.WHILE or _spliced(piece, first, second)):
        return joints[0]
    if parts <= JOINER and _enumerated(piece, first, second):
        return 0
    joints = joints or [i for i in range(first + 1, second) if piece[i].part is Part.AND]
    loose = next((i for i in range(first, second) if piece[i].part is Part.EXCEPTION), second)
    joints = [i for i in joints if i < loose] or joints  # "and, in rare cases, H-1B" is one piece
    both = {piece[first].part, piece[second].part} & NAMED == NAMED
    other = Part.OTHER in (piece[first].part, piece[second].part) and bool(parts & PREDICATE)
    if both or other:
        return joints[-1] if joints else _before(piece, first, second)
    if not joints:
        return 0
    own = _has(piece[: joints[-1]], PREDICATE) and _has(piece[joints[-1] :], PREDICATE)
    return joints[-1] if own else 0


def _enumerated(piece: Clause, first: int, second: int) -> bool:
    """Whether only words of an enumeration stand between two topics.

    A colon behind a visa belongs to its answer, and a visa without any joint to the next one.
    """
    between = piece[first + 1 : second]
    if {piece[first].part, piece[second].part} & NAMED != NAMED:
        return True
    return any(token.part in (Part.AND, Part.SIGN) for token in between)


def _spliced(piece: Clause, first: int, second: int) -> bool:
    """Whether only a comma joins two clauses: we accept J-1, H-1B is not sponsored."""
    if {piece[first].part, piece[second].part} & NAMED != NAMED:
        return False
    behind = (t.part for t in piece[second + 1 :] if t.part not in (Part.VISA, Part.LIGHT, Part.BE))
    return (
        all(t.part is not Part.AND for t in piece[first:second])
        and _has(piece[:first], PREDICATE)
        and next(behind, None) in PREDICATE
    )


def _before(piece: Clause, first: int, second: int) -> int:
    """The place before a visa and the small words that lead to it."""
    at = second
    while at > first + 1 and piece[at - 1].part in (Part.NOT, Part.LIGHT, Part.ONLY, Part.ALL):
        at -= 1
    return at


def _has(part: Sequence[Token], wanted: frozenset[Part]) -> bool:
    return any(token.part in wanted for token in part)


@lru_cache(maxsize=8)
def known_words(entries: tuple[VisaWords, ...]) -> Mapping[str, Part]:
    """The lexicon of entries that were read before."""
    return lexicon(entries)
