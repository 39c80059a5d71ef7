"""Print what pip shall install to test kltext with the lowest versions that it declares.

``python -m tests.lowest`` reads pyproject.toml for these, and requirements.lock for the tools.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ("hypothesis", "mpmath", "pytest", "pytest-xdist")
# matplotlib 3.8.4 calls names that later versions deprecate, and a warning is an error here.
HIGHEST = ("pyparsing<3.3",)


def lowest() -> list[str]:
    """Return the requirements of kltext and of its figures, each at the version it starts from."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = [*project["dependencies"], *project["optional-dependencies"]["plots"]]
    return [requirement.replace(">=", "==") for requirement in declared]


def tools() -> list[str]:
    """Return what the tests themselves import, at the versions of the lock."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    return re.findall(rf"^(?:{'|'.join(TOOLS)})==\S+", lock, re.MULTILINE)


if __name__ == "__main__":
    print(*lowest(), *HIGHEST, *tools(), sep="\n")
