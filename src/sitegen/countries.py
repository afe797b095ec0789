"""Country names, as people write them, in English and in other languages."""

from __future__ import annotations

import gettext
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from sitegen.shape import Vocabulary
from sitegen.wordchoice import bare

# Everyday names that ISO 3166 does not list.
_EVERYDAY = {
    "uk": "GB",
    "great britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "usa": "US",
    "u.s.": "US",
    "america": "US",
    "russia": "RU",
    "turkey": "TR",
    "burma": "MM",
    "ivory coast": "CI",
    "south korea": "KR",
    "north korea": "KP",
    "palestine": "PS",
    "macedonia": "MK",
    "cape verde": "CV",
    "swaziland": "SZ",
    "uae": "AE",
    "kosovo": "XK",
    "xk": "XK",
    "democratic republic of the congo": "CD",
    "congo-brazzaville": "CG",
    "vatican": "VA",
}


_SAID = {"XK": "Kosovo", "CG": "Republic of the Congo"}
"""Countries that ISO 3166 does not list, or by a name that people use for two."""

_OF_TWO = ("congo",)
"""Short names of ISO 3166 that people use for another country as well."""

_AGREED = 3
"""So many times more languages use a name for the country it is read as than for any other."""


class _Countries(Vocabulary):
    """Countries whose names in other languages are looked up when no English one was found."""

    __slots__ = ()

    def elsewhere(self, word: str) -> tuple[str, ...]:
        """The countries that have this name in other languages: one where nearly all agree."""
        used = _names_in_all_languages().get(bare(word), Counter()).most_common()
        if not used or all(used[0][1] >= _AGREED * times for _, times in used[1:]):
            return tuple(value for value, _ in used[:1])
        return tuple(sorted(value for value, _ in used))


def in_all_languages(countries: Vocabulary) -> Vocabulary:
    """The same countries, which are known by their names in other languages too."""
    parts = (countries.noun, countries.spellings, countries.heard, countries.index)
    return _Countries(*parts)


@cache
def _names_in_all_languages() -> Mapping[str, Counter[str]]:
    """Every name of a country by its bare letters: how many languages use it for which country."""
    import pycountry

    short = _short_names()
    written = [
        (name, short[country.alpha_2]) for country in _listed() for name in _iso_names(country)
    ]
    found: dict[str, Counter[str]] = {}
    for catalogue in sorted(Path(pycountry.LOCALES_DIR).glob("*/LC_MESSAGES/iso3166-1.mo")):
        with catalogue.open("rb") as file:
            translated = gettext.GNUTranslations(file).gettext
        names = {(bare(translated(name)), value) for name, value in written}
        for name, value in names:
            found.setdefault(name, Counter())[value] += 1
    return found


def _listed() -> Iterator[Any]:
    """The countries of ISO 3166. Their library takes long to load, and few builds need it."""
    import pycountry

    yield from pycountry.countries


def _iso_names(country: object) -> Iterator[str]:
    kinds = ("name", "common_name", "official_name")
    yield from filter(None, (getattr(country, kind, "") for kind in kinds))


def _short_names() -> dict[str, str]:
    """The English short name of each country by its two letters, as it is said in a sentence."""
    names = {c.alpha_2: getattr(c, "common_name", c.name) for c in _listed()}
    return {code: _in_order(name) for code, name in names.items()} | _SAID


def _in_order(name: str) -> str:
    """A name without the comma of an index: "Virgin Islands, U.S." and "Palestine, State of"."""
    first, _, rest = name.partition(", ")
    turned = rest.endswith((" of", " of the")) or rest in ("British", "U.S.")
    return f"{rest} {first}" if turned else name


def country_words() -> Vocabulary:
    """Every accepted spelling of a country with its English short name."""
    names = _short_names()
    spellings: dict[str, str] = {}
    for country in _listed():
        short = names[country.alpha_2]
        for word in (country.alpha_2, country.alpha_3, *_iso_names(country), short):
            spellings[word.casefold()] = short
    for word, code in _EVERYDAY.items():
        spellings[word] = names[code]
    for word in _OF_TWO:
        spellings.pop(word, None)
    return Vocabulary("country", spellings)
