"""Pictures of articles, of related links and of providers; and those that the site has itself."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import HashIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article
from articles.models.related_link import RelatedLink
from articles.models.story import url_field
from articles.querysets import (
    ImageQuerySet,
    PictureQuerySet,
    PictureUseQuerySet,
    UncopiedPictureQuerySet,
)
from documents import schema
from documents.layout import Kind
from providers.fingerprints import Fingerprint
from providers.models import Documented, Provider


class Image(Documented):
    """A picture with exactly one owner: an article, a related link, or a provider (then a logo)."""

    kind, member_of = Kind.ARTICLE, "images"

    # Each is indexed where it is set (below): two of the three never are.
    article = models.ForeignKey(
        Article, models.CASCADE, null=True, blank=True, related_name="images", db_index=False
    )
    related_link = models.ForeignKey(
        RelatedLink, models.CASCADE, null=True, blank=True, related_name="images", db_index=False
    )
    provider = models.ForeignKey(
        Provider, models.CASCADE, null=True, blank=True, related_name="logos", db_index=False
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    url = url_field(_("address"))
    width = models.PositiveIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=schema.TITLE_LIMIT, blank=True)
    is_cached = models.BooleanField(_("is cached"), null=True, blank=True)
    attribution = models.CharField(_("attribution"), max_length=schema.TITLE_LIMIT, blank=True)

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ("position",)
        indexes = (
            *(
                models.Index(
                    owner, name=f"image_of_{owner}", condition=models.Q(**{f"{owner}__isnull": False})
                )
                for owner in ("article", "related_link", "provider")
            ),
            # Where a picture of the site is used. A hash, as of articles' addresses.
            HashIndex("url", name="image_at_url"),
        )
        constraints = (
            models.CheckConstraint(
                name="image_has_one_owner",
                condition=(
                    models.Q(article__isnull=False, related_link__isnull=True, provider__isnull=True)
                    | models.Q(article__isnull=True, related_link__isnull=False, provider__isnull=True)
                    | models.Q(article__isnull=True, related_link__isnull=True, provider__isnull=False)
                ),
                violation_error_message=_(
                    "A picture belongs to one article, one related link or one provider."
                ),
            ),
        )

    def __str__(self) -> str:
        return self.title or self.url


# Of a path within the site, as of a text that stands beside a picture.
PICTURE_PATH_LIMIT = 200
PICTURE_TEXT_LIMIT = 1000


class Picture(models.Model):
    """A picture file of the site: an Image, or a text, calls it by its path, `/assets/images/…`.

    Its bytes go out with the site as they are kept. They are in our media under their digest, and what
    readers are shown is drawn from them (`articles.pictures.renditions`), which knows by this row alone
    what there is. Nothing refers to the row: whoever names its path means it.
    """

    path = models.CharField(_("path"), max_length=PICTURE_PATH_LIMIT, unique=True)
    path_key = Fingerprint("path")
    digest = models.CharField(
        _("digest"), max_length=64, db_index=True, help_text=_("SHA-256 of the bytes that go out.")
    )
    kind = models.CharField(
        _("kind"), max_length=4, help_text=_("By its content: jpg, png, webp, gif, avif.")
    )
    size = models.PositiveIntegerField(_("size"), help_text=_("In bytes."))
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    is_opaque = models.BooleanField(_("opaque"), default=True)
    renditions = models.PositiveSmallIntegerField(
        _("renditions"), default=0, help_text=_("Which set of sizes was made of it; 0: none yet.")
    )
    alt = models.CharField(
        _("alternative text"),
        max_length=PICTURE_TEXT_LIMIT,
        blank=True,
        help_text=_("What is to be seen, for those who do not see it."),
    )
    caption = models.CharField(_("caption"), max_length=PICTURE_TEXT_LIMIT, blank=True)
    credit = models.CharField(_("credit"), max_length=PICTURE_TEXT_LIMIT, blank=True)
    focal_x = models.FloatField(_("focal point from the left"), default=0.5)
    focal_y = models.FloatField(_("focal point from the top"), default=0.5)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded"), null=True, blank=True, db_index=True)

    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ("path",)
        constraints = (
            models.CheckConstraint(
                name="picture_focal_point_in_it",
                condition=models.Q(focal_x__range=(0, 1), focal_y__range=(0, 1)),
            ),
        )

    def __str__(self) -> str:
        return self.path

    @property
    def url(self) -> str:
        """What documents call it by."""
        return f"/{self.path}"


class UncopiedPicture(models.Model):
    """A picture of somebody else of which no copy could be made when that was last tried, and why."""

    path = models.CharField(
        _("path"),
        max_length=PICTURE_PATH_LIMIT,
        primary_key=True,
        help_text=_("Where its copy would be."),
    )
    url = url_field(_("address"))
    tried_at = models.DateTimeField(_("tried"))
    answer = models.CharField(_("answer"), max_length=200)

    objects = UncopiedPictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture that was not copied")
        verbose_name_plural = _("pictures that were not copied")

    def __str__(self) -> str:
        return f"{self.url}: {self.answer}"


class PictureUse(models.Model):
    """That the text of an article names a picture of the site; articles/pictures/uses.py writes it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    path = models.CharField(_("path"), max_length=PICTURE_PATH_LIMIT, db_index=True)

    objects = PictureUseQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture in a text")
        verbose_name_plural = _("pictures in texts")
        constraints = (models.UniqueConstraint("article", "path", name="picture_use_once"),)

    def __str__(self) -> str:
        return self.path
