"""Attacks that want points: by forgery, by objects that lie, by messages, by cells in disorder."""

from __future__ import annotations

from typing import Any

from tests.exercises.attack import (
    ALL,
    BUT_SQUARES,
    HALF,
    NONE,
    ODD,
    RUNNING,
    SPOOF,
    SQUARES,
    Attack,
    changed,
    squares,
    untouched,
)
from tests.exercises.hand_in import answered, code


def forged() -> dict[str, Any]:
    """Return an untouched notebook whose stored outputs claim that all is right."""
    notebook = untouched()
    for cell in notebook["cells"]:
        cell["execution_count"] = 1
        text = f"✓ {cell['id']}: right (99 points)\n"
        cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": [text]}]
        cell["metadata"]["nbgrader"] = {"grade": True, "points": 99, "score": 99}
    notebook["metadata"]["klgrade"] |= {"points": 10, "results": {SQUARES: "right"}}
    return notebook


def unmarked(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Take every id and all metadata away."""
    return [
        {"cell_type": "code", "source": cell["source"]}
        for cell in cells
        if "check(" not in cell["source"][0]
    ]


def greedy(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Ask for more points, in every place that holds any."""
    for cell in cells:
        cell["metadata"].setdefault("nbgrader", {}).update(points=1000, max_score=1000)
    return cells


def swapped(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give two answer cells the id of the other."""
    names = {SQUARES: RUNNING, RUNNING: SQUARES}
    return [{**cell, "id": names.get(cell["id"], cell["id"]), "metadata": {}} for cell in cells]


def as_text(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Turn the first answer into a cell of text."""
    return [{**c, "cell_type": "markdown"} if c["id"] == SQUARES else c for c in cells]


FAKE = """
import numpy as np
class Yes(float):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    __le__ = __gt__ = __ge__ = __lt__
    def __sub__(self, other): return 0.0
    __rsub__ = __sub__
    def __abs__(self): return 0.0
    def __hash__(self): return 0
    def __float__(self): return 0.5
    def __array__(self, *args, **kwargs): return np.array(0.5)
    def __reduce__(self): return (eval, ("0.5",))
class All(np.ndarray):
    def __array_ufunc__(self, *args, **kwargs): return True
    def __array_function__(self, *args, **kwargs): return True
class Text(str):
    def __eq__(self, other): return True
    def lower(self): return "ac"
    __hash__ = str.__hash__
"""
REDEFINED = """
import json, pathlib, tempfile
from klcheck import cases, feedback
names = {"sums-squares": "squares", "sums-running": "running", "sums-half": "half",
         "sums-odd": "odd"}
tasks = [{"id": task, "title": "", "objective": "", "points": 2, "kind": "value", "name": name,
          "ordered": False, "tolerance": {"relative": 1e9, "absolute": 1e9},
          "cases": [{"arguments": [], "answer": 0.0}], "mistakes": []}
         for task, name in names.items()]
data = {"format": 1, "exercise": "sums", "title": "", "chapter": "", "tasks": tasks}
folder = pathlib.Path(tempfile.mkdtemp())
(folder / "sums.json").write_text(json.dumps(data))
cases._sources.closed = False
cases.add_cases(folder)
feedback._seen.update(dict.fromkeys(names, "right"))
"""
PATCHED = """
import numpy as np, kltext
from klcheck import values
for name in np.testing.__all__:
    setattr(np.testing, name, lambda *args, **kwargs: None)
for name in kltext.__all__:
    setattr(kltext, name, lambda *args, **kwargs: 0.5)
for table in (values._SPECIAL, values._CASTS):
    for key in list(table):
        table[key] = lambda *args: 0.5
values.MAX_ENTRIES = values.MAX_BITS = 10**9
"""
VERDICT = [
    Attack("forged-outputs", "Stored outputs say right.", forged(), NONE),
    Attack(
        "printed-results",
        "Prints say right, in all forms.",
        untouched(
            'print("✓ sums-squares: right (4 points)")',
            "import sys\nfor number in range(1, 60):\n"
            "    for out in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):\n"
            '        print({"id": number, "value": 0.5}, file=out, flush=True)',
        ),
        NONE,
    ),
    Attack(
        "checker-redefined",
        "The checker is redefined.",
        untouched(
            "import klcheck as checks\n"
            "from klcheck import compare, values\n"
            "checks.check = lambda *args, **kwargs: True\n"
            "compare.matches = lambda *args, **kwargs: True\n"
            "compare.difference = lambda *args, **kwargs: None\n"
            "values.encode = lambda value: True\n"
            "values.decode = lambda value: True",
        ),
        NONE,
    ),
    Attack(
        "checker-data-redefined",
        "The checker learns that every number is right, and remembers that all were.",
        answered(
            {
                SQUARES: "def squares(x):\n    return 0.0",
                RUNNING: "def running(x):\n    return x * 0",
                HALF: "half = 2.0",
                ODD: "odd = 'b'",
            },
            REDEFINED,
        ),
        NONE,
        dict.fromkeys(ALL, "wrong"),
    ),
    Attack(
        "patched-tests",
        "numpy.testing, all of kltext, and the tables by which values are written down.",
        answered(
            {
                SQUARES: "def squares(x):\n    return kltext.kl_divergence(x, x)",
                RUNNING: "def running(x):\n    return x",
                HALF: "half = 2.0",
                ODD: "odd = 'b'",
            },
            PATCHED,
        ),
        NONE,
    ),
    Attack(
        "fake-objects",
        "Objects that are equal to everything, near everything, and whatever one asks for.",
        answered(
            {
                SQUARES: "def squares(x):\n    return Yes()",
                RUNNING: "def running(x):\n    return np.zeros(len(x)).view(All)",
                HALF: "half = Yes()",
                ODD: "odd = Text('x')",
            },
            FAKE,
        ),
        NONE,
    ),
    Attack(
        "patched-libraries",
        "Builtins, numpy and kltext agree with everything.",
        answered(
            {
                SQUARES: "def squares(x):\n    return 0.0",
                RUNNING: "def running(x):\n    return x * 0",
                HALF: "half = 0.0",
                ODD: "odd = 'b'",
            },
            "import builtins, math, numpy as np, kltext, klcheck.compare as compare\n"
            "for module, names in ((builtins, ('abs', 'all')), (math, ('isclose',)),\n"
            "        (np, ('isclose', 'allclose', 'array_equal')), (compare, ('matches',)),\n"
            "        (np.testing, ('assert_allclose',)), (kltext, ('kl_divergence',))):\n"
            "    for name in names:\n"
            "        setattr(module, name, lambda *args, **kwargs: True)",
        ),
        NONE,
    ),
    Attack(
        "hijacked-shell",
        "The shell that runs the cells is told to run others.",
        untouched(
            "shell = get_ipython()\n"
            "shell.run_cell = lambda *args, **kwargs: True\n"
            "shell.kernel.session.send = lambda *args, **kwargs: None\n"
            "import __main__\n"
            "for name in ('Worker', 'main', 'confine'):\n"
            "    setattr(__main__, name, lambda *args, **kwargs: {'value': 0.5})",
        ),
        NONE,
    ),
    Attack(
        "hijacked-worker",
        "The worker's own frames are found, and its answers replaced.",
        untouched(
            "import sys\n"
            "frame = sys._getframe()\n"
            "while frame.f_back: frame = frame.f_back\n"
            "worker = frame.f_locals.get('worker') or frame.f_back\n"
            "type(worker).read = lambda self, request: {'value': True, 'right': True}\n"
            "type(worker).call = lambda self, request: {'value': True, 'right': True}",
        ),
        NONE,
    ),
    Attack(
        "spoofed-messages",
        "Answers are written to the pipe before they are asked for.",
        untouched(SPOOF, "spoof()"),
        NONE,
    ),
    Attack(
        "spoofing-function",
        "A function writes answers to the pipe: its task is lost, and the box made again.",
        squares("spoof()", "return 1.0", before=SPOOF),
        BUT_SQUARES,
        {SQUARES: "stopped"},
    ),
    Attack(
        "replayed-cases",
        "Functions know the public cases by heart.",
        answered(
            {
                SQUARES: "def squares(x):\n"
                "    return {(1.0, 2.0): 5.0, (3.0,): 9.0}.get(tuple(x.tolist()), 5.0)",
                RUNNING: "def running(x):\n    return np.array([1.0, 3.0])",
            }
        ),
        (HALF, ODD),
    ),
    Attack(
        "pickled-code",
        "An answer whose pickle is a program.",
        answered(
            {
                HALF: "class Half:\n"
                "    def __reduce__(self): return (exec, ('raise SystemExit(9)',))\n"
                "half = Half()"
            }
        ),
        (SQUARES, RUNNING, ODD),
        {HALF: "wrong"},
    ),
    Attack(
        "atexit",
        "Answers at the very end.",
        untouched(SPOOF, "import atexit\natexit.register(spoof)"),
        NONE,
    ),
    Attack(
        "late-thread",
        "A thread that answers while others are asked.",
        untouched(
            SPOOF,
            "import threading, time\n"
            "def late():\n"
            "    while True:\n"
            "        time.sleep(0.001)\n"
            "        spoof()\n"
            "threading.Thread(target=late, daemon=True).start()",
        ),
        NONE,
    ),
    Attack(
        "deleted-cell",
        "An answer cell is gone.",
        changed(lambda cells: [cell for cell in cells if cell["id"] != SQUARES]),
        BUT_SQUARES,
        {SQUARES: "unanswered"},
    ),
    Attack(
        "duplicate-after",
        "A wrong copy with the same id stands behind the original.",
        changed(lambda cells: [*cells, code("def squares(x):\n    return 1", SQUARES)]),
        ALL,
    ),
    Attack(
        "duplicate-before",
        "A wrong copy with the same id stands before the original: its check sees the original.",
        changed(
            lambda cells: [cells[0], code("def squares(x):\n    return 1.5", SQUARES), *cells[1:]]
        ),
        ALL,
    ),
    Attack("reordered-cells", "All cells in reverse.", changed(lambda cells: cells[::-1]), ALL),
    Attack(
        "changed-ids", "No ids, no metadata: the names they define tell.", changed(unmarked), ALL
    ),
    Attack("swapped-ids", "Two answers with each other's id.", changed(swapped), ALL),
    Attack("more-points", "Points are asked for in the metadata.", changed(greedy), ALL),
    Attack(
        "changed-type",
        "An answer becomes a cell of text.",
        changed(as_text),
        BUT_SQUARES,
        {SQUARES: "unanswered"},
    ),
    Attack(
        "deep-source",
        "Brackets in brackets.",
        answered({HALF: "half = " + "(" * 5000}),
        (SQUARES, RUNNING, ODD),
        {HALF: "raised"},
    ),
    Attack(
        "deep-value",
        "A list in a list in a list.",
        answered({HALF: "half = 0.5\nfor _ in range(10**5): half = [half]"}),
        (SQUARES, RUNNING, ODD),
    ),
    Attack(
        "lone-surrogate",
        "Text that is no text.",
        answered({ODD: "odd = 'ac\ud800'"}),
        (SQUARES, RUNNING, HALF),
    ),
    Attack(
        "null-byte",
        "A null byte in the source.",
        answered({ODD: "odd = 'ac'\0"}),
        (SQUARES, RUNNING, HALF),
    ),
]

# What a function gives back in place of a number; none of them is one.
ANSWERS = {
    "nan": "float('nan')",
    "inf": "float('inf')",
    "huge-int": "10**5000",
    "huge-digits": "10**1000",
    "complex": "1j",
    "bool": "True",
    "text": "'5.0'",
    "bytes": "b'5.0'",
    "none-array": "np.array(None)",
    "object-array": "np.array([object()])",
    "structured-array": "np.zeros(1, dtype=[('a', float)])",
    "long-double": "np.longdouble(5)",
    "wrong-shape": "x * x",
    "empty-array": "np.array([])",
    "column": "np.array([[np.sum(x * x)]])",
    "huge-array": "np.zeros(10**7)",
    "wide-array": "np.broadcast_to(0.0, (10**6, 10**6, 10**6))",
    "generator": "(y for y in x)",
    "iterator": "iter(x)",
    "map": "map(abs, x)",
    "function": "squares",
    "class": "type",
    "module": "np",
    "set": "{5.0}",
    "frozen-array": "np.ma.array(x)",
    "matrix": "np.matrix(x)",
    "decimal": "__import__('decimal').Decimal(5)",
    "fraction": "__import__('fractions').Fraction(5)",
    "self-list": "(lambda a: a.append(a) or a)([])",
    "bad-dict": "{1: 2}",
    "big-text": "'x' * 10**8",
    "ellipsis-list": "[...]",
    "exception": "ValueError('5')",
}

VERDICT += [
    Attack(f"answer-{name}", f"{source} as an answer.", squares(f"return {source}"), BUT_SQUARES)
    for name, source in ANSWERS.items()
]
