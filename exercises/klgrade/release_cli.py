"""The command klgrade-release: bank and solved notebooks in, what learners get out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from klgrade.public import public_json
from klgrade.release import build
from klgrade.tasks import Exercise, load_bank

DESCRIPTION = """\
Write what learners get: of every solved notebook SOLUTIONS/<slug>.ipynb a release without its
solutions, OUT/<slug>.ipynb, and of every exercise of the bank its public inputs and outputs,
DATA/<slug>.json. Solved notebooks are run, and stored again with their outputs.

  klgrade-release exercises/solutions --out exercises --bank exercises/bank \\
      --data exercises/kltasks
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, or 1 if --check found a file that is not up to date."""
    options = _parser().parse_args(arguments)
    try:
        bank = load_bank(options.bank)
        chosen = [e for e in bank if options.only is None or e.slug == options.only]
        if not chosen:
            raise ValueError(f"the bank holds no exercise {options.only!r}")
        stale = 0
        for path, wanted in _files(chosen, options):
            stale += _store(path, wanted, check=options.check)
    except (ValueError, TypeError, ImportError, OSError) as error:
        sys.stderr.write(f"klgrade-release: {error}\n")
        return 2
    return 1 if options.check and stale else 0


def _files(chosen: list[Exercise], options: argparse.Namespace) -> Iterator[tuple[Path, str]]:
    """Yield every file with the text that it should hold: data first, for the notebooks read it."""
    for exercise in chosen if options.data else ():
        yield options.data / f"{exercise.slug}.json", public_json(exercise, options.site)
    for number, exercise in enumerate(chosen, 1):
        sys.stdout.write(f"[{number}/{len(chosen)}] {exercise.slug}\n")
        sys.stdout.flush()
        source = options.solutions / f"{exercise.slug}.ipynb"
        if not source.is_file():
            raise ValueError(f"the exercise {exercise.slug!r} has no solved notebook at {source}")
        options.out.mkdir(parents=True, exist_ok=True)
        built = build(source, exercise, folder=options.out)
        yield source, built.solved
        yield options.out / source.name, built.released


def _store(path: Path, wanted: str, *, check: bool) -> bool:
    """Write a file if it differs from what it should hold, and return whether it did."""
    found = path.read_text(encoding="utf-8") if path.is_file() else None
    if found == wanted:
        return False
    sys.stdout.write(f"{'stale' if check else 'written'}: {path}\n")
    if not check:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(wanted, encoding="utf-8")
    return True


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "klgrade-release",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("solutions", type=Path, help="folder of the solved notebooks")
    parser.add_argument("--out", type=Path, required=True, help="folder of the released notebooks")
    parser.add_argument("--bank", type=Path, required=True, help="folder of the bank")
    parser.add_argument("--data", type=Path, help="folder of the public JSON files")
    parser.add_argument(
        "--site",
        default="",
        metavar="URL",
        help="where the book is published: lessons then link to it",
    )
    parser.add_argument("--only", metavar="SLUG", help="one exercise instead of all")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if any differs")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
