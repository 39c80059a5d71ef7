"""Where the book's source and its site are, as the first block of ``_config.yml`` says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlsplit

from sphinx.application import Sphinx
from sphinx.config import Config

KEY: Final = "lightbook_launch"
INTERFACES: Final = {"classic": "tree", "jupyterlab": "lab/tree"}
NOTEBOOKS: Final = "notebooks"  # the folder of the site, and the branch for Colab
LITE: Final = "lite"  # the folder of JupyterLite in the site


def lite_link(root: str, page: str) -> str:
    """Return the address that opens a page's copy in the site's JupyterLite."""
    return f"{root}{LITE}/lab/index.html?path={page}.ipynb"


@dataclass(frozen=True)
class Repository:
    """A repository and the services that open its notebooks; an empty address offers none."""

    url: str
    branch: str
    path: str = ""
    colab: str = ""
    colab_branch: str = NOTEBOOKS
    binder: str = ""
    interface: str = "jupyterlab"

    @property
    def name(self) -> str:
        """Return the owner and the name: ``someone/a-book``."""
        return urlsplit(self.url).path.strip("/").removesuffix(".git")

    @property
    def host(self) -> str:
        """Return the host that the repository is on."""
        return urlsplit(self.url).netloc

    def colab_link(self, page: str) -> str:
        """Return the address that opens a page's installable copy in Colab, or nothing.

        Colab opens what lies on GitHub; the copies lie on a branch of their own.
        """
        if not self.colab or self.host != "github.com":
            return ""
        place = f"github/{self.name}/blob/{quote(self.colab_branch)}"
        return f"{self.colab.rstrip('/')}/{place}/{quote(page)}.ipynb"

    def binder_link(self, page: str) -> str:
        """Return the address that opens a page's notebook in Binder, or nothing.

        On GitHub it is the installable copy, from the branch that Colab's are on.
        """
        if not self.binder or not self.url:
            return ""
        copies = self.host == "github.com"
        branch, folder = (self.colab_branch, "") if copies else (self.branch, self.path)
        kinds = {
            "github.com": f"gh/{self.name}",
            "gitlab.com": f"gl/{quote(self.name, safe='')}",
        }
        kind = kinds.get(self.host, f"git/{quote(self.url, safe='')}")
        path = "/".join(part for part in (folder.strip("/"), f"{page}.ipynb") if part)
        open_in = f"urlpath={INTERFACES[self.interface]}/{quote(path)}"
        return f"{self.binder.rstrip('/')}/v2/{kind}/{quote(branch)}?{open_in}"

    def source(self, folder: str) -> str:
        """Return from where pip installs the package in a folder of the repository."""
        place = "" if folder == "." else f"#subdirectory={folder}"
        return f"git+{self.url.removesuffix('.git')}.git@{self.branch}{place}"


def repository(config: Config) -> Repository:
    """Return what the configuration says about the repository.

    Raises
    ------
    ValueError
        If it names an interface that is none of Binder's.
    """
    theme, launch = config.html_theme_options, config[KEY]
    interface = launch.get("notebook_interface", "jupyterlab")
    if interface not in INTERFACES:
        raise ValueError(f"notebook_interface is {interface!r}, not one of {', '.join(INTERFACES)}")
    return Repository(
        url=theme.get("repository_url", "").rstrip("/"),
        branch=theme.get("repository_branch", "") or "main",
        path=theme.get("path_to_docs", ""),
        colab=launch.get("colab_url", ""),
        colab_branch=launch.get("colab_branch", NOTEBOOKS),
        binder=launch.get("binderhub_url", ""),
        interface=interface,
    )


def take_over_launching(config: Config) -> None:
    """Keep the launch buttons from the theme, whose links know of no installable copies."""
    config[KEY] = dict(config.html_theme_options.pop("launch_buttons", {}))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_config_value(KEY, {}, "html", [dict])
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
