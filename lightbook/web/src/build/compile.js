/**
 * Compiles Python modules with the Pyodide that will import them:
 *
 *     node compile.mjs CORE SOURCES
 *
 * CORE is the folder of Pyodide's core. In SOURCES is a folder for each package; beside each module
 * a compiled one is written, and each package is named on standard output when it is done.
 */

import { pathToFileURL } from "node:url";

const PROGRAM = `
import compileall, os, py_compile, sys

for package in sorted(os.listdir("/sources")):
    compileall.compile_dir(
        f"/sources/{package}", stripdir=f"/sources/{package}", prependdir="", legacy=True, quiet=2,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH, maxlevels=100,
    )
    print(package, flush=True)
`;

const [core, sources] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${core}/pyodide.mjs`).href);
const python = await loadPyodide({ indexURL: core });
python.FS.mkdir("/sources");
python.FS.mount(python.FS.filesystems.NODEFS, { root: sources }, "/sources");
python.runPython(PROGRAM);
