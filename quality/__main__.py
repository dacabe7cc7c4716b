"""`python -m quality [topic …]`: measure accuracy and write docs/quality.md."""

import sys

from quality.report import ROOT, run

HEADING = """# Quality

What detente gets right and wrong, measured by `make quality`. Each table names its data, its
baselines and, where a floor is pinned, fails the gate when the figure slips below it."""

sys.exit(run("quality", sys.argv[1:], ROOT / "docs" / "quality.md", HEADING))
