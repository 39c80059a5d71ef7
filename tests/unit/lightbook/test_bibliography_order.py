"""The order of names in the bibliography."""

from __future__ import annotations

from pybtex.database import parse_string

from lightbook.nodes.bibliography import ByName

NAMES = [r"Zipf, G", r"{\O}ksendal, B", r"{\"O}sterreicher, F", "{OpenAI}", "Ólafur, J", "Abe, K"]
SORTED = ["Abe, K", r"{\O}ksendal, B", "Ólafur, J", "{OpenAI}", r"{\"O}sterreicher, F", "Zipf, G"]


def test_accents_and_institutions_stand_where_their_letters_do() -> None:
    entries = [f"@misc{{k{i}, author = {{{name}}}, title = {{T}}}}" for i, name in enumerate(NAMES)]
    works = parse_string("\n".join(entries), "bibtex").entries.values()
    order = [NAMES[int(work.key[1:])] for work in ByName().sort(works)]
    assert order == SORTED
