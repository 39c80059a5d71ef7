"""The grader's own processes stay small, whatever a submission prints, answers, or has stored.

The whole command is measured, with one process at work and with two. What runs in the sandbox has
a bound of its own, and is not counted.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from klgrade.graft import MAX_BYTES, MAX_PIECES

from tests.exercises.commands import book, results
from tests.exercises.grader_memory import Watched, watched
from tests.exercises.hand_in import answered, write

MOST = 300  # megabytes, of each process and of all together
FULL = MAX_BYTES - 100_000
ALL_RIGHT, NONE_ANSWERED = ["right"] * 4, ["unanswered"] * 4

FLOODS = {
    "lines": answered({}, "line = 'x' * 10**6\nfor _ in range(500): print(line)"),
    "endless": answered({}, "while True:\n    print('x')\n    print('x' * 10**6, end='')"),
    "binary": answered(
        {}, "import sys\nfor _ in range(500): sys.stderr.write(bytes(range(256)).decode('latin1'))"
    ),
    "handles": answered(
        {}, "import os\nfor _ in range(500): os.write(1, bytes(range(256)) * 4000)"
    ),
    "endless-handles": answered(
        {}, "import os\nwhile True:\n    for n in (1, 2): os.write(n, os.urandom(10**5))"
    ),
    "shown": answered({}, "for _ in range(500): display('x' * 10**6)", "'x' * 10**8"),
    "raised": answered({}, "raise ValueError('x' * 10**8)"),
}
PIPE = (
    "import os\nfor n in range(3, 20):\n    try:\n        while True:\n"
    "            os.write(n, {} * 10**6)\n    except OSError: pass"
)
ANSWERS = {
    "many": answered(
        {
            "sums-squares": "def squares(x):\n    return [[] for _ in range(10**5)]",
            "sums-running": "def running(x):\n    return ['x' * 10**5] * 10**5",
            "sums-half": "half = 'x' * 10**9",
            "sums-odd": "odd = list(range(10**5))",
        }
    ),
    "pipe-line": answered({"sums-half": PIPE.format(r"b'[],'")}),
    "pipe-lines": answered({"sums-half": PIPE.format(r"b'[]\n'")}),
    "pipe-binary": answered({"sums-half": PIPE.format(r"bytes([255, 0])")}),
}
HEAD = '{"nbformat": 4, "metadata": {"klgrade": {"exercise": "sums"}}, "cells": [], "x": ['
PIECES = {"lists": "[],", "objects": "{},", "texts": '"",', "keys": '{"":0},', "floats": "1.5,",
          "exponents": "-1e5,"}  # fmt: skip
WIDE = {"latin": "", "emoji": "\N{GRINNING FACE}", "greek": "\N{GREEK SMALL LETTER ALPHA}"}
EVERY = [(name, letters) for name in PIECES for letters in WIDE]
# Each piece beside the text that grows most, and each text beside the piece that does.
SOME = [(name, letters) for name, letters in EVERY if letters == "emoji" or name == "objects"]


def stored(piece: str, wide: str) -> str:
    """Return values that take many times the room of their text, beside text that does so too."""
    pieces = piece * ((MAX_PIECES - 1000) // sum(map(piece.count, ",[{")))
    return f'{HEAD}{pieces}"{wide}{"x" * (FULL - len(HEAD + pieces))}"]}}'


def saved(text: str, times: int) -> str:
    """Return a right notebook in which outputs are saved."""
    notebook: dict[str, Any] = answered(
        {"sums-half": "half = 0.5 if len('\N{GRINNING FACE}é') == 2 else 0"}
    )
    output = {"output_type": "stream", "name": "stdout", "text": [text] * times}
    notebook["cells"][1]["outputs"] = [output]
    return json.dumps(notebook, ensure_ascii=False)


SAVED: dict[str, Callable[[], str]] = {
    "one-line": lambda: saved("x" * FULL, 1),
    "short-lines": lambda: saved("x\n", 300_000),
    "picture": lambda: saved("iVBORw0KGgo" * 900, 1_000),
    "wide-line": lambda: saved("\N{GRINNING FACE}" + "α" * (FULL // 2), 1),
}


def hand_in_all(files: Path, pairs: list[tuple[str, str]]) -> dict[str, list[str] | None]:
    """Write all notebooks; return the statuses that each should get, or None for any."""
    wanted: dict[str, list[str] | None] = {}
    for group, notebooks in (("prints", FLOODS), ("answers", ANSWERS)):
        for name, content in notebooks.items():
            write(files / f"{group}-{name}.ipynb", content)
            wanted[f"{group}-{name}"] = ALL_RIGHT if group == "prints" else None
    for name, make in SAVED.items():
        (files / f"saved-{name}.ipynb").write_text(make(), encoding="utf-8")
        wanted[f"saved-{name}"] = ALL_RIGHT
    for name, letters in pairs:
        path = files / f"stored-{name}-{letters}.ipynb"
        path.write_text(stored(PIECES[name], WIDE[letters]), encoding="utf-8")
        wanted[path.stem] = NONE_ANSWERED
    with (files / "half-a-gigabyte.ipynb").open("w") as file:
        file.write(json.dumps(answered()))
        file.truncate(500_000_000)
    wanted["half-a-gigabyte"] = ["unreadable"]
    return wanted


@pytest.mark.parametrize(
    ("jobs", "pairs"),
    [
        pytest.param(2, SOME, id="two-processes"),
        pytest.param(1, EVERY, id="one-process-every-pair", marks=pytest.mark.audit),
        pytest.param(2, EVERY, id="two-processes-every-pair", marks=pytest.mark.audit),
    ],
)
def test_grader_stays_small(
    jobs: int,
    pairs: list[tuple[str, str]],
    tmp_path: Path,
    record_property: Callable[..., None],
) -> None:
    files, out = tmp_path / "files", tmp_path / "out"
    files.mkdir()
    wanted = hand_in_all(files, pairs)
    found: Watched = watched(
        files, "--jobs", jobs, "--cell-seconds", 2, "--helper-seconds", 4, out=out
    )
    record_property("megabytes", (sorted(found.peaks.values()), found.together))
    assert found.status == 1, found.said  # for the half gigabyte
    everyone = book(out)
    assert set(everyone) == set(wanted)
    for name, statuses in wanted.items():
        given = [row["status"] for row in results(everyone[name]).values()]
        assert statuses in (None, given), name
    assert len(found.peaks) >= jobs + 1
    assert max(found.peaks.values()) < MOST
    assert found.together < MOST
