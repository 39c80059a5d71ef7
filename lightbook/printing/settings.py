"""What printing needs to know of the book, from the first block of its ``_config.yml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
    licence: str
    cheat_sheet: Mapping[str, Any]

    @property
    def slug(self) -> str:
        """Return the name of the files that the site hands out."""
        return "".join(c if c.isalnum() else "-" for c in self.title.lower()).strip("-")


def read_settings(book: Path | None = None) -> Settings:
    """Return the settings of the book in a folder: the current one, if none is given."""
    book = book or Path.cwd()
    config = yaml.safe_load((book / "_config.yml").read_text(encoding="utf-8"))
    html, sphinx = config.get("html") or {}, config.get("sphinx") or {}
    return Settings(
        book=book,
        site=book / "_build" / "html",
        title=config["title"],
        author=config.get("author") or "",
        copyright=str(config.get("copyright") or ""),
        address=html.get("baseurl") or (config.get("repository") or {}).get("url", ""),
        logo=config.get("logo") or "",
        licence=html.get("extra_footer") or "",
        cheat_sheet=(sphinx.get("config") or {}).get("lightbook_cheat_sheet") or {},
    )
