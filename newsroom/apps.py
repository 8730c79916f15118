"""Which admin runs: Django's, with our start page; and what `manage.py check` asks besides."""

from django.contrib.admin.apps import AdminConfig
from django.core.checks import Tags, register

from newsroom.behind_proxy import check_proxy_header, check_site_url
from newsroom.site_templates import check_site_templates


class DeskConfig(AdminConfig):
    """Django's admin as the desk."""

    default_site = "articles.desk.site.DeskSite"

    def ready(self) -> None:
        super().ready()
        register(check_proxy_header, Tags.security, deploy=True)
        register(check_site_templates, Tags.templates)
        register(check_site_url, Tags.urls, deploy=True)
