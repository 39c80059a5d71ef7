"""The few icons of a page, as inline SVG instead of a font or a script of 1.5 MB.

The drawings are Octicons, which sphinx-design brings along. Templates call ``icon("search")``,
and turn what the theme and its extensions name as Font Awesome does with ``fa_icon``. (The theme's
own icons come with that font alone.)
"""

from __future__ import annotations

import re
from typing import Final

from markupsafe import Markup
from sphinx_design.icons import get_octicon

# Font Awesome's names, as the theme's buttons carry them, and the Octicon that says the same.
OCTICONS: Final = {
    "arrow-up": "arrow-up",
    "bars": "three-bars",
    "bitbucket": "repo",
    "chevron-down": "chevron-down",
    "code": "code",
    "download": "download",
    "expand": "screen-full",
    "file": "file",
    "file-pdf": "file",
    "github": "mark-github",
    "gitlab": "repo",
    "lightbulb": "issue-opened",
    "list": "list-unordered",
    "pencil": "pencil",
    "pencil-alt": "pencil",
    "play": "play",
    "rocket": "rocket",
}
UNKNOWN: Final = "dot-fill"
_TAG: Final = re.compile(r'<(i|span) class="(fa[srb]? fa-[^"]*|fa-[^"]*)"[^>]*></\1>')


def icon(name: str, height: str = "1em") -> Markup:
    """Return an Octicon as inline SVG; readers of screens hear nothing of it.

    Examples
    --------
    >>> icon("search")[:5]
    Markup('<svg ')
    """
    return Markup(get_octicon(name, height=height, classes=["lb-icon"]))  # noqa: S704  its own


def fa_icon(name: str, height: str = "1em") -> Markup:
    """Return the icon that Font Awesome calls by this name or list of classes.

    Examples
    --------
    >>> fa_icon("fas fa-download") == icon("download")
    True
    """
    words = [word.removeprefix("fa-") for word in name.split() if word.startswith("fa-")]
    found = (OCTICONS[word] for word in words if word in OCTICONS)
    return icon(next(found, UNKNOWN), height)


def without_font_awesome(html: str) -> Markup:
    """Return HTML whose Font Awesome tags are drawn.

    Examples
    --------
    >>> "<svg" in without_font_awesome('<i class="fa-solid fa-bars"></i>')
    True
    """
    return Markup(_TAG.sub(lambda tag: fa_icon(tag[2]), str(html)))  # noqa: S704  the theme's


def with_named_toggles(html: str) -> Markup:
    """Return a list of pages in which readers of screens hear what unfolds the pages below one.

    Examples
    --------
    >>> with_named_toggles("<summary><svg/></summary>")
    Markup('<summary aria-label="Pages below"><svg/></summary>')
    """
    named = '<summary aria-label="Pages below">'
    return Markup(str(html).replace("<summary>", named))  # noqa: S704  the theme's
