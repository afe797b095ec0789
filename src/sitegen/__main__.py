"""Lets `python -m sitegen` stand for the `sitegen` command."""

from sitegen.cli import run

run()
