"""The Python of the page: runs cells, and tells the page what they print, show and change.

In the browser this folder is the package ``lightbook_runtime``. It stands on the standard library;
matplotlib, IPython and ipywidgets are used once a cell has brought them.
"""
