"""Writes what stands by itself as Markdown: paragraphs, lists, displays, boxes, tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import singledispatch
from typing import Final

from docutils import nodes

from lightbook.copies.heads import caption, head
from lightbook.copies.inline import SILENT, formula, inline, inlines, title
from lightbook.copies.place import Place, changed
from lightbook.copies.tables import table
from lightbook.nodes.text import readable

# Inside $$ … $$ the environments of amsmath that number by themselves have other names.
ENVIRONMENTS: Final = {"align": "aligned", "gather": "gathered", "equation": ""}
ESCAPED_NUMBER: Final = re.compile(r"(?<=^\d)\\|(?<=^\d\d)\\")
ENVIRONMENT: Final = re.compile(r"\\(begin|end)\{(align|gather|equation)\*?\}")


def blocks(parts: Sequence[nodes.Node], place: Place) -> str:
    """Return what stands under one another; a margin note after the paragraph it belongs to."""
    return "\n\n".join(filter(None, (block(part, place) for part in in_order(parts))))


def in_order(parts: Sequence[nodes.Node]) -> list[nodes.Node]:
    """Return parts of a page with each margin note after its paragraph."""
    ordered: list[nodes.Node] = []
    notes: list[nodes.Node] = []
    for part in parts:
        if isinstance(part, nodes.sidebar) and "margin" in part["classes"]:
            notes.append(part)
            continue
        ordered.append(part)
        if isinstance(part, nodes.paragraph):
            ordered += notes
            notes = []
    return ordered + notes


@singledispatch
def block(node: nodes.Node, place: Place) -> str:
    """Return what stands by itself; what is not known is what it holds."""
    if isinstance(node, nodes.Text | nodes.Inline):
        return inline(node, place).strip()
    return "" if isinstance(node, SILENT) else blocks(node.children, place)


@block.register
def _title(node: nodes.title, place: Place) -> str:
    return f"{'#' * min(place.depth, 6)} {heading(node, place)}"


def heading(node: nodes.title, place: Place) -> str:
    """Return the words of a heading, after its number if it has one."""
    first = place.depth == 1
    number = place.section_number("" if first else f"#{node.parent['ids'][0]}")
    words = ESCAPED_NUMBER.sub("", title(node, place))  # after # no list begins
    return f"{number}. {words}" if number else words


@block.register
def _section(node: nodes.section, place: Place) -> str:
    return blocks(node.children, deeper(node, place))


def deeper(node: nodes.section, place: Place) -> Place:
    """Return how to write what is in a section; one without a title is none to the reader."""
    titled = any(isinstance(child, nodes.title) for child in node.children)
    return changed(place, depth=place.depth + titled)


@block.register
def _paragraph(node: nodes.paragraph, place: Place) -> str:
    return inlines(node, place).strip()


@block.register
def _rubric(node: nodes.rubric, place: Place) -> str:
    return f"**{title(node, place)}**"


@block.register
def _raw(node: nodes.raw, place: Place) -> str:
    return inline(node, place).strip()


@block.register
def _picture(node: nodes.image, place: Place) -> str:
    return inline(node, place)


@block.register
def _rule(node: nodes.transition, place: Place) -> str:
    return "---"


@block.register
def _lines(node: nodes.line_block, place: Place) -> str:
    return "\\\n".join(inlines(line, place) for line in node.findall(nodes.line))


@block.register
def _display(node: nodes.math_block, place: Place) -> str:
    text = node.astext().strip()
    if node.get("nowrap"):
        text = ENVIRONMENT.sub(_renamed, text)
    elif r"\\" in text and r"\begin" not in text:
        text = f"\\begin{{split}}\n{text}\n\\end{{split}}"
    if number := equation_number(node, place):
        text += f" \\tag{{{number}}}"
    if place.flat:  # JupyterLab takes the > of a quotation for a part of the formula
        return f"$$ {formula(text, place)} $$"
    return f"$$\n{text.strip()}\n$$"


def _renamed(found: re.Match[str]) -> str:
    name = ENVIRONMENTS[found[2]]
    return f"\\{found[1]}{{{name}}}" if name else ""


def equation_number(node: nodes.math_block, place: Place) -> str:
    """Return the number of an equation as Sphinx writes it, or nothing."""
    config = place.env.config
    if config.math_numfig and config.numfig:
        return place.number("displaymath", node)
    return str(node.get("number") or "")


@block.register
def _code(node: nodes.literal_block, place: Place) -> str:
    text, language = node.astext().strip("\n"), node.get("language", "")
    longest = max(map(len, re.findall("`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{'' if language in {'default', 'none'} else language}\n{text}\n{fence}"


@block.register
def _bullets(node: nodes.bullet_list, place: Place) -> str:
    return items([("- ", item) for item in node.children], place)


@block.register
def _numbers(node: nodes.enumerated_list, place: Place) -> str:
    start = node.get("start", 1)
    return items([(f"{i}. ", item) for i, item in enumerate(node.children, start)], place)


def items(marked: Sequence[tuple[str, nodes.Node]], place: Place) -> str:
    """Return a list; an empty line stands between its items if one of them has several parts."""
    inside = changed(place, flat=True)
    written = [indented(mark, item_text(item.children, inside)) for mark, item in marked]
    return ("\n\n" if any("\n\n" in text for text in written) else "\n").join(written)


def item_text(parts: Sequence[nodes.Node], place: Place) -> str:
    """Return what an item holds; a list stands close to the words that it belongs to."""
    inner = (nodes.bullet_list, nodes.enumerated_list)
    if len(parts) > 1 and all(isinstance(part, inner) for part in parts[1:]):
        return "\n".join(block(part, place) for part in parts)
    return blocks(parts, place)


def indented(mark: str, text: str) -> str:
    r"""Return an item of a list, whose further lines stand below its first word.

    Examples
    --------
    >>> indented("- ", "one\n\ntwo")
    '- one\n\n  two'
    """
    first, *rest = text.split("\n")
    return "\n".join([mark + first, *(" " * len(mark) + line if line else "" for line in rest)])


@block.register
def _definitions(node: nodes.definition_list, place: Place) -> str:
    inside = changed(place, flat=True)
    written = []
    for item in node.children:
        terms = [title(part, place) for part in item.children if isinstance(part, nodes.term)]
        said = [part for part in item.children if isinstance(part, nodes.definition)]
        text = f"**{', '.join(terms)}**: {blocks(said, inside)}"
        written.append(indented("- ", text))
    return "\n".join(written)


@block.register
def _fields(node: nodes.field_list, place: Place) -> str:
    pairs = [(title(field[0], place), blocks(field[1].children, place)) for field in node.children]
    return "\n".join(indented("- ", f"**{name}**: {text}") for name, text in pairs)


@block.register
def _quotation(node: nodes.block_quote, place: Place) -> str:
    return quoted(blocks(node.children, changed(place, flat=True)))


def quoted(text: str) -> str:
    r"""Return text as a quotation.

    Examples
    --------
    >>> quoted("one\n\ntwo")
    '> one\n>\n> two'
    """
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))


@block.register(nodes.sidebar)
@block.register(nodes.topic)
@block.register(nodes.Admonition)
def _box(node: nodes.Element, place: Place) -> str:
    inside = changed(place, flat=True)
    said = [part for part in node.children if not isinstance(part, nodes.title)]
    if len(said) == len(node.children) == 1 and isinstance(said[0], nodes.Admonition):
        return block(said[0], place)  # of sphinx-proof: a proof is a box in a box
    words, text = head(node, inside), blocks(said, inside)
    if "dropdown" in node.get("classes", []) and words:
        return folded(readable(plain_head(node, inside)), blocks(said, place))
    return quoted("\n\n".join(filter(None, [f"**{words}**" if words else "", text])))


def plain_head(node: nodes.Element, place: Place) -> str:
    """Return the first line of a box without marks: in HTML, Markdown sees none."""
    return re.sub(r"[*`$]|\\(?=[^\w\s])", "", head(node, place))


def folded(summary: str, text: str) -> str:
    """Return what is read when one asks for it."""
    return f"<details>\n<summary>{summary}</summary>\n\n{text}\n\n</details>"


@block.register
def _table(node: nodes.table, place: Place) -> str:
    inside = changed(place, flat=True, cell=True)
    group = next(node.findall(nodes.tgroup))
    own = next((part for part in node.children if isinstance(part, nodes.title)), None)
    above = caption(node, title(own, place) if own is not None else "", "table", place)
    rows = table(group, lambda entry: blocks(entry.children, inside))
    return "\n\n".join(filter(None, [above, rows]))


@block.register
def _figure(node: nodes.figure, place: Place) -> str:
    shown = [part for part in node.children if not isinstance(part, nodes.caption)]
    return "\n\n".join(filter(None, [blocks(shown, place), figure_caption(node, place)]))


def figure_caption(node: nodes.figure, place: Place) -> str:
    """Return the caption of a figure, or nothing."""
    own = next((part for part in node.children if isinstance(part, nodes.caption)), None)
    return caption(node, title(own, place), "figure", place) if own is not None else ""


@block.register(nodes.footnote)
@block.register(nodes.citation)
def _note(node: nodes.Element, place: Place) -> str:
    label, *said = node.children
    return f"<sup>{label.astext()}</sup> {blocks(said, place)}"
