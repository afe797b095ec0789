"""Whole sites and PDFs of two sample applicants, compared with what was looked at and accepted.

Pages and data are compared byte for byte. PDFs are compared as text, outline and page count.
To keep the repository small, only the first choice and the backup have their specialty pages
here; the manifest, which is compared too, holds the digest of every other one.

After a change that is meant: `pytest --update-golden`, then look at the difference.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pypdf
import pytest

from tests.conftest import CHANGED, ROOT, Golden
from tests.pdfreaders import read_aloud, squeezed
from tests.sites import files, pdfs, site

GOLDEN = ROOT / "tests" / "golden"
SAMPLES = ("anesthesiology-hopeful", "half-empty")
PDF = "pdf.txt"


def chosen(tree: dict[str, bytes]) -> set[str]:
    """The specialty pages that are kept: those of the first choice and of the backup."""
    plan = json.loads(tree["plan.json"])
    kept = {plan["first_choice"]}
    if plan["choice"]["verdict"] == "recommended":
        kept |= set(plan["choice"]["backups"][:1])
    return {f"specialties/{specialty}.html" for specialty in kept if specialty}


def compared(tree: dict[str, bytes]) -> dict[str, bytes]:
    """The files of a site that have a golden file."""
    kept = chosen(tree)
    assert kept and kept <= set(tree)
    return {
        path: content
        for path, content in tree.items()
        if not path.startswith("specialties/") or path in kept
    }


@pytest.fixture(scope="module", params=SAMPLES)
def sample(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def tree(sample: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a sample's site that are compared."""
    return compared(files(site(tmp_path_factory.getbasetemp(), sample)))


def test_every_file_is_what_was_accepted(
    sample: str, tree: dict[str, bytes], golden: Golden
) -> None:
    """All differences are told at once, the shortest file first."""
    assert len(tree) >= 12
    different = []
    for path in sorted(tree, key=lambda path: len(tree[path])):
        try:
            golden(GOLDEN / sample / path, tree[path].decode("utf-8"))
        except pytest.fail.Exception as failure:
            different.append(shortened(str(failure)))
    if different:
        pytest.fail("\n\n".join(different), pytrace=False)


def shortened(text: str, most: int = 80) -> str:
    """The first lines of a text."""
    lines = [line[:300] for line in text.splitlines()]
    rest = len(lines) - most
    return "\n".join(lines if rest <= 0 else [*lines[:most], f"… and {rest} more lines"])


def test_no_file_is_missing_and_none_is_left_over(
    sample: str, tree: dict[str, bytes], pytestconfig: pytest.Config
) -> None:
    """A page that is no longer built has no golden file either."""
    present = set(files(GOLDEN / sample)) - {PDF}
    if pytestconfig.getoption("--update-golden"):
        for path in sorted(present - set(tree)):
            (GOLDEN / sample / path).unlink()
            name = (GOLDEN / sample / path).relative_to(ROOT).as_posix()
            pytestconfig.stash.setdefault(CHANGED, set()).add(f"{name} (removed)")
        return
    assert sorted(present - set(tree)) == [], "golden files of pages that are not built"
    assert sorted(set(tree) - present) == [], "pages without a golden file"


def test_golden_holds_these_samples_only() -> None:
    assert sorted(p.name for p in GOLDEN.iterdir()) == sorted(SAMPLES)


def outline(reader: pypdf.PdfReader, items: list[object], depth: int = 0) -> list[str]:
    """The bookmarks, indented."""
    lines = []
    for item in items:
        if isinstance(item, list):
            lines += outline(reader, item, depth + 1)
        else:
            lines.append(f"{'  ' * depth}{item.title}")  # type: ignore[attr-defined]
    return lines


def pdf_text(path: Path) -> str:
    """A PDF as text: the bookmarks, then its words as a screen reader tells them.

    Where lines and pages end depends on the fonts' layout engine, which each system brings along.
    So there are no page numbers here, and what each page repeats is told once.
    """
    reader = pypdf.PdfReader(path)
    words: list[str] = []
    last = ""
    for number, page in enumerate(read_aloud(path)):
        for text, is_head in page:
            told = " ".join(text.split())
            repeated = is_head and told == last
            last = told if is_head else last
            if not repeated and not (number == 0 and told.isdigit()):
                words.append(told)
    sentences = re.sub(r"(?<=[.:;?!]) ", "\n", " ".join(filter(None, words)))
    return "\n".join([*outline(reader, reader.outline), "", sentences, ""])


@pytest.mark.pdf
def test_the_pdf_says_what_was_accepted(
    sample: str, golden: Golden, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Letter by letter, wherever the lines end."""
    folder = pdfs(tmp_path_factory.getbasetemp())[0]
    text = pdf_text(folder / sample / "plan.pdf")
    assert len(text.split()) > 2500
    kept = GOLDEN / sample / PDF
    if kept.exists() and squeezed(kept.read_text("utf-8")) == squeezed(text):
        return
    try:
        golden(kept, text)
    except pytest.fail.Exception as failure:
        pytest.fail(shortened(str(failure)), pytrace=False)
