"""Reads the lists that a profile names: programs, interviews, and the rank order list.

Apart from the profile, so that what reads lists is loaded only where a profile names one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sitegen.day_columns import Window
from sitegen.diagnostics import Location, Problems, shorten
from sitegen.knowledge.model import Knowledge
from sitegen.profile import ReadProfile
from sitegen.profile.choices import VisaNeed
from sitegen.programs.read import About, read_programs
from sitegen.ranklist import read_rank_list
from sitegen.sheets import Written
from sitegen.tracker import read_interviews
from sitegen.understanding import Understanding
from sitegen.userfiles import apart, table
from sitegen.yamlio import Scalar


def with_lists(
    found: ReadProfile | None,
    names: Sequence[Scalar | None],
    folder: Path,
    known: Knowledge,
    problems: Problems,
    seen: list[Understanding],
) -> ReadProfile | None:
    """The profile with the applicant's own lists, which are kept in its folder.

    `names` are those behind the keys of lists. The lists are read after errors in the profile too,
    so that all problems are shown at once. `seen` gathers how each list was understood.
    """
    words = known.vocabularies
    programs, interviews, ranks = (_listed(folder, name, problems) for name in names)
    season = _window(found.profile.season, known) if found else None
    about = About(
        found.profile.list_specialty if found else None,
        visas=not found or found.profile.visa.need in (None, VisaNeed.SPONSORSHIP),
    )
    listed_programs = programs and read_programs(
        *programs, problems, words, known.visa_phrases, about, seen
    )
    field = about.specialty
    tracked = interviews and read_interviews(*interviews, problems, words, season, field, seen)
    ranked = ranks and read_rank_list(*ranks, problems, words, field, seen)
    return found and replace(
        found,
        programs=listed_programs or (),
        interviews=tracked or (),
        rank_list=tuple(each for each in ranked or () if not each.list),
        supplemental=tuple(each for each in ranked or () if each.list),
        lists=tuple(seen),
    )


def _listed(folder: Path, name: Scalar | None, problems: Problems) -> tuple[Written, str] | None:
    """What the file of a list holds, and its path; None where none is named, or it is recorded why.

    Why a file cannot be opened is told where the profile names it.
    """
    if name is None:
        return None
    named, told = folder / name.text.strip(), Problems()
    written, (file, _) = table(named, told), apart(named)
    for p in told.found:
        here = p.location == Location(str(file)) and p.code.startswith("F10")
        message = f"{p.message}: {shorten(name.text)}"
        problems.found.append(replace(p, location=name.location, message=message) if here else p)
    return None if written is None else (written, str(file))


def _window(season: int | None, known: Knowledge) -> Window | None:
    """The days of a season on which interviews can be; an estimated end counts at its latest."""
    if season is None:
        return None
    dates = known.seasons[season].dates if season in known.seasons else {}
    end = dates.get("rank_deadline")
    return Window(season, dt.date(season - 1, 8, 1), (end.high or end.date) if end else None)
