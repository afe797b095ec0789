"""The decision: first choice alone, with one more specialty or two; how many programs, and why."""
