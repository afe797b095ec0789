"""Checks that every source has an address that can become a link."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sitegen.diagnostics import Location, Problems, shorten
from sitegen.knowledge.figures import Source
from sitegen.knowledge.units import SourceKind
from sitegen.links import why_no_link


def check_addresses(
    sources: Mapping[str, Source], at: Callable[[str, str], Location], problems: Problems
) -> None:
    """Record every source without a usable address; only a judgement may have none."""
    for key, source in sources.items():
        if not source.url and source.kind is not SourceKind.JUDGEMENT:
            problems.add(
                "D202",
                at("sources", key),
                f"the source {key} has no url",
                "a figure without an address cannot be cited: find it elsewhere, or leave it",
            )
        why = why_no_link(source.url) if source.url else None
        if why:
            problems.add(
                "D214",
                at("sources", f"{key}.url"),
                f"{shorten(source.url or '')} {why}",
                "copy the address of the page from a browser",
            )
