"""Facts about the documents for one specialty: letters, goals, experiences, ties."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sitegen.facts import letters
from sitegen.facts.applicant import FactMaker
from sitegen.facts.deeds import STRONG, deeds, fields_meant, strength
from sitegen.facts.model import Fact, Interval, Value
from sitegen.knowledge.model import ParameterValue, Specialty
from sitegen.measures import in_words
from sitegen.profile import Profile
from sitegen.profile.fields import LetterState

MANY = 10
"""More strong experiences than anybody needs, while some are not told."""


def document_facts(
    make: FactMaker, s: Specialty, p: Profile, wanted: ParameterValue
) -> dict[str, Fact]:
    """Every fact about the documents for a specialty. `wanted` is how many letters it takes."""
    facts = [
        make.computed("documents.specialty", s.id),
        make.computed("documents.wanted", wanted.value),
        make.computed("documents.wanted_words", span_words(*letters_wanted(wanted))),
        *_letter_facts(make, s, p),
        make.told(
            "documents.rotations",
            None if p.us_experience is None else sum(r.specialty == s.id for r in p.us_experience),
            "us_experience",
        ),
        _shown(make, s, p),
        *wish_facts(make, s, p),
        *_states(make, p),
    ]
    return {fact.name: fact for fact in facts}


def letters_wanted(wanted: ParameterValue) -> tuple[int, int]:
    """The fewest and the most letters that a parameter asks for."""
    assert isinstance(wanted.value, (int, float)), "a number, as its unit says"
    low, high = wanted.low, wanted.high
    return int(wanted.value if low is None else low), int(wanted.value if high is None else high)


def span_words(low: int, high: int) -> str:
    """A small span as words: three; two or three."""
    first, last = in_words(low), in_words(high)
    return first if first == last else f"{first} or {last}"


def _letter_facts(make: FactMaker, s: Specialty, p: Profile) -> list[Fact]:
    mine = None if p.letters is None else letters.serving(p.letters, s.id)

    def fact(name: str, value: Value) -> Fact:
        open_end = isinstance(value, Interval)
        told = make.told(f"documents.{name}", value, "letters")
        return replace(told, missing=("letters.state",)) if open_end else told

    if mine is None:
        names = (
            "serving",
            "received",
            "with_asked",
            "named",
            "named_received",
            "own_field",
            "own_received",
            "topics",
            "topics_received",
            "topics_open",
        )
        return [fact(name, None) for name in names]
    named = [e for e in mine if letters.why(e, s.id) == "names_it"]
    own = [e for e in mine if e.specialty == s.id]
    return [
        fact("serving", letters.count(mine, letters.READY)),
        fact("received", letters.count(mine, letters.HELD)),
        fact("with_asked", letters.count(mine, (*letters.READY, LetterState.TO_ASK))),
        fact("named", letters.count(named, letters.READY)),
        fact("named_received", letters.count(named, letters.HELD)),
        fact("own_received", letters.count(own, letters.HELD)),
        fact("topics_received", letters.topics(mine, letters.HELD)),
        fact("own_field", letters.count(own, letters.READY)),
        fact("topics", letters.topics(mine)),
        fact("topics_open", topic_words(letters.topics_open(mine)) or "nothing more"),
    ]


def topic_words(topics: Sequence[str]) -> str:
    """Topics of letters as they stand in a sentence."""
    words = [topic.replace("_", " ") for topic in topics]
    return " and ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)


def _shown(make: FactMaker, s: Specialty, p: Profile) -> Fact:
    """Strong deeds beside rotations; open above while a list of deeds is not told."""
    lists = {
        "experiences": p.experiences,
        "research": p.research,
        "earlier_training": p.earlier_training,
    }
    missing = tuple(path for path, told in lists.items() if told is None)
    found = sum(
        strength(deed, s, make.knowledge) == STRONG
        for deed in deeds(p, make.knowledge)
        if deed.kind != "rotation"
    )
    if len(missing) == len(lists) and not found:
        return make.told("documents.shown", None, *missing)
    value = Interval(found, found + MANY) if missing else found
    return replace(make.told("documents.shown", value, *lists), missing=missing)


def wish_facts(make: FactMaker, s: Specialty, p: Profile) -> list[Fact]:
    """Where the long-term goal and the fellowship wish lead, as seen from a specialty."""
    facts = []
    for name, said in (("goal", p.interests.long_term), ("fellowship", p.interests.fellowship)):
        path = "interests." + ("long_term" if name == "goal" else name)
        words = said.strip().rstrip(" .;,") if said else ""
        verdict = None
        if words:
            meant = fields_meant(words, make.knowledge)
            verdict = "here" if s.id in meant else "elsewhere" if meant else "unclear"
        facts += [
            make.told(f"documents.{name}", verdict, path),
            make.told(f"documents.{name}_words", words or None, path),
        ]
    return facts


def _states(make: FactMaker, p: Profile) -> list[Fact]:
    path = "constraints.states.preferred"
    told = p.constraints.states.preferred if p.constraints.states else None
    return [
        make.told("documents.states", None if told is None else len(told), path),
        make.told("documents.states_words", ", ".join(told) if told else None, path),
    ]
