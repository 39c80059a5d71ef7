"""Run a command as a user who is nobody, with no right but everyone's.

Root may have put Python, or the project, where nobody else can go. Then the way there is opened, in
a view of the files that the command alone has.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65534


def closed_folder(path: Path) -> Path | None:
    """Return the first folder on the way to a path that others may not enter."""
    ways = [*reversed(path.parents), path]
    return next((way for way in ways if not way.stat().st_mode & 0o001), None)


def as_nobody(words: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder of its own, which it may write to."""
    with start_as_nobody(words, folder) as process:
        out, errors = process.communicate(timeout=1800)
    return subprocess.CompletedProcess(words, process.returncode, out, errors)


def start_as_nobody(words: list[str], folder: Path) -> subprocess.Popen[str]:
    """Start a command in a folder of its own, which it may write to."""
    if os.geteuid() != 0:
        return _start(words, dict(os.environ))
    closed = {
        place: way
        for place in (Path(sys.base_prefix), ROOT)
        if (way := closed_folder(place)) is not None
    }
    steps = ["set -e", 'cd "$0"']
    for number, place in enumerate(closed):
        steps += [f"mkdir {number}", f'mount --bind "{place}" {number}']
    steps += [f'mount -t tmpfs -o mode=755 tmpfs "{one}"' for one in sorted(set(closed.values()))]
    for number, place in enumerate(closed):
        steps += [f'mkdir -p "{place}"', f'mount --bind {number} "{place}"']
    steps.append(f'exec setpriv --reuid {NOBODY} --regid {NOBODY} --clear-groups "$@"')
    os.chown(folder, NOBODY, NOBODY)
    command = ["unshare", "--mount", "--propagation", "private", "sh", "-c", "\n".join(steps)]
    own = {"PATH": os.environ["PATH"], "HOME": str(folder), "KLGRADE_TEST": "visible?"}
    return _start([*command, str(folder), *words], own)


def _start(words: list[str], environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
