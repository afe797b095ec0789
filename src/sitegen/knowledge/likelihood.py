"""Bands of match likelihood as they are written: which chance is which rating, and its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sitegen.patterns import regex
from sitegen.records import value_object
from sitegen.shape import item, optional

_SLOT = regex(r"\{([a-z0-9_.-]+)\}")


@value_object(kw_only=True)
class LikelihoodBand:
    """One rating of match likelihood: the chance that it takes, and what it says."""

    rating: int = item("The rating.", low=1, high=5)
    one_in: str | None = optional("Parameter: one match in so many people; the lowest has none.")
    word: str = item("The band as a frequency; {parameter} stands for its value.")


def frequency(band: LikelihoodBand, one_in: Callable[[str], float]) -> str:
    """What a band says, with the values of its parameters: `1 in 5 to 1 in 3`."""
    return _SLOT.sub(lambda m: f"{one_in(m[1]):g}", band.word)


def parameters_named(bands: Sequence[LikelihoodBand]) -> Iterator[tuple[int, str]]:
    """Every parameter that a band names, with the place of the band."""
    for i, band in enumerate(bands):
        if band.one_in:
            yield i, band.one_in
        yield from ((i, name) for name in _SLOT.findall(band.word))
