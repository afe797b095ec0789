"""Whom the plan serves: doctors who trained outside the US and are not its citizens.

Its figures are theirs; for others they would be wrong, so a plan is refused and says why.
"""

from __future__ import annotations

from collections.abc import Iterator

from sitegen.profile.clashes import Clash
from sitegen.profile.fields import Profile

US = "United States"
OF_THE_US = {
    US,
    "Puerto Rico",
    "Guam",
    "U.S. Virgin Islands",
    "Northern Mariana Islands",
    "American Samoa",
}
"""The United States and the islands whose people are its citizens or nationals."""

WITH_US_SCHOOLS = {US, "Puerto Rico"}
"""Where the schools are accredited in the US, so that their graduates are no IMGs."""

SERVES = "this plan serves doctors who trained outside the US and are not its citizens"


def outside(p: Profile) -> Iterator[Clash]:
    """Every answer that says: this plan is not for this person."""
    for i, country in enumerate(p.applicant.citizenship or ()):
        if country in OF_THE_US:
            yield Clash(
                "P208",
                f"applicant.citizenship[{i}]",
                f"{SERVES}; {country} stands here",
                "as a US citizen, look for the NRMP's figures on US IMGs: they match more often "
                "and need no visa; with a green card, write the country of your passport here",
            )
    if p.school.country in WITH_US_SCHOOLS:
        yield Clash(
            "P208",
            "school.country",
            f"{SERVES}; {p.school.country} stands here",
            "write the country of the school that made you a doctor; a graduate of a US school "
            "matches at other rates, and this plan would mislead",
        )
    for i, training in enumerate(p.earlier_training or ()):
        if training.country in OF_THE_US:
            yield Clash(
                "P208",
                f"earlier_training[{i}].country",
                "training before means outside the US here, because programs count training in the "
                f"US in another way; {training.country} stands here",
                "take this entry out, and ask programs how they count it; years on J-1 or H-1B go "
                "to visa.j1_years_used and visa.h1b_years_used",
            )
