"""What the two commands that add to a built site have in common: their errors and last words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click


class LiveError(Exception):
    """What is missing, and what to do."""


def add_to_site(title: str, act: Callable[[Path], Path]) -> int:
    """Let `act` add a folder to the site of the book in the current folder, and say which."""
    try:
        made = act(Path.cwd())
    except LiveError as error:
        click.echo(f"{title}: {error}", err=True)
        return 1
    size = sum(path.stat().st_size for path in made.rglob("*") if path.is_file())
    click.echo(f"{title}: {made} ({size / 1e6:.0f} MB)")
    return 0
