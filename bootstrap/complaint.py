"""Finds the line that says why in the output of pip, venv or apt-get."""

from __future__ import annotations

import re

GENERIC = "subprocess-exited-with-error"


def reason(output: str) -> str:
    """Why pip, venv or apt-get failed, in its own words, on one line."""
    # Pip counts down to 0 before it gives an index up; what it says after that is of no help.
    if broken := re.findall(r"Retry\(total=0,.+? connection broken by '(.+?)': /", output):
        return f"the package index cannot be reached: {innermost(broken[-1])}"
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(("ERROR:", "Error:", "E:"))]
    # Of a program that pip ran; the first such line only says that there was one.
    errors += [line for line in lines if line.startswith("error:") and GENERIC not in line]
    return errors[0] if errors else lines[-1] if lines else "it said nothing"


def innermost(error: str) -> str:
    """The plain words inside of the nested errors that pip prints."""
    words = re.sub(r"<[^<>]*>:? ?", "", error)
    while inner := re.fullmatch(r"\w+\((?:\d+, )?(.*?),?\)", words.strip("\"'")):
        words = inner[1]
    return words.strip("\"'")
