"""nbval accepts every released and every solved notebook, and no wrong answer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "exercises").glob("*.ipynb")) + sorted(
    (ROOT / "exercises/solutions").glob("*.ipynb")
)
HATCHES = ("nbval-", "raises-exception", "NBVAL_")


def nbval(*paths):
    """Run pytest --nbval on notebooks, away from this project's settings of pytest."""
    command = [sys.executable, "-m", "pytest", "--nbval", "-q", "-p", "no:cacheprovider"]
    command += ["--nbval-cell-timeout", "60", "-c", os.devnull]
    return subprocess.run(
        [*command, "--rootdir", str(paths[0].parent), *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )


@pytest.mark.parametrize("folder", ["exercises", "exercises/solutions"])
def test_every_notebook_passes(folder):
    paths = sorted((ROOT / folder).glob("*.ipynb"))
    cells = sum(path.read_text(encoding="utf-8").count('"cell_type": "code"') for path in paths)
    done = nbval(*paths)
    assert done.returncode == 0, done.stdout[-3000:]
    assert f"{cells} passed" in done.stdout


@pytest.mark.parametrize("path", NOTEBOOKS, ids=[f"{p.parent.name}-{p.stem}" for p in NOTEBOOKS])
def test_nothing_is_kept_from_nbval(path):
    text = path.read_text(encoding="utf-8")
    assert not [hatch for hatch in HATCHES if hatch in text]
    cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    assert all(cell["execution_count"] for cell in cells)
    checks = [cell for cell in cells if cell["id"].startswith("check-")]
    assert len(checks) >= 3
    assert all(cell["outputs"] for cell in checks)


def test_a_wrong_answer_fails(tmp_path):
    notebook = json.loads((ROOT / "exercises/solutions/definition.ipynb").read_text("utf-8"))
    cell = next(c for c in notebook["cells"] if c["id"] == "definition-kl")
    cell["source"] = "def kl_nats(p, q):\n    return float(np.sum(q * np.log(q / p)))"
    path = tmp_path / "wrong.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    done = nbval(path)
    assert done.returncode == 1
    assert "2 failed" in done.stdout, "the cell that checks it, and the one that adds up"
    assert "definition-kl: right" in done.stdout
