"""python -m klgrade is the command klgrade."""

from __future__ import annotations

import sys

from klgrade.cli import main

if __name__ == "__main__":
    sys.exit(main())
