"""Every attack earns the points that it should, and no other student's work changes.

A whole class of attackers, with honest students among them, is graded once; each test reads the
gradebook.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from klgrade.records import Limits

from tests.exercises.attack import ALL, HALF, NONE, Attack
from tests.exercises.attacks_on_resources import RESOURCES
from tests.exercises.attacks_on_the_machine import MACHINE
from tests.exercises.attacks_on_the_verdict import VERDICT
from tests.exercises.commands import book, contents, klgrade, results, rows
from tests.exercises.hand_in import POINTS, SECRET, UNTOUCHED, answered, earned, grade, write
from tests.made_once import Once

ATTACKS = VERDICT + MACHINE + RESOURCES
HONEST = [f"honest-{number}" for number in range(4)]
# Names that a folder can have, and that a gradebook must bear.
NAMES = [
    "Zoë Ünïcödé 李小龍",
    "=HYPERLINK(1)",
    "+1",
    "@SUM(A1)",
    "-rf",
    "＝1",
    "a\nb,c",
    'quote"s',
    "..%2f..%2fgrades",
    "...",
    "~",
    "<script>alert(1)",
    "\u202egpj.exe",
    "CON",
    "x" * 200,
    "ZOË ÜNÏCÖDÉ 李小龍",
    "tab\there",
    "a|b*c_[d](e)`f`",
    b"bad\xff".decode(errors="surrogateescape"),
]
MARKER = "klgrade-orphan"
# What Python, or the grader, might import by name from a folder of students' files.
TRAPS = (
    "conftest sitecustomize usercustomize numpy json kltext klgrade multiprocessing runpy pickle"
)


def reaching(port: int, out: Path, files: Path) -> list[Attack]:
    """Return the attacks that need to know where things are."""
    network = (
        "import socket\nhalf = 2.0\n"
        f"for host, port in (('127.0.0.1', {port}), ('1.1.1.1', 53), ('::1', {port})):\n"
        "    try:\n        socket.create_connection((host, port), timeout=0.5); half = 0.5\n"
        "    except OSError: pass\n"
        "try:\n    if len(socket.if_nameindex()) > 1: half = 0.5\nexcept OSError: pass"
    )
    gradebook = (
        f"import os\nout, files = {str(out)!r}, {str(files)!r}\n"
        "half = 0.5 if os.path.exists(files) else 2.0\n"
        "os.makedirs(out, exist_ok=True)\n"
        "for file in (out + '/grades.csv', files + '/honest-0/sums.ipynb'):\n"
        "    try: open(file, 'w').write('mallory,10')\n"
        "    except OSError: pass"
    )
    orphan = (
        "import os, subprocess, sys, time\n"
        "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
        "        words = [sys.executable, '-c', 'import time; time.sleep(500)', "
        f"{MARKER!r}]\n"
        "        os.execv(sys.executable, words)\n"
        "    os._exit(0)\n"
        "time.sleep(0.2)"
    )
    return [
        Attack(
            "network", "A way out.", answered(UNTOUCHED | {HALF: network}), NONE, {HALF: "wrong"}
        ),
        Attack(
            "gradebook",
            "Write one's own.",
            answered(UNTOUCHED | {HALF: gradebook}),
            NONE,
            {HALF: "wrong"},
        ),
        Attack("orphan", "A process that stays.", answered({}, orphan), ALL),
    ]


def hand_in_all(files: Path, attacks: list[Attack]) -> None:
    """Write everyone's notebook."""
    for attack in attacks:
        write(files / f"{attack.name}.ipynb", attack.notebook)
    for name in HONEST + NAMES:
        write(files / name / "sums.ipynb", answered())
    # Code that lies in wait for whoever imports it, or starts Python beside it.
    trap = f"open({str(files / 'sprung')!r}, 'w').close()\n"
    for name in TRAPS.split():
        (files / f"{name}.py").write_text(trap)
        (files / HONEST[0] / f"{name}.py").write_text(trap)
    (files / HONEST[0] / "trap.pth").write_text(f"import os; {trap}")


@pytest.fixture(scope="module")
def course(once: Once) -> Path:
    """Return the folder in which the class is graded."""
    return once("class", grade_class)


def grade_class(folder: Path) -> None:
    files, out = folder / "files", folder / "out"
    with socket.create_server(("127.0.0.1", 0)) as server:
        attacks = ATTACKS + reaching(server.getsockname()[1], out, files)
        hand_in_all(files, attacks)
        secret = folder / "secret"
        secret.write_bytes(SECRET)
        # Many of them wait for their end, so more are graded at once than there are processors.
        words = ["--jobs", 3, "--cell-seconds", 1.5, "--helper-seconds", 3, "--secret-file", secret]
        done = klgrade(files, *words, out=out, cwd=files / HONEST[0])
    (folder / "said").write_text(done.stdout + done.stderr)
    (folder / "status").write_text(str(done.returncode))


def student(course: Path, name: str) -> dict[str, Any]:
    """Return what the gradebook says of one."""
    return book(course / "out")[name]


