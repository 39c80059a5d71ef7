/** Widgets of live cells: Jupyter's own manager and controls, with Python in the worker behind them. */

import * as base from "@jupyter-widgets/base";
import { ManagerBase } from "@jupyter-widgets/base-manager";
import * as controls from "@jupyter-widgets/controls";
import { OutputModel } from "@jupyter-widgets/output";
import { Widget } from "@lumino/widgets";

import { factories } from "./amd.js";
import "anywidget";
import { Output } from "./output.js";

/** The page's end of the channel to a widget in Python. */
class PageComm {
  /** @param {string} id @param {string} target @param {any} session */
  constructor(id, target, session) {
    this.comm_id = id;
    this.target_name = target;
    this.session = session;
    /** @type {(message: any) => any} */
    this.heard = () => {};
    /** @type {(message: any) => any} */
    this.closed = () => {};
  }

  /** @param {any} data @param {any} callbacks @param {any} [_metadata] @param {any[]} [buffers] */
  send(data, callbacks, _metadata, buffers = []) {
    const whole = buffers.map((part) => (ArrayBuffer.isView(part) ? part.buffer : part));
    // A model waits for "idle" before it sends its next state.
    this.session.send(this.comm_id, data, whole).then(() => {
      callbacks?.iopub?.status?.({ content: { execution_state: "idle" } });
    });
    return "";
  }

  close() {
    return "";
  }

  /** @param {(message: any) => any} callback */
  on_msg(callback) {
    this.heard = callback;
  }

  /** @param {(message: any) => any} callback */
  on_close(callback) {
    this.closed = callback;
  }
}

/** The view of an Output widget: what is shown while it is open, and what was put into `outputs`. */
class OutputView extends base.DOMWidgetView {
  render() {
    super.render();
    const model = /** @type {any} */ (this.model);
    const output = new Output(this.el, model.widget_manager.renderers);
    const showOutputs = () => {
      output.clear();
      for (const { output_type: kind, name, text, data } of model.get("outputs") ?? []) {
        if (kind === "stream") output.take({ type: "stream", name, text: [text].flat().join("") });
        else if (data) output.take({ type: "display", data });
      }
    };
    showOutputs();
    for (const message of model.taken ?? []) output.take(message);
    this.listenTo(this.model, "page:output", (message) => output.take(message));
    this.listenTo(this.model, "change:outputs", showOutputs);
  }
}

/** @type {Record<string, any>} */
const MODULES = {
  "@jupyter-widgets/base": base,
  "@jupyter-widgets/controls": controls,
  "@jupyter-widgets/output": { OutputModel, OutputView },
  anywidget: factories[0](base),
};

class WidgetManager extends ManagerBase {
  /** @type {Map<string, PageComm>} */
  #comms = new Map();
  /** @type {Promise<any>} */
  #order = Promise.resolve();

  /** @param {any} session @param {any} renderers */
  constructor(session, renderers) {
    super();
    this.session = session;
    this.renderers = renderers;
  }

  /** A message of Python to a widget. @param {any} message */
  receive({ kind, comm: id, data, metadata, buffers, target_name: target }) {
    const whole = { content: { comm_id: id, data, target_name: target }, metadata, buffers: buffers ?? [] };
    this.#order = this.#order.then(async () => {
      if (kind === "open") {
        const comm = new PageComm(id, target, this.session);
        this.#comms.set(id, comm);
        await this.handle_comm_open(/** @type {any} */ (comm), /** @type {any} */ (whole));
      } else if (kind === "msg") await this.#comms.get(id)?.heard(whole);
      else await this.#comms.get(id)?.closed(whole);
    });
    return this.#order;
  }

  /** What was shown while an Output widget was open. @param {any} message */
  output(message) {
    this.#order = this.#order.then(async () => {
      const model = /** @type {any} */ (await this.get_model(message.into));
      model.taken = message.type === "clear" ? [] : [...(model.taken ?? []), message];
      model.trigger("page:output", message);
    });
    return this.#order;
  }

  /** @param {string} id @param {HTMLElement} place */
  async show(id, place) {
    await this.#order;
    const model = await this.get_model(id);
    const view = await this.create_view(/** @type {any} */ (model), {});
    Widget.attach(view.luminoWidget, place);
  }

  /** @param {string} className @param {string} moduleName */
  async loadClass(className, moduleName) {
    const found = MODULES[moduleName]?.[className];
    if (!found) throw new Error(`this page has no widgets of ${moduleName}`);
    return found;
  }

  /** @returns {Promise<any>} */
  async _create_comm() {
    throw new Error("widgets are made by Python only");
  }

  async _get_comm_info() {
    return {};
  }
}

/** @type {any} */ (globalThis).lightbookLiveWidgets = { WidgetManager };
