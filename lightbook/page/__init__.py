"""What each page has around its text: its head, the line below its title, the list of chapters.

They import from `lightbook.nodes` and from the modules beside this folder, and not from `site`.
"""
