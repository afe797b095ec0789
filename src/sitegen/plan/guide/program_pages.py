"""Where the programs of an own list stand on the web. Addresses are made, and nothing is asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sitegen.links import why_no_link
from sitegen.patterns import regex
from sitegen.programs.model import Program
from sitegen.records import record

FREIDA = "https://freida.ama-assn.org/program/{}"
"""An entry of FREIDA stands below the ten digits of its ACGME code."""

_CODE = regex(r"[0-9]{10}")
_ADDRESS = regex(r"https?://\S+")


@record
class ProgramPage:
    """The addresses of one program; an empty one is not known."""

    name: str
    freida: str
    own: str


def program_pages(programs: Iterable[Program]) -> Iterator[ProgramPage]:
    """Each program of which a page is known, in the order of the list."""
    for each in programs:
        code = re.sub(r"[\s-]", "", each.code)
        freida = FREIDA.format(code) if _CODE.fullmatch(code) else ""
        own = next(filter(_fit, _ADDRESS.findall(f"{each.notes} {each.answer}")), "")
        if freida or own:
            yield ProgramPage(name=each.name or each.code, freida=freida, own=own)


def _fit(address: str) -> bool:
    return why_no_link(address) is None
