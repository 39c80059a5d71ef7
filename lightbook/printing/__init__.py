"""Prints the built site: one PDF file, the cheat sheet, and the zip to read offline.

It works on the pages as they are on the site, and imports nothing of the Sphinx theme. Its
browser is Chromium, which the tests use as well.
"""
