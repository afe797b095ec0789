"""Own weights change the priority, but never outvote a veto or the weakest link."""

from __future__ import annotations

import itertools
import math

import pytest

from sitegen.knowledge.model import Knowledge
from sitegen.plan.scorecard import priority_word, product, rank_of
from sitegen.profile.fields import Weights

TRIPLES = list(itertools.product(range(1, 6), repeat=3))
ALL_WEIGHTS = [
    Weights(match=a, visa=b, fit=c) for a, b, c in itertools.product((1, 2, 3), repeat=3)
]


def test_equal_weights_are_the_plain_product() -> None:
    for weights in (Weights(), Weights(match=2, visa=2, fit=2)):
        assert [product(t, weights) for t in TRIPLES] == [math.prod(t) for t in TRIPLES]


def test_a_heavier_rating_counts_more() -> None:
    heavy = Weights(fit=3)
    assert product((3, 3, 5), heavy) > product((3, 3, 5)) > product((3, 3, 5), Weights(match=3))


@pytest.mark.parametrize("weights", ALL_WEIGHTS)
def test_no_weight_outvotes_the_weakest_link(weights: Weights, knowledge: Knowledge) -> None:
    bands = knowledge.bands
    for triple in TRIPLES:
        word = priority_word(triple, bands, weights)
        assert min(triple) >= bands[rank_of(word, bands)].weakest


@pytest.mark.parametrize("weights", ALL_WEIGHTS)
def test_a_better_rating_never_lowers_the_word(weights: Weights, knowledge: Knowledge) -> None:
    bands = knowledge.bands
    for triple in TRIPLES:
        before = rank_of(priority_word(triple, bands, weights), bands)
        for i in range(3):
            if triple[i] < 5:
                better = (*triple[:i], triple[i] + 1, *triple[i + 1 :])
                assert rank_of(priority_word(better, bands, weights), bands) <= before
