"""What is made once for the whole site: style sheet, search index, wheels, copies of notebooks.

The theme calls most of it when all pages are written. They may import from all other folders but
`theme` and `printing`.
"""
