"""Turn a built site into Markdown, so that other generators can build pages of the same words.

python benchmarks/words.py SITE FOLDER

Takes the main part of each page, without scripts and pictures. Tables become Markdown tables, and
links stay. Prints how many pages and how many words it wrote. Needs markdownify.
"""

import sys
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from markdownify import MarkdownConverter

NO_WORDS = ("script", "style", "template", "svg")


def words_of(html: str) -> Tag:
    """The part of a page that holds its words."""
    page = BeautifulSoup(html, "html.parser")
    main = page.main or page.body or page
    for element in main(NO_WORDS):
        element.decompose()
    return main


def markdown(main: Tag) -> str:
    """The same in Markdown."""
    return str(MarkdownConverter(heading_style="ATX").convert_soup(main)).strip() + "\n"


def main(site: Path, folder: Path) -> None:
    """Write the Markdown of each page under the page's name."""
    pages = words = 0
    for path in sorted(site.rglob("*.html")):
        main = words_of(path.read_text("utf-8"))
        target = folder / path.relative_to(site).with_suffix(".md")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(markdown(main), "utf-8")
        pages += 1
        words += len(main.get_text(" ").split())
    print(pages, words)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
