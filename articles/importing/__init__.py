"""Documents into the database: `import_documents()` is the one way in."""

from articles.importing.importer import import_documents
from articles.importing.lock import ImportRunning
from articles.importing.preview import Preview
from articles.importing.replay import import_history
from articles.importing.report import Outcome, Report
from documents.sources import MissingPath

__all__ = [
    "ImportRunning",
    "MissingPath",
    "Outcome",
    "Preview",
    "Report",
    "import_documents",
    "import_history",
]
