"""What the program costs, beside what it is made of and beside its peers."""
