"""What takes long to make is made once for all processes of a test run."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable
from pathlib import Path

Make = Callable[[Path], object]
Once = Callable[[str, Make], Path]


def made_once(base: Path, name: str, make: Make) -> Path:
    """Return the folder of this name in `base`, made by whichever process comes first.

    xdist's own groups would do, but with pytest 9.2 its ``--dist loadgroup`` spreads their tests.
    """
    folder, done = base / name, base / f"{name}.made"
    with (base / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            done.touch()
    return folder
