"""Finds a specialty by any name that lists and people use."""

from __future__ import annotations

from sitegen.diagnostics import nearest, shorten
from sitegen.knowledge.model import Knowledge
from sitegen.tracks import named


def specialty_named(word: str, known: Knowledge) -> str | None:
    """The id of a specialty, or None."""
    return named(word, known.vocabularies).specialty


def unknown_specialty(word: str, known: Knowledge) -> str:
    """What to say of a word that names no specialty, with the one that is meant, perhaps."""
    spellings = known.vocabularies["specialty"].spellings
    close = nearest(word, spellings)
    few = ", ".join(sorted(known.specialties))
    meant = f"Did you mean {spellings[close]}?" if close else f"Known are: {few}."
    return f"{shorten(word)} is not a known specialty. {meant}"
