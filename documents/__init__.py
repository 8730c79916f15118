"""The document format in plain Python: no Django, no database, no clock, no network."""
