"""Type checkers are told the truth about results."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.unit import types_of_results

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def mypy(path: Path) -> str:
    """Return what mypy reports of a file, with what `make types` left in its cache."""
    done = subprocess.run(
        [sys.executable, "-m", "mypy", path],
        cwd=ROOT,
        env={**os.environ, "MYPYPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def test_mypy_agrees():
    assert "Success" in mypy(HERE / "types_of_results.py")


@pytest.mark.parametrize("method", ["closed", "quad"])
def test_what_mypy_is_told_is_true(method):
    rows = np.random.default_rng(0).dirichlet(np.ones(2), (2, 4))
    types_of_results.check([0.5, 0.5], [0.25, 0.75], *rows, method)


def test_a_wrong_type_is_found(tmp_path):
    right = (HERE / "types_of_results.py").read_text(encoding="utf-8")
    wrong = tmp_path / "wrong.py"
    wrong.write_text(right.replace("kl_divergence(p, q), float", "kl_divergence(p, q), Result"))
    assert "Expression is of type" in mypy(wrong)
