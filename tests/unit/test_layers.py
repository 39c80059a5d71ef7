"""Each module of the package stands on lower ones only, and importing it is cheap and quiet."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import kltext

PACKAGE = Path(kltext.__file__).parent
# From the ground up. A module imports from lower rows, and from within its own name.
LAYERS = [
    ["_arguments", "chapter_data", "web"],
    ["kernels"],
    ["_blocks", "_distributions", "_covariances", "_estimate"],
    ["_accurate_sum", "_entropy"],
    ["_fast_sum", "_jensen_shannon", "_renyi"],
    ["discrete", "joint", "logits", "normal"],
    ["distributions", "estimators"],
    ["projections"],
    ["plots"],
    ["questions"],
    ["widgets", "checks"],
    ["sphinxext"],
]
ROW = {name: row for row, names in enumerate(LAYERS) for name in names}
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "node_modules" not in path.parts)


def part(path):
    """Return which part of the package a file belongs to; None for the package itself."""
    first = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return None if first == "__init__" else first


def imported(source):
    """Yield the parts of kltext that some source imports, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "kltext":
                    yield from home(alias.name.split(".")[1:])
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names = (node.module or "").split(".")
            if names[0] == "kltext":
                for alias in node.names:
                    yield from home([*names[1:], alias.name])


def home(names):
    """Yield the part in which `names`, below kltext, are defined."""
    if not names:
        yield "the whole package"
    elif names[0] in ROW:
        yield names[0]
    elif names[0] in kltext.__all__:
        yield getattr(kltext, names[0]).__module__.split(".")[1]
    else:
        yield f"{names[0]}, which no layer holds"


def faults(name, source):
    return [
        f"{name} imports {other}"
        for other in imported(source)
        if other != name and ROW.get(other, len(LAYERS)) >= ROW[name]
    ]


@pytest.mark.parametrize("path", MODULES, ids=[str(p.relative_to(PACKAGE)) for p in MODULES])
def test_a_module_imports_from_lower_layers_only(path):
    name = part(path)
    if name is None:
        return
    assert name in ROW, f"say in LAYERS where {name} stands"
    assert faults(name, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("kernels", "from kltext.discrete import kl_divergence"),
        ("kernels", "from kltext import discrete"),
        ("discrete", "from kltext import normal"),
        ("discrete", "import kltext.normal"),
        ("normal", "def f():\n    from kltext import kl_divergence"),
        ("joint", "from kltext.plots.style import STYLE"),
        ("plots", "import kltext"),
        ("plots", "from kltext import unheard_of"),
        ("distributions", "from kltext.projections import fit_forward"),
    ],
)
def test_a_wrong_import_is_found(name, line):
    assert faults(name, line)


def fresh(code):
    """Return what a new interpreter prints."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_importing_kltext_loads_neither_statistics_nor_plots():
    code = "import sys, kltext; print([m for m in sys.modules if m.startswith({!r})])"
    for name in ("scipy.stats", "matplotlib", "scipy.optimize", "kltext.distributions"):
        assert fresh(code.format(name)) == "[]"


def test_importing_kltext_loads_nothing_beyond_numpy_and_special_functions():
    # What costs time when importing is other modules; there are none, so there is none to time.
    code = (
        "import sys, numpy, scipy.special; before = set(sys.modules); import kltext; "
        "print(sorted(m for m in set(sys.modules) - before if m.split('.')[0] != 'kltext'))"
    )
    assert fresh(code) == "[]"


def test_using_arrays_loads_no_statistics_either():
    code = (
        "import sys, kltext as k; k.kl_divergence([.5, .5], [.1, .9]); k.kl_normal(0, 1, 1, 1); "
        "k.kl_mvnormal([0], [[1]], [1], [[2]]); print('scipy.stats' in sys.modules)"
    )
    assert fresh(code) == "False"


def test_importing_kltext_changes_nothing_global():
    code = """
import os, sys, warnings, numpy as np
before = (list(warnings.filters), np.geterr(), np.get_printoptions(), dict(os.environ))
import kltext
after = (list(warnings.filters), np.geterr(), np.get_printoptions(), dict(os.environ))
print(before == after)
"""
    assert fresh(code) == "True"


def test_every_public_name_is_there():
    assert sorted(kltext.__all__) == kltext.__all__
    for name in kltext.__all__:
        assert getattr(kltext, name) is not None
        assert name in dir(kltext)
    code = "import kltext; print(set(kltext.__all__) <= set(dir(kltext)))"
    assert fresh(code) == "True"


def test_the_package_ships_its_types():
    assert (PACKAGE / "py.typed").exists()
