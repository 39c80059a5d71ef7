"""The sentences of errors can be searched for in the source."""

from __future__ import annotations

import io
import tokenize
from pathlib import Path

import kltext

SHORT = 30
SKIPPED = (tokenize.NL, tokenize.COMMENT)


def scraps(source):
    """Return the short pieces in the middle of strings, between two lines that go on."""
    tokens = [
        token
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type not in SKIPPED
    ]
    threes = zip(tokens, tokens[1:], tokens[2:], strict=False)
    return [
        middle.string
        for three in threes
        if all(token.type == tokenize.STRING for token in three)
        and len((middle := three[1]).string) < SHORT
        and not middle.string.startswith("r")  # a formula
    ]


def test_a_scrap_is_noticed():
    assert scraps('raise ValueError(\n    "pass a "\n    "list "\n    "of numbers"\n)') == [
        '"list "'
    ]
    assert not scraps('raise ValueError(\n    "pass a list "\n    "of numbers"\n)')


def test_no_sentence_is_cut_into_scraps():
    root = Path(kltext.__file__).parent
    cut = {
        str(path.relative_to(root)): found
        for path in sorted(root.rglob("*.py"))
        if (found := scraps(path.read_text(encoding="utf-8")))
    }
    assert cut == {}
