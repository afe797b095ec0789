"""Where the parts of pictures stand. Layout only."""
