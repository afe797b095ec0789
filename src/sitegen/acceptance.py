"""Deferred acceptance: the algorithm of the Match, on lists that are given."""
