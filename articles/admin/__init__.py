"""The editors' desk: one module for each screen, which Django's autodiscover finds through this one."""

from articles.admin import article, conflict, imports, people, provider, related, topic, upload, withholding

__all__ = [
    "article",
    "conflict",
    "imports",
    "people",
    "provider",
    "related",
    "topic",
    "upload",
    "withholding",
]
