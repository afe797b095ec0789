"""The plan: scorecard, backup, second specialty, counts, cost and tasks. Pure."""
