"""Python in the page: cells of a built page run in the reader's browser, without a server.

``make live`` (:mod:`lightbook.live.collect`) puts Pyodide and the wheels that the book lists beside
its pages; a part of the Sphinx extension (:mod:`lightbook.live.page`) gives the pages what their
script needs; ``runtime`` is the Python that runs in the browser, and ``web/src/live`` the script.
No module of ``runtime`` imports another package of this project.
"""
