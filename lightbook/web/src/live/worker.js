/** The worker that Python runs in: it loads Pyodide, runs cells one by one, and passes messages on. */

/* global LIGHTBOOK_RUNTIME */

const PACKAGE = "lightbook_runtime";
const IMPORT = /^\s*(?:from|import)\s+(\w+)/gm;

/** @type {any} */
const scope = globalThis;
const fetchFile = scope.fetch.bind(scope);
/** @type {any} */
let pyodide;
/** @type {any} */
let interpreter;
/** @type {any} */
let receive;
/** @type {Map<string, string>} the package that has a module */
const packageOf = new Map();

/** @param {Record<string, any>} message @param {Transferable[]} [moved] */
const post = (message, moved = []) => scope.postMessage(message, moved);

/**
 * Counts what is loaded, as it comes. WebAssembly is counted when it is there: browsers keep the
 * compiled code of an untouched answer only.
 * @param {Record<string, number>} sizes bytes of each file
 * @param {string} base
 * @param {number} total
 */
function countBytes(sizes, base, total) {
  let loaded = 0;
  const count = (/** @type {number} */ bytes) => {
    loaded += bytes;
    post({ type: "progress", loaded, total });
  };
  scope.fetch = async (/** @type {any} */ request, /** @type {any} */ options) => {
    const answer = await fetchFile(request, options);
    const name = String(request.url ?? request).replace(base, "");
    if (!answer.ok || !answer.body || !(name in sizes)) return answer;
    if (name.endsWith(".wasm")) {
      count(sizes[name]);
      return answer;
    }
    const counted = new TransformStream({
      transform(chunk, controller) {
        count(chunk.length);
        controller.enqueue(chunk);
      },
    });
    const { status, headers } = answer;
    return new Response(answer.body.pipeThrough(counted), { status, headers });
  };
}

/** @param {string} url */
async function readJson(url) {
  const answer = await fetchFile(url, { cache: "no-cache" });
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}.`);
  return answer.json();
}

/** A package's name as locks compare it. @param {string} name */
const canonical = (name) => name.toLowerCase().replace(/[-_.]+/g, "-");

/**
 * Packages with all that they depend on.
 * @param {Iterable<string>} names
 * @param {Record<string, {depends: string[]}>} packages
 */
function withDependencies(names, packages) {
  const found = new Set();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    name = canonical(name);
    if (found.has(name) || !packages[name]) continue;
    found.add(name);
    waiting.push(...packages[name].depends);
  }
  return found;
}

/** @param {{base: string, formats: Record<string, string[]>, code: string, modules: string[]}} settings */
async function start({ base, formats, code, modules }) {
  const [lock, sizes] = await Promise.all([readJson(`${base}pyodide-lock.json`), readJson(`${base}sizes.json`)]);
  for (const [name, { imports }] of Object.entries(lock.packages)) {
    for (const module of imports) packageOf.set(module, name);
  }
  const imported = [...code.matchAll(IMPORT)].map(([, module]) => module);
  const named = [...imported, ...modules].map((module) => packageOf.get(module) ?? "");
  const packages = [...withDependencies(named, lock.packages)];
  const files = packages.map((name) => lock.packages[name].file_name);
  const wanted = ["pyodide.asm.wasm", "python_stdlib.zip", ...files];
  countBytes(
    sizes,
    base,
    wanted.map((name) => sizes[name]).reduce((a, b) => a + b, 0),
  );
  scope.importScripts(`${base}pyodide.js`);
  pyodide = await scope.loadPyodide({
    indexURL: base,
    lockFileURL: `${base}pyodide-lock.json`,
    packages,
    stdout: quiet,
  });
  const lost = packages.filter((name) => !isLoaded(name));
  if (lost.length) throw new Error(`${lost.join(", ")} could not be loaded: check the network connection.`);
  post({ type: "step", text: "Python starts" });
  const folder = `/lib/${PACKAGE}`;
  pyodide.FS.mkdirTree(folder);
  // @ts-expect-error  the bundle has it
  for (const [name, text] of Object.entries(LIGHTBOOK_RUNTIME)) pyodide.FS.writeFile(`${folder}/${name}`, text);
  pyodide.runPython("import sys; sys.path.append('/lib')");
  const page = pyodide.pyimport(`${PACKAGE}.page`);
  receive = page.receive;
  interpreter = page.start(pass, load, JSON.stringify(formats));
  post({ type: "ready" });
}

/** What Pyodide says of the packages that it loads. */
function quiet() {}

/** Passes a message of the interpreter on. @param {any} proxy */
function pass(proxy) {
  const message = proxy.toJs({ dict_converter: Object.fromEntries, create_pyproxies: false });
  post(message);
}

/** @param {string} name as the lock writes it; Pyodide may keep its capitals and underscores */
const isLoaded = (name) => Object.keys(pyodide.loadedPackages).some((loaded) => canonical(loaded) === name);

/** Brings the package that has a module. @param {string} module @returns {Promise<boolean>} */
async function load(module) {
  const name = packageOf.get(module);
  if (!name || isLoaded(name)) return false;
  post({ type: "step", text: `Loading ${name}` });
  /** @type {string[]} */
  const errors = [];
  await pyodide.loadPackage(name, {
    messageCallback: quiet,
    errorCallback: (/** @type {string} */ words) => errors.push(words),
  });
  if (!isLoaded(name)) throw new Error(`${name} could not be loaded: ${errors.join(" ")}`);
  return true;
}

/** @type {Record<string, (message: any) => Promise<void> | void>} */
const ANSWERS = {
  start: async (message) => {
    try {
      await start(message);
    } catch (error) {
      post({ type: "failed", reason: String(error instanceof Error ? error.message : error) });
    }
  },
  run: async ({ cell, code }) => {
    const begun = performance.now();
    try {
      const ok = await interpreter.run(cell, code);
      post({ type: "done", cell, ok, seconds: (performance.now() - begun) / 1000 });
    } catch (error) {
      post({ type: "failed", reason: String(error instanceof Error ? error.message : error) });
    }
  },
  comm: ({ comm, data, buffers, serial }) => {
    const handed = pyodide.toPy(buffers);
    receive(comm, JSON.stringify(data), handed);
    handed.destroy();
    post({ type: "comm-done", serial });
  },
};

/** @type {Promise<void>} */
let last = Promise.resolve();
scope.onmessage = (/** @type {MessageEvent} */ { data }) => {
  // One after the other; a widget's message need not wait for a cell that awaits something.
  if (data.type === "comm") ANSWERS.comm(data);
  else last = last.then(() => ANSWERS[data.type](data));
};
