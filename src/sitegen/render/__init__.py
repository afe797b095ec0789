"""Plan in, mapping of path to bytes out. Writes nothing."""
