"""Prose from `content/`: background texts as HTML, and the stories of each specialty as lists."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping

from markupsafe import Markup

from sitegen import cache, records, resources
from sitegen.records import record

ANY = "any-story.md"
"""The story of a specialty that a local pack adds without one of its own."""


@functools.cache
def _prose() -> dict[str, str]:
    """Every background text as HTML; none depends on the applicant, so it is kept."""
    texts = {
        path: text
        for path, text in resources.texts("content", ".md").items()
        if not path.startswith("stories/") and path != ANY
    }
    parts = [part for pair in sorted(texts.items()) for part in pair]

    def convert() -> dict[str, str]:
        from sitegen.prose import to_html

        return {path: str(to_html(text)) for path, text in texts.items()}

    digest = cache.key(parts, ("prose",), resources.parts_of({"markdown": "__meta__.py"}))
    return cache.remembered("prose", digest, convert, dict, _restored)


def _restored(data: object) -> dict[str, str]:
    return records.from_plain(dict[str, str], data)


def background(name: str) -> Markup:
    """The background text of a page or of a specialty; empty where none is written."""
    return Markup(_prose().get(f"{name}.md", ""))


@record
class Story:
    """What a specialty looks for, and how to tell a life for it. Lists of finished sentences."""

    looks_for: tuple[str, ...]
    angles: Mapping[str, str]
    reasons: tuple[str, ...]
    goals: tuple[str, ...]
    this_program: tuple[str, ...]
    cards: tuple[tuple[str, str], ...]
    daily_work: tuple[str, ...]
    talk_to: tuple[str, ...]
    respect: tuple[str, ...]


@functools.cache
def story(specialty: str) -> Story:
    """The story of a specialty; the one for any field where none of its own is written.

    Raises `KeyError` where a part of its file is missing.
    """
    lists = _lists(_stories().get(f"stories/{specialty}.md") or _stories()[ANY])
    return Story(
        looks_for=lists["Looks for"],
        angles=dict(_pair(line, ": ") for line in lists["Angles"]),
        reasons=lists["Reasons"],
        goals=lists["Goals"],
        this_program=lists["This program"],
        cards=tuple(_pair(line, " | ") for line in lists["Cards"]),
        daily_work=lists["Daily work"],
        talk_to=lists["Talk to"],
        respect=lists["Respect"],
    )


@functools.cache
def _stories() -> dict[str, str]:
    texts = resources.texts("content", ".md")
    return {
        path: text for path, text in texts.items() if path.startswith("stories/") or path == ANY
    }


def _lists(text: str) -> dict[str, tuple[str, ...]]:
    """The bullets below each heading. The files hold nothing else."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    return {
        title.strip(): tuple(line[2:].strip() for line in body.splitlines() if line[:2] == "- ")
        for title, body in zip(parts[::2], parts[1::2], strict=True)
    }


def _pair(line: str, mark: str) -> tuple[str, str]:
    first, _, second = line.partition(mark)
    return first, second
