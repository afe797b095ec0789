"""Words that people write and that are on no closed list: what they mean, and what to ask.

They stand in `data/words/`; those for fellowships follow from the residencies that lead there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from sitegen.diagnostics import shorten
from sitegen.knowledge.model import Fellowship
from sitegen.shape import Heard, Vocabulary
from sitegen.wordchoice import bare

if TYPE_CHECKING:
    from sitegen.knowledge.load import Shelf

DONE = ("specialty", "field")
"""Keys of what was done in a specialty; work in one that follows a residency counts for that."""

COMBINED = "medicine-pediatrics"
"""A residency of two: where it leads, one of the two leads as well."""

NAMED = 3
"""So many residencies before a fellowship are named; the others are not."""


def heard_words(shelf: Shelf, fellowships: Mapping[str, Fellowship]) -> dict[str, Vocabulary]:
    """The vocabularies of the shelf with the words beside them, and those of the answers.

    An answer has its vocabulary under the name of its list; nothing but `heard` stands in it.
    """
    lists: Any = tuple[Heard, ...]
    files = {"country": "countries", "state": "states", "specialty": "specialties"}
    found = {}
    for name, file in files.items():
        path = f"words/{file}.yaml"
        words = shelf.vocabularies[name]
        heard = tuple(shelf.listed(Heard, path))
        known = set(words.spellings.values())
        for i, each in enumerate(heard):
            if each.means and each.means not in known:
                told = f"{shorten(each.means)} is not a known {words.noun}"
                shelf.problems.add(
                    "D201",
                    shelf.at(path, f"[{i}].means"),
                    told,
                    "correct the name, or add it",
                    missing=each.means,
                )
        own = tuple(_of_fellowships(fellowships, words)) if name == "specialty" else ()
        beside = (*heard, *own)
        if name == "specialty":
            ruled_out = (each for each in beside if "a fellowship" in each.say)
            beside = (*beside, *map(_not_for_life, ruled_out))
        found[name] = Vocabulary.of(words.noun, words.spellings, beside)
    answers = cast("dict[str, tuple[Heard, ...]]", shelf.keyed(lists, "words/answers.yaml"))
    return found | {
        name: Vocabulary.of("answer here", {}, heard) for name, heard in answers.items()
    }


def _not_for_life(fellowship: Heard) -> Heard:
    """The same words where somebody rules them out: the residency before is not meant."""
    return Heard(
        words=fellowship.words,
        where=("not_for_life",),
        say="this is a fellowship, which nobody has to do: leave it out here; a residency stands "
        "here only if you could not do that itself",
    )


def _of_fellowships(
    fellowships: Mapping[str, Fellowship], specialties: Vocabulary
) -> Iterator[Heard]:
    """What to do with each word for a fellowship, where a residency is asked."""
    known = set(specialties.spellings.values())
    before: dict[str, dict[str, None]] = {}
    written: dict[str, str] = {}
    for fellowship in fellowships.values():
        for word in (fellowship.name, *fellowship.aliases):
            if specialties.find(word):
                continue  # a residency of this name is there as well
            written.setdefault(bare(word), word)
            before.setdefault(bare(word), {}).update(dict.fromkeys(fellowship.open_to))
    for key, residencies in before.items():
        word = written[key]
        single = [each for each in residencies if each != COMBINED and each in known]
        if len(single) == 1:
            yield Heard(
                words=(word,),
                means=single[0],
                where=DONE,
                say="the residency before this fellowship",
            )
        few = " or ".join(filter(None, [", ".join(single[:-1][:NAMED]), *single[-1:]]))
        yield Heard(
            words=(word,),
            say=f"this is a fellowship after a residency: write the residency here, {few}, and "
            f"below interests the line fellowship: {word}",
        )
