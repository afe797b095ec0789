"""The check of the built pages: what it sees in a page does not depend on how it reads it."""

from __future__ import annotations

import re

import pytest

from sitegen import check
from sitegen.check import BrokenTreeError, Page, check_tree
from tests.sites import files, site

POLICY = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; "
    "form-action 'none'\">"
)
PAGE = (
    f"<!doctype html>\n<html>\n<head>{POLICY}<title>T</title></head>\n"
    '<body><h1 id="top">H</h1><a href="#top">Up</a>BODY</body></html>'
)
HIDDEN = {
    "a comment before it": ("<!-- > --><img src=//x.org alt=''>", "would load //x.org"),
    "a bracket in a value": ('<p title="<b" onclick="go()">', "attribute onclick of <p>"),
    "a closing bracket in a value": ('<a title="> <" href="b.html">', "b.html leads nowhere"),
    "a value without quotes": ("<img src=x.png>", "x.png leads nowhere"),
    "single quotes": ("<p title='\"' style='color: red'>", "attribute style of <p>"),
    "capital letters": ('<P OnClick="go()">', "attribute onclick of <p>"),
    "no space between values": ('<p class="a"style="color: red">', "attribute style of <p>"),
    "a line break in a tag": ('<a\nhref="b.html">b</a>', "b.html leads nowhere"),
    "a slash for a space": ('<a/href="b.html">b</a>', "b.html leads nowhere"),
    "a script of its own": ("<script>if (1 < 2) go()</script>", "a <script> within the page"),
    "a text field before it": ('<textarea>"</textarea><img src=x.png>', "x.png leads nowhere"),
    "what shows without scripts": ('<noscript><a href="b">b</a></noscript>', "b leads nowhere"),
    "a letter written as a number": ('<a href="&#98;.html">b</a>', "b.html leads nowhere"),
}


def seen(page: Page) -> tuple[object, ...]:
    """What is asked of a page. The quick reader leaves out elements of which nothing is."""
    tags = page.tags & {"title", "h1"}
    return page.ids, page.links, page.loads, sorted(page.running), page.policy, tags


@pytest.mark.parametrize("sample", ["anesthesiology-hopeful", "half-empty"])
def test_a_page_says_the_same_to_a_parser_and_to_the_quick_reader(
    sample: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """About 2 seconds: all pages, all of their ids, addresses and attributes."""
    tree = files(site(tmp_path_factory.getbasetemp(), sample))
    pages = {name: text.decode() for name, text in tree.items() if name.endswith(".html")}
    quick = {name: seen(Page(text)) for name, text in pages.items()}
    plain = [name for name, text in pages.items() if check.PLAIN.fullmatch(text)]
    assert len(plain) > 0.9 * len(pages), "most pages are written plainly"
    monkeypatch.setattr(check, "PLAIN", re.compile("never"))
    assert {name: seen(Page(text)) for name, text in pages.items()} == quick


@pytest.mark.parametrize("how", HIDDEN)
def test_a_fault_is_found_however_it_is_written(how: str) -> None:
    text, said = HIDDEN[how]
    assert check_tree({"index.html": PAGE.replace("BODY", "").encode()}) == 1
    with pytest.raises(BrokenTreeError, match=re.escape(said)):
        check_tree({"index.html": PAGE.replace("BODY", text).encode()})
