"""The Python of the page: runs cells, and tells the page what they print, show and change.

The script of the page puts this folder beside Pyodide's own modules, as ``lightbook_runtime``. It
stands on the standard library; matplotlib, IPython and ipywidgets are used once a cell has brought
them.
"""
