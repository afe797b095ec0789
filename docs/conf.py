"""The documentation as a site, made by Sphinx from the Markdown files of the checkout as they are.

`python3 start.py docs` writes it to output/documentation. The source is the root of the checkout,
so that links between the README, the other files of the root and those in docs/ hold in both.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from pygments.lexers.special import TextLexer
from sphinx.application import Sphinx

ROOT = Path(__file__).resolve().parent.parent

project = "sitegen"
author = "the sitegen authors"
extensions = ["myst_parser"]
root_doc = "README"
include_patterns = ["*.md", "docs/*.md", "docs/**/*.md"]
myst_heading_anchors = 4

html_theme = "furo"
html_title = "sitegen"
# No page is served from an address yet; nothing is loaded from other hosts.
html_use_index = False
html_show_sphinx = False
html_copy_source = False

MENU = """

```{{toctree}}
:hidden:
:caption: For applicants and advisors

docs/program-list
docs/problems
```

```{{toctree}}
:hidden:
:caption: For maintainers and reviewers

docs/data
CONTRIBUTING
docs/architecture
docs/speed
CHANGELOG
```

```{{toctree}}
:hidden:
:caption: Decisions

{decisions}
```
"""


def _with_menu(_: Sphinx, name: str, source: list[str]) -> None:
    """Give the first page the menu, and name folders, which are no pages, without a link."""
    if name == root_doc:
        decisions = sorted(path.stem for path in (ROOT / "docs" / "decisions").glob("*.md"))
        source[0] += MENU.format(decisions="\n".join(f"docs/decisions/{d}" for d in decisions))
    source[0] = re.sub(r"\[([^\]]+)\]\((?:data|docs)/[\w/]+\)", r"`\1`", source[0])


def _first_page(app: Sphinx, error: Exception | None) -> None:
    """The README is what opens at the address of the site."""
    if error is None and app.builder.format == "html":
        shutil.copyfile(Path(app.outdir) / f"{root_doc}.html", Path(app.outdir) / "index.html")


def setup(app: Sphinx) -> dict[str, bool]:
    """Tell Sphinx when to call the two, and that a list in an example is plain text."""
    app.add_lexer("csv", TextLexer)
    app.connect("source-read", _with_menu)
    app.connect("build-finished", _first_page)
    return {"parallel_read_safe": True}
