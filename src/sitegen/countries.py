"""Country names, as people write them."""

from __future__ import annotations

import pycountry

from sitegen.shape import Vocabulary

# Everyday names that ISO 3166 does not list.
_EVERYDAY = {
    "uk": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "usa": "US", "u.s.": "US", "america": "US", "russia": "RU", "turkey": "TR", "burma": "MM",
    "ivory coast": "CI", "south korea": "KR", "north korea": "KP", "palestine": "PS",
    "macedonia": "MK", "cape verde": "CV", "swaziland": "SZ", "uae": "AE", "kosovo": "XK",
    "xk": "XK", "democratic republic of the congo": "CD", "congo-brazzaville": "CG",
    "vatican": "VA",
}  # fmt: skip


def country_words() -> Vocabulary:
    """Every accepted spelling of a country with its English short name."""
    names = {c.alpha_2: getattr(c, "common_name", c.name) for c in pycountry.countries}
    names["XK"] = "Kosovo"
    spellings: dict[str, str] = {}
    for country in pycountry.countries:
        short = names[country.alpha_2]
        for word in (country.alpha_2, country.alpha_3, country.name, short,
                     getattr(country, "official_name", "")):  # fmt: skip
            if word:
                spellings[word.casefold()] = short
    for word, code in _EVERYDAY.items():
        spellings[word] = names[code]
    return Vocabulary("country", spellings)
