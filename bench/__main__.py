"""`python -m bench [topic …]`: measure speed and memory and write docs/performance.md."""

import sys

from quality.report import ROOT, run

HEADING = """# Performance

Speed and memory, measured by `make bench`. Timings are ratios within one run on one machine:
compare columns of a table, not tables of different days."""

sys.exit(run("bench", sys.argv[1:], ROOT / "docs" / "performance.md", HEADING))
