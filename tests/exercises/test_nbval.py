"""Every released and every solved notebook prints what it holds, and nbval agrees."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from klcheck import feedback

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted((ROOT / "exercises").glob("*.ipynb")) + sorted(
    (ROOT / "exercises/solutions").glob("*.ipynb")
)
each = pytest.mark.parametrize(
    "path", NOTEBOOKS, ids=[f"{path.parent.name}-{path.stem}" for path in NOTEBOOKS]
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


@pytest.mark.parametrize(
    "name", ["definition", pytest.param("*", marks=pytest.mark.audit, id="every")]
)
def test_nbval_passes(name):
    paths = [path for path in NOTEBOOKS if path.match(f"{name}.ipynb")]
    cells = sum(path.read_text(encoding="utf-8").count('"cell_type": "code"') for path in paths)
    done = nbval(*paths)
    assert done.returncode == 0, done.stdout[-3000:]
    assert f"{cells} passed" in done.stdout


@each
def test_every_cell_prints_what_it_holds(path, capsys, monkeypatch):
    """Without a kernel for each: no cell shows anything but what it prints."""
    monkeypatch.setattr(feedback, "_seen", {})
    names = {}
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec("".join(cell["source"]), names)  # noqa: S102 (our own cells)
            assert {output.get("name") for output in cell["outputs"]} <= {"stdout"}
            held = "".join("".join(output["text"]) for output in cell["outputs"])
            assert (capsys.readouterr().out, cell["id"]) == (held, cell["id"])


@each
def test_nothing_is_kept_from_nbval(path):
    text = path.read_text(encoding="utf-8")
    assert not [hatch for hatch in HATCHES if hatch in text]
    cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    assert [cell["execution_count"] for cell in cells] == list(range(1, 1 + len(cells)))
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
