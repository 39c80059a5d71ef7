"""One blue, one orange and one green in all of lightbook, legible on white."""

from __future__ import annotations

import colorsys
import re
from pathlib import Path

import lightbook
from lightbook import palette
from tests.unit.contrast import TEXT, contrast

PACKAGE = Path(lightbook.__file__).parent
SOURCES = [
    path
    for kind in ("css", "html", "py", "js", "svg")
    for path in PACKAGE.rglob(f"*.{kind}")
    if not {"node_modules", "dist"} & set(path.parts)
]
COLOUR = re.compile(r"#[0-9a-f]{6}\b", re.IGNORECASE)


def is_orange(colour: str) -> bool:
    """Return whether a colour is a strong orange: pale ones are grounds, dark ones are browns."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    return 15 <= 360 * hue <= 40 and saturation > 0.6 and 0.3 < lightness < 0.7


def oranges(text: str) -> set[str]:
    return {colour.lower() for colour in COLOUR.findall(text) if is_orange(colour)}


def roles() -> list[dict[str, str]]:
    """Return the colours of the style sheet by role: light, then dark."""
    sheet = (PACKAGE / "web" / "src" / "style" / "roles.css").read_text(encoding="utf-8")
    found = re.findall(r"\{([^}]*--[a-z]+-q:[^}]*)\}", sheet)
    return [dict(re.findall(r"--[a-z]+-([a-z]+): (#[0-9a-f]{6});", block)) for block in found]


def test_every_orange_is_the_palettes() -> None:
    light, dark = roles()
    assert light["q"] == palette.ORANGE
    found = {path: oranges(path.read_text(encoding="utf-8")) for path in SOURCES}
    assert {path for path, colours in found.items() if palette.ORANGE in colours}
    assert {
        path.name: colours
        for path, colours in found.items()
        if not colours <= {palette.ORANGE, dark["q"]}
    } == {}


def test_the_style_sheet_has_the_colours_of_the_drawings() -> None:
    light, _ = roles()
    assert (light["p"], light["r"]) == (palette.BLUE, palette.GREEN)


def test_the_colours_stand_out_from_white() -> None:
    for colour in (palette.BLUE, palette.ORANGE, palette.GREEN, palette.INK):
        assert contrast(colour, "#ffffff") >= TEXT


def test_another_orange_is_found() -> None:
    assert oranges("border: 1px solid #C45500; color: #e0702a") == {"#c45500", "#e0702a"}
    assert oranges("#ffe08a #0072b2 #b3477f") == set()
