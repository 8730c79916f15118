"""The editors' desk: one module for each screen, which Django's autodiscover finds through this one."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.admin import article, conflict, imports, logo, topic, upload, withholding

__all__ = ["article", "conflict", "imports", "logo", "topic", "upload", "withholding"]

admin.site.site_title = admin.site.site_header = _("Newsroom")
admin.site.index_title = _("The editors’ desk")
# It would take a quarter of the width from lists; the start page and the path at the top lead everywhere.
admin.site.enable_nav_sidebar = False
