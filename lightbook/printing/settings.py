"""What printing needs to know of the book, from the first block of its ``_config.yml``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Settings:
    """The book that is printed, and where its site is."""

    book: Path
    site: Path
    title: str
    author: str
    copyright: str
    address: str
    logo: str

    @property
    def slug(self) -> str:
        """Return the name of the files that the site hands out."""
        return "".join(c if c.isalnum() else "-" for c in self.title.lower()).strip("-")


def read_settings(book: Path | None = None) -> Settings:
    """Return the settings of the book in a folder: the current one, if none is given."""
    book = book or Path.cwd()
    config = yaml.safe_load((book / "_config.yml").read_text(encoding="utf-8"))
    return Settings(
        book=book,
        site=book / "_build" / "html",
        title=config["title"],
        author=config["author"],
        copyright=str(config["copyright"]),
        address=config["html"].get("baseurl") or config["repository"]["url"],
        logo=config["logo"],
    )
