"""Each module imports from lower layers only, and importing kltext is cheap and quiet."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import kltext

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = {
    "kltext": ROOT / "kltext",
    "lightbook": ROOT / "lightbook",
    "klcheck": ROOT / "exercises" / "klcheck",
    "klgrade": ROOT / "exercises" / "klgrade",
}
DRAWINGS = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def layers(text):
    """Return the layers of each package as CONTRIBUTING.md draws them, from the ground up."""
    drawing = text.split("<!-- layers: read by a test -->\n```\n")[1].split("```")[0]
    found = {}
    for block in drawing.strip().split("\n\n"):
        package, *lines = block.splitlines()
        # What a line holds stands before two spaces; after them comes what it is for.
        found[package] = [line.strip().split("  ")[0].split() for line in reversed(lines)]
    return found


LAYERS = layers(DRAWINGS)
# The packages that each may import besides itself, with the modules for which it is so.
OTHERS = {("klgrade", "klcheck"), ("kltext.checks", "klcheck")}
ROWS = {
    package: {name: row for row, names in enumerate(layers) for name in names}
    for package, layers in LAYERS.items()
}
FILES = [
    (package, path.relative_to(folder))
    for package, folder in FOLDERS.items()
    for path in sorted(folder.rglob("*.py"))
    if "node_modules" not in path.parts
]


def imported(source):
    """Yield the dotted names that some source imports, wherever in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def home(package, names):
    """Return the module of a package that holds what is imported by these names."""
    if not names:
        return "the whole package"
    if names[0] in ROWS[package]:
        return names[0]
    if package == "kltext" and names[0] in kltext.__all__:
        return getattr(kltext, names[0]).__module__.split(".")[1]
    return names[0]


def allowed(package, name, other):
    return bool({(package, other), (f"{package}.{name}", other)} & OTHERS)


def faults(package, name, source):
    """Return what a module imports that stands no lower than itself."""
    rows, found = ROWS[package], []
    for dotted in imported(source):
        other, *names = dotted.split(".")
        if other == package and names != ["__version__"]:
            target = home(package, names)
            if target != name and rows.get(target, len(rows)) >= rows[name]:
                found.append(f"{name} imports {target}")
        elif other in FOLDERS.keys() - {package} and not allowed(package, name, other):
            found.append(f"{package}.{name} imports {other}")
    return found


@pytest.mark.parametrize(("package", "path"), FILES, ids=[f"{a}/{b}" for a, b in FILES])
def test_a_module_imports_from_lower_layers_only(package, path):
    name = path.parts[0].removesuffix(".py")
    if name == "__init__":
        return
    assert name in ROWS[package], f"say in LAYERS where {package}.{name} stands"
    text = (FOLDERS[package] / path).read_text(encoding="utf-8")
    assert faults(package, name, text) == []


@pytest.mark.parametrize(
    ("package", "name", "line"),
    [
        ("kltext", "kernels", "from kltext.discrete import kl_divergence"),
        ("kltext", "kernels", "from kltext import discrete"),
        ("kltext", "discrete", "from kltext import normal"),
        ("kltext", "discrete", "import kltext.normal"),
        ("kltext", "normal", "def f():\n    from kltext import kl_divergence"),
        ("kltext", "joint", "from kltext.plots.style import STYLE"),
        ("kltext", "plots", "import kltext"),
        ("kltext", "plots", "from kltext import unheard_of"),
        ("kltext", "distributions", "from kltext.projections import fit_forward"),
        ("kltext", "widgets", "from lightbook.quiz import Quiz"),
        ("lightbook", "quiz", "from lightbook.nodes import widgets"),
        ("lightbook", "nodes", "import kltext"),
        ("lightbook", "nodes", "from klcheck.cases import exercises"),
        ("klcheck", "cases", "from klgrade import load_bank"),
        ("klgrade", "feedback", "if TYPE_CHECKING:\n    from klgrade.book import Student"),
        ("klgrade", "sandbox", "def check():\n    from klgrade.box import Box"),
        ("klgrade", "judge", "import klgrade"),
        ("klgrade", "judge", "from kltext import kl_divergence"),
    ],
)
def test_a_wrong_import_is_found(package, name, line):
    assert faults(package, name, line)


@pytest.mark.parametrize("package", FOLDERS)
def test_every_row_names_what_there_is(package):
    there = {path.parts[0].removesuffix(".py") for one, path in FILES if one == package}
    assert set(ROWS[package]) == there - {"__init__", "web"}


def test_the_scripts_and_styles_of_the_theme_know_no_explorer():
    made = {"dist", "node_modules"}
    files = [
        path
        for ending in ("js", "css", "html")
        for path in (ROOT / "lightbook").rglob(f"*.{ending}")
        if not made & set(path.parts)
    ]
    assert len(files) > 40
    assert [path.name for path in files if "kltext" in path.read_text(encoding="utf-8")] == []


def fresh(code):
    """Return what a new interpreter prints."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("module", "foreign"),
    [
        ("kltext", ["scipy.stats", "scipy.optimize", "matplotlib", "anywidget", "sphinx"]),
        ("lightbook.quiz", ["sphinx", "docutils", "myst_nb", "kltext"]),
        ("klcheck", ["scipy", "sphinx", "kltext", "klgrade"]),
        ("klgrade.cli", ["scipy", "sphinx", "kltext"]),
    ],
)
def test_importing_a_package_loads_nothing_heavy(module, foreign):
    code = f"import sys, {module}; print([m for m in sys.modules if m.split('.')[0] in {foreign!r}"
    assert fresh(f"{code} or m in {foreign!r}])") == "[]"


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


def test_the_packages_ship_their_types():
    assert [name for name, folder in FOLDERS.items() if not (folder / "py.typed").exists()] == []
