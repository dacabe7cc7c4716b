"""Run a piece of Python in a process of its own: seconds and peak memory of just that."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

_FRAME = """
import json, resource, sys, time
{setup}
def spent():
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)
def peak_bytes():
    # The system's other count, ru_maxrss, begins with the memory of whoever started the process.
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) * 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
started = spent()
begun = time.perf_counter()
result = None
{body}
seconds = time.perf_counter() - begun
cpu = spent() - started
peak = peak_bytes()
print(json.dumps({{"seconds": seconds, "cpu": cpu, "peak": peak, "result": result}}))
"""


def run_apart(body: str, *, setup: str = "") -> tuple[float, float, float, object]:
    """Seconds, seconds of all cores, peak bytes of the whole process, and what `result` holds."""
    code = _FRAME.format(setup=setup, body=body)
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    answer = json.loads(run.stdout.strip().splitlines()[-1])
    return answer["seconds"], answer["cpu"], answer["peak"], answer["result"]
