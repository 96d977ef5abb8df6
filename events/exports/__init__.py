"""The press kit: all that is public as one SQLite file and one ZIP of tables, with its sources.

`tables.py` says what each table and column is; the file's schema, the tables' metadata and the
page's documentation come from there. `rows.py` says which rows, `kit.py` builds them into files
once a revision, `serving.py` hands a file out.
"""
