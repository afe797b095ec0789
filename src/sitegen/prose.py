"""Markdown text to an HTML fragment. Raw HTML in the text is shown, never passed on."""

from __future__ import annotations

from functools import cache

import markdown
from markdown.extensions import Extension
from markupsafe import Markup


class _NoRawHtml(Extension):
    """Leaves raw HTML unparsed, so that it comes out escaped."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802  (name set by Markdown)
        """Take out the two places that let HTML through."""
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")


@cache
def _converter() -> markdown.Markdown:
    return markdown.Markdown(extensions=[_NoRawHtml()], output_format="html")


def to_html(text: str) -> Markup:
    """Turn Markdown into safe HTML."""
    converter = _converter()
    converter.reset()
    return Markup(converter.convert(text))
