"""Which programs to apply to: chances of single programs, filters, and the best set of them."""
