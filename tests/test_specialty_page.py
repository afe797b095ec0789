"""The page of a specialty: what decides stands open, the rest behind a click (5 seconds)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from sitegen.plan.model import Plan
from sitegen.render.pages.specialty import MOST_SHOWN
from tests.pages import page_of
from tests.sites import Element, profile_of

RATINGS = tuple(MOST_SHOWN)
FIELDS = ("neurology", "internal-medicine", "radiation-oncology", "urology")
MOST_OPEN = 950
"""Words that may stand open on one of these pages."""


@pytest.fixture(scope="module")
def someone(whole: Callable[[str], Plan]) -> Plan:
    return whole(profile_of("anesthesiology-hopeful").read_text(encoding="utf-8"))


def rows(page: Element, rating: str, *, folded: bool) -> list[Element]:
    """The reasons of a rating that stand open, or those behind its click."""
    after = page.by_id(rating).section_after()
    found = [r for part in after for r in part.walk() if r.tag == "tr" and r.closest("tbody")]
    return [r for r in found if (r.closest("details") is not None) is folded]


def weight(row: Element) -> float:
    """How far a row moves what it is a reason for; while it is open, how far it could."""
    moved = row.all("td")[0].text.replace("–", "-")
    if moved.startswith("begins") or moved == "not known":
        return 0
    said = moved.partition(":")[2] if moved.startswith("open:") else moved.partition("(")[0]
    return max(abs(float(each)) for each in re.findall(r"[-+]?\d+(?:\.\d+)?", said))


@pytest.mark.parametrize("field", FIELDS)
def test_the_heaviest_reasons_stand_open_in_their_order(field: str, someone: Plan) -> None:
    page = page_of(someone, f"specialty.{field}")
    for rating in RATINGS:
        shown = [weight(r) for r in rows(page, rating, folded=False)]
        others = [weight(r) for r in rows(page, rating, folded=True)]
        assert shown == sorted(shown, reverse=True) and len(shown) <= MOST_SHOWN[rating]
        assert all(shown) or not any(shown + others), f"{rating}: one that moves nothing is open"
        assert max(others, default=0) <= min(shown, default=5), rating


@pytest.mark.parametrize("field", FIELDS)
def test_a_fold_says_how_many_reasons_it_holds_and_how_much_they_move(
    field: str, someone: Plan
) -> None:
    page = page_of(someone, f"specialty.{field}")
    seen = 0
    for rating in RATINGS:
        others = rows(page, rating, folded=True)
        if others:
            (fold,) = {id(r.closest("details")): r.closest("details") for r in others}.values()
            assert fold
            said = fold.all("summary")[0].text
            most = max(map(weight, others))
            assert said.startswith(f"{len(others)} ") or said.startswith(f"{len(others)}:"), said
            assert f"{most:g} at most" in said or (not most and "nothing" in said), said
            seen += 1
    assert seen


def test_why_a_reason_counts_is_said_on_the_page_of_the_method_alone(someone: Plan) -> None:
    method = page_of(someone, "method")
    meanings: dict[str, str] = {}
    for rating in RATINGS:
        listed = method.by_id(f"why-{rating}")
        words = [e.text for e in listed.all("dd")]
        meanings |= dict(zip((e.text for e in listed.all("dt")), words, strict=True))
        assert method.text.count(words[0]) == 1
    assert len(meanings) >= 30
    for field in FIELDS:
        page = page_of(someone, f"specialty.{field}")
        given = {e.text for e in page.all("span", cls="r-title")}
        assert given and given <= set(meanings), given - set(meanings)
        # A short one may be a sentence for this person, too.
        assert not [w for w in meanings.values() if len(w) > 90 and w in page.text]


def test_what_is_met_is_one_line_and_what_is_not_has_its_words(someone: Plan) -> None:
    candidate = next(c for c in someone.choice.candidates if not c.passed)
    page = page_of(someone, f"specialty.{candidate.card.id}")
    (said,) = [p.text for p in page.all("p") if "Met: " in p.text]
    (open_there,) = page.all("ul", cls="findings")
    for gate in candidate.gates:
        in_words = any(e.text == f"{gate.rule.title}." for e in open_there.all("b"))
        assert (gate.rule.title in said) is (gate.outcome == "pass") is not in_words


@pytest.mark.parametrize("field", FIELDS)
def test_little_stands_open(field: str, someone: Plan) -> None:
    page = page_of(someone, f"specialty.{field}")
    open_there = list(page.children)
    words = 0
    while open_there:
        each = open_there.pop()
        if isinstance(each, str):
            words += len(each.split())
        elif "hidden" not in each.classes:
            folded = each.tag == "details"
            open_there += each.all("summary")[:1] if folded else each.children
    assert 400 < words <= MOST_OPEN


def test_on_paper_nothing_is_folded_and_every_reason_stands(someone: Plan) -> None:
    site = page_of(someone, "specialty.neurology")
    paper = page_of(someone, "specialty.neurology", paper=True)
    assert not paper.all("details") and site.all("details")
    for rating in RATINGS:
        both = [rows(site, rating, folded=f) for f in (False, True)]
        assert len(rows(paper, rating, folded=False)) == len(both[0] + both[1])


def test_the_scorecard_folds_what_is_weak_and_the_sources_hold_each_once(someone: Plan) -> None:
    page = page_of(someone, "scorecard")
    titles = {each.card.specialty.title for each in someone.choice.backups}
    rows_there = [r for r in page.all("tr") if r.closest("tbody") and r.all("a", cls="rate")]
    folded = {r.all("th")[0].text for r in rows_there if r.closest("details")}
    every = (*someone.cards, *someone.bridges, *someone.elsewhere)
    assert len(rows_there) == len(every) and folded and not titles & folded
    listed = page_of(someone, "sources").all("li")
    keys = [e.attributes["id"] for e in listed if e.attributes.get("id", "").startswith("src-")]
    assert sorted(keys) == sorted(f"src-{key}" for key in someone.knowledge.sources)
