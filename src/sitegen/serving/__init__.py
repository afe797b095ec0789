"""One plan in the browser: made anew on each save, drawn from memory, to this machine alone."""
