"""Accuracy of detente on real and gold data: `python -m quality [topic …]`."""
