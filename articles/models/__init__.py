"""What is published, and what is known of where it came from."""

from articles.models.article import Article
from articles.models.conflict import Conflict, FrozenField
from articles.models.edition import Edition
from articles.models.history import Revision
from articles.models.image import Image, Picture, PictureUse, UncopiedPicture
from articles.models.imports import (
    ExportedDocument,
    ImportedDocument,
    ImportRun,
    MetricSample,
    SourceDocument,
)
from articles.models.link import LinkCheck
from articles.models.redirect import Redirect
from articles.models.related_link import RelatedLink
from articles.models.saved_filter import SavedFilter
from articles.models.search import SearchDue, SearchText, SearchWord
from articles.models.sent_form import SentForm
from articles.models.topic import Listing, Topic, TopicAlias
from articles.models.upload import PlannedDocument, Upload
from articles.models.withheld import LeftDocument, Withheld

__all__ = [
    "Article",
    "Conflict",
    "Edition",
    "ExportedDocument",
    "FrozenField",
    "Image",
    "ImportRun",
    "ImportedDocument",
    "LinkCheck",
    "LeftDocument",
    "Listing",
    "MetricSample",
    "Picture",
    "PictureUse",
    "PlannedDocument",
    "Redirect",
    "RelatedLink",
    "Revision",
    "SavedFilter",
    "SentForm",
    "SearchDue",
    "SearchText",
    "SearchWord",
    "SourceDocument",
    "Topic",
    "TopicAlias",
    "UncopiedPicture",
    "Upload",
    "Withheld",
]
