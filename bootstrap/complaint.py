"""Finds the line that says why in the output of pip, venv or apt-get."""

from __future__ import annotations

import re


def reason(output: str) -> str:
    """Why pip, venv or apt-get failed, in its own words, on one line."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(("ERROR:", "Error:", "error:", "E:"))]
    missing = any(line.startswith("ERROR: No matching distribution") for line in lines)
    # Without a network, pip's last words are about versions that it cannot find.
    if missing and (broken := re.findall(r"connection broken by '(.+?)': /", output)):
        return f"the package index cannot be reached: {innermost(broken[-1])}"
    return errors[0] if errors else lines[-1] if lines else "it said nothing"


def innermost(error: str) -> str:
    """The plain words inside of the nested errors that pip prints."""
    words = re.sub(r"<[^<>]*>:? ?", "", error)
    while inner := re.fullmatch(r"\w+\((?:\d+, )?(.*?),?\)", words.strip("\"'")):
        words = inner[1]
    return words.strip("\"'")
