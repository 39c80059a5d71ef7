"""Sphinx extension that brings widgets to life on built pages, without a kernel.

MyST-NB writes a notebook's widgets into the page as Jupyter does. Here the page gets a small
host of our own for them instead of RequireJS and html-manager: explorers, other AFM widgets,
boxes of them and links between them work as they are; what needs a kernel shows its picture
and says how to run it. ``lightbook`` sets this up; it also works by itself.
"""

from __future__ import annotations

import html
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from docutils import nodes
from myst_nb.sphinx_ import NbMetadataCollector
from sphinx.application import Sphinx
from sphinx.config import Config

from lightbook.quiz.page import finish_answers
from lightbook.widget_files import WidgetFiles, widget_files

VIEW: Final = "application/vnd.jupyter.widget-view+json"
STATE: Final = "application/vnd.jupyter.widget-state+json"
OPENING: Final = f'<script type="{VIEW}">'
CLOSING: Final = "</script>"
REFERENCE: Final = "IPY_MODEL_"
BOXES: Final = {"BoxModel", "HBoxModel", "VBoxModel"}
LINKS: Final = {"LinkModel", "DirectionalLinkModel"}
# What the page has no use for: the bundles, which it loads as files, and Jupyter's bookkeeping.
BUNDLED: Final = {"_esm", "_css"}
UNUSED: Final = {"layout", "tabbable", "tooltip", "_dom_classes", "_view_count", "_anywidget_id"}
START: Final = "The picture of the cell above, as it starts."
WAITING: Final = "This picture moves by JavaScript, which is switched off or still on its way."
STILL: Final = "With JavaScript switched on, this picture can be moved."
KEY: Final = "ipywidgets_state"
Models = dict[str, dict[str, Any]]


def leave_out_html_manager(app: Sphinx, config: Config) -> None:
    """Tell MyST-NB to load nobody else's scripts for widgets."""
    config.nb_ipywidgets_js = {}


def place_widgets(app: Sphinx, doctree: nodes.document) -> None:
    """Turn each widget of a page into the place where it will live, or into its picture."""
    views = list(_views(doctree))
    if not views:
        return
    saved = NbMetadataCollector.get_js_files(app.env, app.env.docname)
    _, attributes = saved.pop(KEY, (None, {"body": '{"state": {}}'}))
    models: Models = json.loads(attributes["body"])["state"]
    alive: list[str] = []
    for node, model_id in views:
        if _lives_without_kernel(models, model_id):
            alive.append(model_id)
        else:
            node.replace_self(_picture(models, model_id))
    state, names = _page_state(models, alive)
    for node, model_id in views:
        if model_id in alive:
            name = names[model_id]
            whole, stills = _bundle_of(node)
            kind = state[name].get("name", "widget")
            said = state[name]["state"].pop("_html", "")
            whole.replace_self(_place(name, kind, stills, said))
    if state:
        NbMetadataCollector.set_doc_data(
            app.env, app.env.docname, "lightbook_state", _body(state, widget_files(app.config))
        )


