from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    """Articles, with all that is done to them and shown of them."""

    name = "articles"
    verbose_name = _("Articles")
