"""Which admin runs: Django's, with our start page."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """Django's admin as the desk."""

    default_site = "articles.desk_site.DeskSite"
