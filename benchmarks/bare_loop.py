"""A bare Jinja2 and Python-Markdown loop: what a site of so many pages costs at the least.

python benchmarks/bare_loop.py PAGES FOLDER

PAGES is a folder of Markdown, tables and all, or a number. Of a number, that many pages of about
700 words each are written. Their Markdown is made here, in memory, always the same: headings,
paragraphs with emphasis and links, and lists.
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import jinja2
import markdown
from markupsafe import Markup

VOCABULARY = """
    program letter visa interview score clinic hospital patient season rank training year
    specialty residency attending rotation exam reason rule figure source range answer plan
    backup choice document community state budget the a of and to in for with from about
"""
WORDS = VOCABULARY.split()
PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ title }}</title>
<link rel="stylesheet" href="site.css"></head>
<body><header><nav><ul>{% for name in menu %}
<li><a href="{{ name }}.html"{% if name == here %} aria-current="page"{% endif %}>
{{- name }}</a></li>
{%- endfor %}</ul></nav></header>
<main>{{ body }}</main>
<footer><p>{{ title }}</p></footer></body></html>
"""


def sentence(rng: random.Random, length: int) -> str:
    """Some words, some of them emphasised or linked."""
    words = [rng.choice(WORDS) for _ in range(length)]
    at = rng.randrange(length)
    words[at] = rng.choice(("*{}*", "**{}**", "[{}](index.html)", "`{}`")).format(words[at])
    return " ".join(words).capitalize() + "."


def page_text(number: int) -> str:
    """The Markdown of one page, about 700 words."""
    rng = random.Random(number)
    blocks = [f"# Page {number}"]
    for part in range(6):
        blocks.append(f"## Part {part + 1}")
        blocks += [" ".join(sentence(rng, 14) for _ in range(3)) for _ in range(2)]
        blocks.append("\n".join(f"- {sentence(rng, 8)}" for _ in range(4)))
    return "\n\n".join(blocks)


def texts(pages: str) -> Iterator[tuple[str, str]]:
    """The name and the Markdown of each page."""
    if pages.isdecimal():
        yield from ((f"page-{number}", page_text(number)) for number in range(int(pages)))
        return
    for path in sorted(Path(pages).rglob("*.md")):
        yield str(path.relative_to(pages).with_suffix("")), path.read_text("utf-8")


def main(pages: str, folder: Path) -> None:
    """Convert, render and write each page."""
    environment = jinja2.Environment(autoescape=True)
    template = environment.from_string(PAGE)
    extensions = [] if pages.isdecimal() else ["tables"]
    converter = markdown.Markdown(output_format="html", extensions=extensions)
    menu = ["index", *(f"page-{n}" for n in range(1, 9))]
    for name, text in texts(pages):
        converter.reset()
        body = Markup(converter.convert(text))
        html = template.render(title=name, here=name, menu=menu, body=body)
        target = folder / f"{name}.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(html, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
