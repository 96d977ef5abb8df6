"""A programme as a sheet: written for a spreadsheet, changed there, and read back.

`columns.py` says what the columns are, `cells.py` and `persons.py` how each value is written and
read. The same cells describe an edition before and after an import: what is told of an import is
what it did.
"""
