"""The face of the text: in the style sheet, small, and with its licence."""

from __future__ import annotations

import base64
import re
import shutil
import string
from pathlib import Path

from lightbook.bundles import DIST
from lightbook.site.text_face import cut_face, inlined

LIMIT = 40 * 1024  # bytes, all fonts together
ENGLISH = set(string.printable) | set("–—‘’“”…éäöüß×")


def test_a_style_sheet_holds_its_fonts_instead_of_their_addresses(tmp_path: Path) -> None:
    font = tmp_path / "letters-400.woff2"
    font.write_bytes(b"letters")
    sheet = 'a{src:url("letters-400.woff2")}b{src:url(x/letters-400.woff2)}c{src:url(other.woff2)}'
    data = base64.b64encode(b"letters").decode()
    held = f"url(data:font/woff2;base64,{data})"
    assert inlined(sheet, [font]) == f"a{{src:{held}}}b{{src:{held}}}c{{src:url(other.woff2)}}"


def test_the_fonts_of_the_style_sheet_are_small_and_free(tmp_path: Path) -> None:
    bundled = DIST / "page"
    named = re.findall(r"[\w-]+\.woff2", (bundled / "site.css").read_text(encoding="utf-8"))
    assert len(named) == 3, "upright, italic, bold"
    fonts = [Path(shutil.copy(bundled / name, tmp_path)) for name in named]
    for font in fonts:
        cut_face(font, ENGLISH)
    assert sum(font.stat().st_size for font in fonts) <= LIMIT
    assert "SIL OPEN FONT LICENSE" in (bundled / "text-face-license.txt").read_text()
