"""Where a WSGI server finds the site: newsroom.wsgi:application."""

import os

from django.core.wsgi import get_wsgi_application

from newsroom.behind_proxy import warn_of_redirects
from newsroom.site_templates import require_site_templates
from newsroom.static_files import require_static_files

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

application = get_wsgi_application()
require_static_files()
require_site_templates()
warn_of_redirects()
