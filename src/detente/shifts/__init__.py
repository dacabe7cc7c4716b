"""When a relation changed, what made up the change, and what moved before."""
