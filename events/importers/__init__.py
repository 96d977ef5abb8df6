"""Programmes of other programs: a file is parsed, all of it validated, then written at once."""
