"""Marks the blocks of a long page that a browser need not lay out before they come near.

A page with thousands of formulas then opens as fast as a short one. A browser keeps room for a
block meanwhile: as much as ``--lb-text`` characters of text take, and ``--lb-rest`` for what does
not wrap. The style sheet knows how high a character makes a block at the width of the window.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Any, Final

from sphinx.application import Sphinx

from lightbook.page.block_sizes import Block, blocks
from lightbook.theme import is_on

MARK: Final = "lb-waits"
HEAVY: Final = 40  # elements of a block that is worth a mark
AT_ONCE: Final = 1200  # pixels at the top of a page, on a phone, that never wait


def waiting(found: list[Block]) -> list[Block]:
    """Return which blocks of a page, given in its order, are worth a mark."""
    ends = accumulate(block.phone for block in found)
    return [
        block
        for block, end in zip(found, ends, strict=True)
        if block.sure and block.elements >= HEAVY and end - block.phone > AT_ONCE
    ]


def with_mark(tag: str, block: Block) -> str:
    """Return the first tag of a block with a mark, and with the room that it needs.

    Examples
    --------
    >>> with_mark('<p class="lead">', Block(0, 16, 50, 300, 30.0, True))
    '<p style="--lb-text:300;--lb-rest:30px" class="lb-waits lead">'
    """
    room = f'style="--lb-text:{block.text};--lb-rest:{block.rest:.0f}px"'
    if 'class="' in tag:
        return tag.replace('class="', f'{room} class="{MARK} ', 1)
    return f'{tag.removesuffix(">")} {room} class="{MARK}">'


def marked(body: str) -> str:
    """Return the HTML of a page with a mark on each block that may wait."""
    pieces, last = [], 0
    for block in waiting(blocks(body)):
        pieces += [body[last : block.start], with_mark(body[block.start : block.end], block)]
        last = block.end
    return "".join([*pieces, body[last:]])


def mark_blocks(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Mark the blocks of a page."""
    if is_on(app) and context.get("body"):
        context["body"] = marked(context["body"])


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    # After the handlers that change the body.
    app.connect("html-page-context", mark_blocks, priority=940)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
