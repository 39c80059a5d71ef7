"""Start the worker from code that the grader has compiled: this file runs inside the sandbox.

The handle that the command names is a file in memory, as `klgrade.bytecode` writes it: the length
of an index, the index, and the code of one module after the other. Everything else is imported as
ever.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from types import CodeType
from typing import cast

# name: (file, whether it is a package, where its code starts behind the index, how long it is)
Index = dict[str, tuple[str, bool, int, int]]
WIDTH = 8  # bytes of the length of the index
OWN = ("worker", "confine", "magics")  # modules of the grader that run inside, under these names


class Loader(SourceFileLoader):
    """Takes a module's code out of the file in memory, if that is still there."""

    def __init__(self, name: str, path: str, handle: int, start: int, length: int) -> None:
        super().__init__(name, path)
        self.place = handle, length, start

    def get_code(self, fullname: str) -> CodeType | None:
        """Return the code of the module."""
        try:
            return cast(CodeType, marshal.loads(os.pread(*self.place)))  # noqa: S302 (ours)
        except (OSError, EOFError, ValueError, TypeError):  # the notebook has closed it
            return super().get_code(fullname)


class Finder:
    """Knows which modules the file in memory holds."""

    def __init__(self, handle: int) -> None:
        size = int.from_bytes(os.pread(handle, WIDTH, 0), "little")
        self.index: Index = marshal.loads(os.pread(handle, size, WIDTH))  # noqa: S302 (ours)
        self.handle, self.start = handle, WIDTH + size

    def find_spec(
        self, name: str, _path: Sequence[str] | None = None, _target: object = None
    ) -> ModuleSpec | None:
        """Return how to load a module, or None if it is not in the file."""
        if name not in self.index:
            return None
        path, package, start, length = self.index[name]
        loader = Loader(name, path, self.handle, self.start + start, length)
        spec = ModuleSpec(name, loader, origin=path, is_package=package)
        spec.has_location = True
        if package:
            spec.submodule_search_locations = [path.rpartition("/")[0]]
        return spec


if __name__ == "__main__":
    finder = Finder(int(sys.argv.pop()))
    sys.meta_path.insert(0, finder)
    import worker  # type: ignore[import-not-found]  # from the file in memory

    for name in OWN:  # the notebook may have modules of these names
        finder.index.pop(name)
        sys.modules.pop(name, None)
    worker.main()
