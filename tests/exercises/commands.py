"""Run the command klgrade as an instructor does, in a process of its own."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.exercises.hand_in import BANK

KLGRADE = str(Path(sys.executable).with_name("klgrade"))


def klgrade(
    *words: object, out: Path, bank: Path = BANK, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Return what the command, started in the folder `cwd`, printed, and its exit status."""
    command = [KLGRADE, *map(str, words), "--bank", str(bank), "--out", str(out)]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=1800, check=False, cwd=cwd
    )


def rows(out: Path) -> list[dict[str, str]]:
    """Return the rows of grades.csv."""
    with (out / "grades.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def book(out: Path) -> dict[str, dict[str, Any]]:
    """Return the students of grades.json by name."""
    plain = json.loads((out / "grades.json").read_text(encoding="utf-8"))
    return {student["student"]: student for student in plain["students"]}


def results(student: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return a student's results by task."""
    return {row["task"]: row for report in student["reports"] for row in report["results"]}


def contents(out: Path) -> dict[str, bytes]:
    """Return every file of a gradebook, and what it holds."""
    files = [file for file in out.rglob("*") if file.is_file() and ".klgrade" not in file.parts]
    return {str(file.relative_to(out)): file.read_bytes() for file in sorted(files)}
