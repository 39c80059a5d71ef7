"""What is made once for the whole site: style sheet, search index, wheels, copies of notebooks.

Each module is an extension of Sphinx by itself. They may import from all other folders but
`printing`.
"""
