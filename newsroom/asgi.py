"""Where an ASGI server finds the site: newsroom.asgi:application."""

import os

from django.core.asgi import get_asgi_application

from newsroom.behind_proxy import warn_of_redirects
from newsroom.site_templates import require_site_templates
from newsroom.static_files import require_static_files

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

application = get_asgi_application()
require_static_files()
require_site_templates()
warn_of_redirects()
