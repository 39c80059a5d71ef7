"""What a site has besides its pages: the card of shared links, a map, a page for lost ways."""

from __future__ import annotations

import html
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from jinja2 import Environment
from sphinx.application import Sphinx

from lightbook.page.head import CARD
from lightbook.palette import BLUE, GREEN, INK, ORANGE

NOT_FOUND: Final = Path(__file__).with_name("not_found.html")


def draw_card(path: Path, title: str, author: str) -> None:
    """Draw what a shared link shows: the title and the author over a band of the palette."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context({"font.family": "DejaVu Sans"}):
        figure = Figure(figsize=(12, 6.3), dpi=100, facecolor="white")
        axes = figure.add_axes((0, 0, 1, 0.12))
        axes.set_axis_off()
        band = [mpl.colors.to_rgb(colour) for colour in (BLUE, ORANGE, GREEN)]
        axes.imshow([band], aspect="auto")
        figure.text(0.06, 0.62, title, fontsize=40, fontweight="bold", color=INK, wrap=True)
        figure.text(0.06, 0.45, author, fontsize=24, color=INK)
        figure.savefig(path, format="png", metadata={"Software": None})


def site_map(base: str, pages: list[str]) -> str:
    """Return the map of a site for search engines."""
    lines = [f"<url><loc>{html.escape(f'{base}/{quote(page)}.html')}</loc></url>" for page in pages]
    schema = "http://www.sitemaps.org/schemas/sitemap/0.9"
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="{schema}">'
    return "\n".join([head, *lines, "</urlset>", ""])


def not_found(
    title: str, base: str, links: Sequence[tuple[str, str]], folders: Sequence[str]
) -> str:
    """Return the page for addresses that lead nowhere.

    A host shows it under any address: its links start at the site's root, which the base URL
    tells; where there is none, the page looks in its own address for the folders that lie in the
    root. (sphinx-notfound-page must be told the path of the root.)

    Parameters
    ----------
    title : str
        The title of the book.
    base : str
        The base URL of the site; may be empty.
    links : sequence of (str, str)
        Addresses from the root, and what they lead to.
    folders : sequence of str
        The folders in the root that hold pages.
    """
    template = Environment(autoescape=True).from_string(NOT_FOUND.read_text(encoding="utf-8"))
    root = urlsplit(base).path.rstrip("/")
    return template.render(title=title, root=root, links=links, folders=folders)


def links_for_lost_readers(app: Sphinx) -> list[tuple[str, str]]:
    """Return where a lost reader may want to go: the front page, the search, the first page."""
    env, root, address = app.env, app.config.root_doc, app.builder.get_target_uri
    links = [
        (address(root), f"The front page of {app.config.html_title}"),
        (address("search"), "Search the book"),
    ]
    if first := next((page for page in env.toctree_includes.get(root, [])), None):
        links.append((address(first), f"The first page: {env.titles[first].astext()}"))
    return links


def write_files(app: Sphinx) -> None:
    """Write the files beside the pages."""
    site, config = Path(app.outdir), app.config
    base, title = config.html_baseurl.rstrip("/"), str(config.html_title)
    folders = sorted({name.split("/")[0] for name in app.env.found_docs if "/" in name})
    lost = not_found(title, base, links_for_lost_readers(app), folders)
    (site / "404.html").write_text(lost, encoding="utf-8")
    if base:  # a card is asked for by its whole address
        draw_card(site / CARD, title, config.author)
        pages = sorted(app.env.found_docs)
        (site / "sitemap.xml").write_text(site_map(base, pages), encoding="utf-8")
        (site / "robots.txt").write_text(f"User-agent: *\nSitemap: {base}/sitemap.xml\n")
