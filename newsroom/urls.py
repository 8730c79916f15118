"""All addresses: the public face from `articles`, the admin, and at the desk uploaded files."""

from django.conf import settings
from django.conf.urls.static import static
from django.contrib import admin
from django.urls import include, path

from newsroom.health import healthz

urlpatterns = [
    path("healthz", healthz),
    path("admin/", admin.site.urls),
    path("", include("articles.public.urls")),
    # Empty unless DEBUG: in production a web server serves uploads.
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
]

handler404 = "articles.public.views.not_found"
handler500 = "articles.public.views.server_error"
