"""What hands values to the prose is taken out of code, and nothing else is."""

from __future__ import annotations

import pytest

from lightbook.copies.glue import without_glue

IMPORT = "from myst_nb import glue"


def left(*cells: str) -> list[str]:
    """Return what is left of cells, the first of which imports ``glue``."""
    return without_glue([IMPORT, *cells])[1:]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("x = 1\nglue('x', x, display=False)\ny = 2  # two", "x = 1\ny = 2  # two"),
        ("glue('x',\n     1,\n)\n", ""),
        ("glue('x', 1);", ""),
        ("glue('x', 1)  # for the prose", ""),
        ("for i in range(3):\n    glue('x', i)\nx = 1", "x = 1"),
        ("for i in range(3):\n    x = i\n    glue('x', i)", "for i in range(3):\n    x = i"),
        (
            "if x:\n    y = 1\nelse:\n    glue('x', 1)\n    z = 2",
            "if x:\n    y = 1\nelse:\n    z = 2",
        ),
        ("a = 1\n\n\nglue('a', a)\n\n\nb = 2", "a = 1\n\n\nb = 2"),
        ("# says glue('x', 1)\nx = \"glue('x', 1)\"", "# says glue('x', 1)\nx = \"glue('x', 1)\""),
        ("é = 'ü'; x = 2", "é = 'ü'; x = 2"),
        ("%timeit f()", "%timeit f()"),
    ],
)
def test_calls_are_gone_and_the_rest_stays(cell: str, expected: str) -> None:
    assert left(cell) == [expected]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (IMPORT, ""),
        ("from myst_nb import glue as paste\npaste('x', 1)\nx = 1", "x = 1"),
        ("import a\nfrom myst_nb import glue, other\nimport b", None),
    ],
)
def test_imports_are_gone(line: str, expected: str | None) -> None:
    whole = "import a\nfrom myst_nb import other\nimport b"
    assert without_glue([line]) == [whole if expected is None else expected]


HELPER = '''x = 1


def show(**values):
    """Hand values to the prose."""
    for name, value in values.items():
        plain = float(value)
        glue(name, plain, display=False)'''


def test_a_function_that_only_glues_goes_with_its_calls() -> None:
    assert left(HELPER, "show(a=1)\nx = 2\nshow(b=2)") == ["x = 1", "x = 2"]
    keeps = "def f(x):\n    glue('x', x)\n    return 2 * x"
    assert left(keeps, "f(2)") == ["def f(x):\n    return 2 * x", "f(2)"]
    draws = "def g(x):\n    glue('x', x)\n    plt.plot(x)"
    assert left(draws, "g(2)") == ["def g(x):\n    plt.plot(x)", "g(2)"]
    counts = "def h(x):\n    n = calls.pop()\n    glue('x', x)"
    assert left(counts, "h(2)") == ["def h(x):\n    n = calls.pop()", "h(2)"]


def test_functions_that_only_call_such_functions_go_too() -> None:
    assert left("def outer():\n    show(a=1)", HELPER, "outer()\nx = 2") == ["", "x = 1", "x = 2"]


def test_code_without_a_call_keeps_its_gaps() -> None:
    assert left("x = 1\n\n\n\n\ny = 2\n") == ["x = 1\n\n\n\n\ny = 2\n"]


@pytest.mark.parametrize(
    "cell",
    [
        "x = glue('x', 1)",
        "f(glue)",
        "y = 1; glue('y', y)",
        "glue('y', 1); y = 1",
        "if x: glue('x', x)\nelse: y = 1",
        "%matplotlib inline\nglue('x', 1)",
        "import myst_nb\nmyst_nb.glue('x', 1)",
        "glue('y', y := 1)",
        "def outer(x):\n    def inner():\n        glue('x', x)\n    return inner",
        "class Prose:\n    def show(self):\n        glue('x', 1)",
    ],
)
def test_what_cannot_be_taken_out_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r"glue"):
        left(cell)


def test_a_notebook_without_it_is_left_alone() -> None:
    cells = ["glue = print\nglue('x')\n\n\n\n\n", "%magic"]
    assert without_glue(cells) == cells
