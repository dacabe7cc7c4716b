"""Speed and memory of detente: `python -m bench [topic …]`."""
