"""German."""

# As everywhere at the desk; Django knows a way of its own for each language.
DATETIME_FORMAT = "Y-m-d H:i"
