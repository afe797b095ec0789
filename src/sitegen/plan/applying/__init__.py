"""Where to apply: each program of the list, the portfolio, and what places bring."""
