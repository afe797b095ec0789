"""The applicant's own program list. Licensed lists are never shipped.

Each part is imported by its own name: a plan without such a list needs the words of `model` only,
and none of what reads one.
"""
