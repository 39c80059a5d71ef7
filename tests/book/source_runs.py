"""Six-word runs of a text, as hashes: to show that the book's words are its own.

The section that gave the book its syllabus is not ours to store. Its runs of six words are
kept as hashes in ``tests/fixtures/source_runs.txt``, made by

    python -m tests.book.source_runs SECTION.txt > tests/fixtures/source_runs.txt
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

LENGTH = 6
FORMULAS = re.compile(r"\$\$.*?\$\$|\$[^$\n]+\$", re.DOTALL)


def word_runs(text: str) -> Iterator[str]:
    """Yield every run of six consecutive words, formulas left out.

    A run of figures, such as a list of probabilities, is nobody's wording.
    """
    words = re.findall(r"[a-z0-9]+", FORMULAS.sub(" ", text).lower())
    for start in range(len(words) - LENGTH + 1):
        run = words[start : start + LENGTH]
        if not all(word.isdigit() for word in run):
            yield " ".join(run)


def run_hash(run: str) -> str:
    """Return the hash under which a run is stored."""
    return hashlib.blake2b(run.encode(), digest_size=6).hexdigest()


if __name__ == "__main__":
    source = Path(sys.argv[1]).read_text()
    sys.stdout.write("".join(f"{key}\n" for key in sorted({*map(run_hash, word_runs(source))})))