def add_host(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Load the host on the pages that have a widget, and only there."""
    body = NbMetadataCollector.get_doc_data(app.env).get(pagename, {}).get("lightbook_state")
    if body is None:
        return
    state = json.loads(body.replace("<\\/", "</"))["state"]
    files = widget_files(app.config)
    kinds = {model["state"].get("_explorer") for model in state.values()}
    for name in files.styles_of(kinds):
        app.add_css_file(f"lightbook/{name}")
    _finish_answers(app, pagename, state)
    app.add_js_file(None, type=STATE, body=_body(state, files))
    app.add_js_file("lightbook/host.js", loading_method="defer")


def _body(state: Models, files: WidgetFiles) -> str:
    """Return the state of a page's widgets as text that may stand in a script element."""
    kinds = {model["state"].get("_explorer") for model in state.values()}
    whole = {"scripts": files.scripts_of(kinds), "state": state}
    return json.dumps(whole, sort_keys=True, ensure_ascii=False).replace("</", "<\\/")


def _finish_answers(app: Sphinx, pagename: str, state: Models) -> None:
    for model in state.values():
        if model["state"].get("_answers"):
            word = model["state"]["_answers"]
            model["state"]["_answers"] = finish_answers(word, app, pagename)


def _views(doctree: nodes.document) -> Iterator[tuple[nodes.raw, str]]:
    """Yield each widget view that MyST-NB has written, with the id of its model."""
    for node in list(doctree.findall(nodes.raw)):
        text = node.astext()
        if text.startswith(OPENING):
            yield node, json.loads(text.removeprefix(OPENING).removesuffix(CLOSING))["model_id"]


def _references(value: Any) -> Iterator[str]:
    """Yield the ids of the models that a state refers to."""
    if isinstance(value, str) and value.startswith(REFERENCE):
        yield value.removeprefix(REFERENCE)
    elif isinstance(value, Mapping):
        for entry in value.values():
            yield from _references(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _references(entry)


def _lives_without_kernel(models: Models, model_id: str) -> bool:
    model = models.get(model_id)
    if model is None:
        return False
    if model["model_name"] in BOXES:
        children = model["state"].get("children", [])
        return all(_lives_without_kernel(models, child) for child in _references(children))
    return str(model["model_module"]) == "anywidget"


def _page_state(models: Models, alive: list[str]) -> tuple[Models, dict[str, str]]:
    """Return what the page needs of the widgets that live on it, and their names there.

    The names are counted in the order of the page: Jupyter's ids are random, and two builds
    of the same page should be the same.
    """
    names: dict[str, str] = {}

    def enter(model_id: str) -> None:
        if model_id not in names:
            names[model_id] = f"w{len(names) + 1}"
            for child in _references(models[model_id]["state"].get("children", [])):
                enter(child)

    for model_id in alive:
        enter(model_id)
    links = {key: model for key, model in models.items() if model["model_name"] in LINKS}
    for model_id, model in sorted(links.items(), key=lambda item: json.dumps(item[1]["state"])):
        ends = _references([model["state"]["source"], model["state"]["target"]])
        if all(end in names for end in ends):
            enter(model_id)
    state = {
        name: {
            "model_name": models[model_id]["model_name"],
            "state": _renamed(_needed(models[model_id]["state"]), names),
        }
        for model_id, name in names.items()
    }
    _name_explorers(state.values())
    return state, names


def _name_explorers(state: Iterable[dict[str, Any]]) -> None:
    """Give each explorer the name that links call it by: its kind, from the second one counted."""
    counts: Counter[str] = Counter()
    for model in state:
        kind = model["state"].get("_explorer")
        if kind:
            counts[kind] += 1
            model["name"] = kind if counts[kind] == 1 else f"{kind}-{counts[kind]}"


def _needed(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return a state without what the page loads as files or has no use for."""
    left_out = UNUSED | (BUNDLED if "_explorer" in state else set())
    system = ("_model_", "_view_")
    return {
        name: value
        for name, value in state.items()
        if name not in left_out and not name.startswith(system)
    }


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, str) and value.startswith(REFERENCE):
        return REFERENCE + names.get(value.removeprefix(REFERENCE), "")
    if isinstance(value, Mapping):
        return {key: _renamed(entry, names) for key, entry in value.items()}
    return [_renamed(entry, names) for entry in value] if isinstance(value, list) else value


def _bundle_of(node: nodes.raw) -> tuple[nodes.Element, list[nodes.image]]:
    """Return what holds all forms of a widget's output, and the pictures among them."""
    whole: nodes.Element = node
    while whole.parent is not None and whole.get("nb_element") != "mime_bundle":
        whole = whole.parent
    if whole.get("nb_element") != "mime_bundle":
        return node, []
    return whole, list(whole.findall(nodes.image))


def _place(name: str, kind: str, stills: list[nodes.image], said: str) -> list[nodes.Node]:
    """Return the place of a living widget, with what readers without scripts see or read there.

    Its pictures are printed, too, where a widget has not started yet.
    """
    opening = (
        f'<div class="lightbook-widget" data-model="{html.escape(name)}" '
        f'data-name="{html.escape(kind)}">'
    )
    if not stills:
        said = said or f"<p>{WAITING}</p>"
        return [nodes.raw(text=f"{opening}{said}</div>", format="html")]
    return [
        nodes.raw(text=opening, format="html"),
        *stills,
        nodes.raw(text=f"<noscript><p>{STILL}</p></noscript></div>", format="html"),
    ]


def _picture(models: Models, model_id: str) -> list[nodes.Node]:
    """Return the last picture of a widget that needs a kernel, and how to run it."""
    found = [nodes.raw(text=image, format="html") for image in _images(models, model_id, set())]
    note = nodes.paragraph(classes=["lightbook-needs-python"])
    note += nodes.Text(
        "The sliders of this picture need Python: open this notebook in JupyterLab to move them."
    )
    return [*found, note]


def _images(models: Models, model_id: str, seen: set[str]) -> Iterator[str]:
    """Yield the pictures that a widget and its children have shown, as HTML."""
    if model_id in seen or model_id not in models:
        return
    seen.add(model_id)
    state = models[model_id]["state"]
    for output in state.get("outputs", []):
        data = output.get("data", {})
        if "image/svg+xml" in data:
            svg = data["image/svg+xml"]
            text = svg if isinstance(svg, str) else "".join(svg)
            yield f'<div class="lightbook-picture" role="img" aria-label="{START}">{text}</div>'
        elif "image/png" in data:
            source = f"data:image/png;base64,{data['image/png']}"
            yield f'<img class="lightbook-picture" alt="{START}" src="{source}">'
    for child in _references(state.get("children", [])):
        yield from _images(models, child, seen)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.setup_extension("lightbook.static_files")
    app.connect("config-inited", leave_out_html_manager)
    app.connect("doctree-read", place_widgets)
    app.connect("html-page-context", add_host)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