@pytest.mark.parametrize("attack", ATTACKS + reaching(0, Path(), Path()), ids=lambda one: one.name)
def test_attack_earns_what_it_should(attack: Attack, course: Path) -> None:
    found = results(student(course, attack.name))
    assert {task: row["points"] for task, row in found.items()} == attack.points, attack.why
    for task, status in attack.status.items():
        assert found[task]["status"] == status, found[task]["message"]
    assert all(row["max"] == POINTS[task] for task, row in found.items())


@pytest.mark.parametrize("name", HONEST + NAMES)
def test_others_keep_their_points(name: str, course: Path) -> None:
    found = student(course, name)
    assert (found["points"], found["max"]) == (10, 10)


def test_nobody_reads_a_word_that_an_attack_has_changed(course: Path, tmp_path: Path) -> None:
    """Without the attackers, everyone else is told the same to the byte."""
    for name in HONEST + NAMES:
        write(tmp_path / "files" / name / "sums.ipynb", answered())
    out = tmp_path / "out"
    done = klgrade(tmp_path / "files", "--secret-file", course / "secret", out=out)
    assert done.returncode == 0, done.stderr
    alone, among = contents(out), contents(course / "out")
    tables = [name for name in alone if name.endswith(".csv")]
    assert len(alone) == len(tables) + 1 + 2 * len(HONEST + NAMES)
    for name in tables:
        assert not set(alone.pop(name).splitlines()) - set(among[name].splitlines())
    everyone = book(course / "out")
    assert all(everyone[name] == entry for name, entry in book(out).items())
    del alone["grades.json"]
    assert {name: among[name] for name in alone} == alone


def test_gradebook_is_complete(course: Path) -> None:
    everyone = {attack.name for attack in ATTACKS + reaching(0, Path(), Path())} | {*HONEST, *NAMES}
    assert set(book(course / "out")) == everyone
    assert len(rows(course / "out")) == len(everyone) * len(POINTS)
    assert (course / "status").read_text() == "0", (course / "said").read_text()


def test_everyone_gets_feedback_of_their_own(course: Path) -> None:
    files = contents(course / "out")
    pages = [name for name in files if name.startswith("feedback/")]
    assert len(pages) == 2 * len(book(course / "out"))
    assert len({page.casefold() for page in pages}) == len(pages)
    assert all(Path(page).parent == Path("feedback") for page in pages)
    assert not any(b"<script" in files[page] for page in pages)


def test_no_cell_of_a_table_is_a_formula(course: Path) -> None:
    for name in ("grades.csv", "totals.csv"):
        text = contents(course / "out")[name].decode()
        assert "\u202e" not in text
        for line in text.splitlines():
            assert not any(
                part.strip('"')[:1] in tuple("=+-@\t＝") for part in line.split(",") if part
            )


def test_nothing_of_an_attack_is_left(course: Path) -> None:
    assert not (course / "files" / "sprung").exists()
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                command = (folder / "cmdline").read_bytes()
            except OSError:
                continue
            assert MARKER.encode() not in command
    honest = json.loads((course / "files" / "honest-0" / "sums.ipynb").read_text())
    assert honest["cells"]


def test_many_prints_cost_no_points(tmp_path: Path) -> None:
    printing = "for _ in range(10**6): print('x')"
    path = write(tmp_path / "ada.ipynb", answered({}, printing))
    report = grade(path, limits=Limits(helpers=120))
    assert earned(report) == POINTS


@pytest.mark.parametrize("name", ["checker-redefined", "checker-data-redefined"])
def test_checker_inside_the_notebook_is_fooled(name: str) -> None:
    """What a notebook does to its own checker works there, and earns nothing."""
    (attack,) = [attack for attack in ATTACKS if attack.name == name]
    cells = [cell for cell in attack.notebook["cells"] if cell["cell_type"] == "code"]
    lines = ["".join(cell["source"]) for cell in cells if "check-" not in cell["id"]]
    lines += ["import klcheck", "print(klcheck.check('sums-half', 2.0))"]
    command = [sys.executable, "-c", "\n".join(lines)]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "right (2 points)" in said or "True" in said


def test_canaries_sing_without_a_sandbox(tmp_path: Path) -> None:
    """What looks for a way out finds one where there is no sandbox: those attacks can succeed."""
    named = {attack.name: attack for attack in ATTACKS}
    with socket.create_server(("127.0.0.1", 0)) as server:
        out = tmp_path / "out"
        named |= {a.name: a for a in reaching(server.getsockname()[1], out, tmp_path)}
        for name in ("network", "gradebook", "reads-the-answers", "writes-everywhere"):
            path = write(tmp_path / "sums.ipynb", named[name].notebook)
            if name == "writes-everywhere":
                text = path.read_text().replace("('/', '/dev'", f"({str(tmp_path)!r}, '/dev'")
                path.write_text(
                    text.replace("'grades.csv'", "'written.csv'").replace("'/usr', ", "")
                )
            report = grade(path, sandbox=False)
            assert earned(report)[HALF] == POINTS[HALF], name
