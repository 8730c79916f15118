"""The text of a document: what stands behind its front matter, and the way back, line by line.

A text has `\\n` between its lines. What belongs to the file and not to the text stays with the body: an
empty line after the front matter, the line end of the last line, and which line ends there are.
"""

from documents.body.merging import Part, has_both, in_words, merged, sides_of, with_both
from documents.body.templates import for_readers
from documents.body.text import body_with, text_of

__all__ = [
    "Part",
    "body_with",
    "for_readers",
    "has_both",
    "in_words",
    "merged",
    "sides_of",
    "text_of",
    "with_both",
]
