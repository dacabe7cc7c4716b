"""What may come next: the likely next events, and each relation's future as distributions."""
