"""What differs between two plans, from their data alone. Pure: two mappings in, words out."""
