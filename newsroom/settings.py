"""Settings, from the environment. Closed when empty; docs/operations.md tells each of them."""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from newsroom.bucket import Bucket, origin_of, storage_in
from newsroom.environment import Environment, read_env_file

BASE_DIR = Path(__file__).resolve().parent.parent

# A person's own .env, as `make run` writes it. ENV_FILE names another; empty, there is none.
if os.environ.get("ENV_FILE") != "":
    read_env_file(BASE_DIR / os.environ.get("ENV_FILE", ".env"), must_exist="ENV_FILE" in os.environ)

read = Environment(os.environ, folder=BASE_DIR)

DEBUG = read.boolean("DEBUG", default=False)
SECRET_KEY = read.secret_key("SECRET_KEY", strict=not DEBUG)
SECRET_KEY_FALLBACKS = read.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = read.hosts("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = read.origins("CSRF_TRUSTED_ORIGINS")

# What it is made of

INSTALLED_APPS = [
    "articles",
    "providers",
    "newsroom.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_filters",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages that are kept, for readers of whom nothing is known; before sessions, languages and the like.
    "articles.public.page_cache.PageCache",
    # 304 for what a reader has already; before whatever writes the page.
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"

# A site's own look: its templates and static files come before the project's.
SITE_TEMPLATES = read.folder("SITE_TEMPLATES")

TEMPLATES = [
    {
        # The pages of readers; `NAME` is what a view asks for.
        "NAME": "public",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [folder for folder in (SITE_TEMPLATES, BASE_DIR / "templates/public") if folder],
        "OPTIONS": {"environment": "articles.public.environment.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Where things are kept

DATABASES = {
    "default": read.database(
        "DATABASE_URL",
        default="sqlite:///var/newsroom.sqlite3",
        pool=read.boolean("DATABASE_POOL", default=True),
        pool_size=read.integer("DATABASE_POOL_SIZE", default=10, least=1),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": read.cache("CACHE_URL", default="locmemcache://")}
# How long a public page is kept at most, and what shared caches in front of the site may do.
PAGE_CACHE_SECONDS = read.integer("PAGE_CACHE_SECONDS", default=300)
CDN_SECONDS = read.integer("CDN_SECONDS", default=0)

MEDIA_ROOT = read.path("MEDIA_ROOT", default="var/media")
# Pictures in a bucket instead of that folder.
BUCKET = Bucket(
    name=read.bucket("MEDIA_S3_BUCKET"),
    endpoint=read.origin("MEDIA_S3_ENDPOINT"),
    region=read.word("MEDIA_S3_REGION", default="us-east-1"),
    access_key=read.secret("MEDIA_S3_ACCESS_KEY"),
    secret_key=read.secret("MEDIA_S3_SECRET_KEY"),
    address=read.site("MEDIA_S3_URL"),
)
MEDIA_URL = f"{BUCKET.public_address}/" if BUCKET.name else "/media/"
# What editors upload to be imported: never served, gone when it is accepted or discarded.
UPLOADS_ROOT = read.path("UPLOADS_ROOT", default="var/uploads")
# A form of the desk may hold all that a document may say (documents/reader.py), twice: what was shown first
# goes along. Encoded, a byte takes three.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
UPLOAD_LIMIT_MB = read.integer("UPLOAD_LIMIT_MB", default=100, least=1)
STATIC_URL = "/static/"
STATIC_ROOT = read.path("STATIC_ROOT", default="var/static")
STATICFILES_DIRS = [
    folder / "static" for folder in (SITE_TEMPLATES,) if folder and (folder / "static").is_dir()
]
STATIC_STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"
# Hashed names need a collectstatic first; at the desk and in tests files are found where they lie.
STATIC_STORAGE_AT_DESK = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": storage_in(BUCKET, read),
    "staticfiles": {"BACKEND": STATIC_STORAGE_AT_DESK if DEBUG else STATIC_STORAGE},
}
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_USE_FINDERS = DEBUG

# Who may do what

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{validator}"}
    for validator in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Where whoever signed in goes who came from nowhere on this site.
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

SECURE_SSL_REDIRECT = read.boolean("SECURE_SSL_REDIRECT", default=not DEBUG)
# A load balancer asks behind the proxy that ends TLS, and does not follow.
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
# Only for a proxy that always sets this header itself: anyone else could claim to come over HTTPS.
_proxy_header = read.header("SECURE_PROXY_SSL_HEADER")
SECURE_PROXY_SSL_HEADER = (_proxy_header, "https") if _proxy_header else None
SECURE_HSTS_SECONDS = read.integer("SECURE_HSTS_SECONDS", default=0 if DEBUG else 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = read.boolean("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=not DEBUG)
SECURE_HSTS_PRELOAD = read.boolean("SECURE_HSTS_PRELOAD", default=False)
# W021 asks for preload; only a domain's owner can promise that, and for every host below it.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SESSION_COOKIE_SECURE = not DEBUG
CSRF_COOKIE_SECURE = not DEBUG
X_FRAME_OPTIONS = "DENY"
# Not "same-origin": video hosts refuse to play in a frame that does not say where it stands.
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # The pictures of articles stay with their publishers.
        "img-src": [SELF, "https:", *origin_of(BUCKET)],
        # Videos that a reader asked for: the hosts that articles/reading/embeds.py knows.
        "frame-src": ["https://www.youtube-nocookie.com", "https://player.vimeo.com"],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    },
}

# Words and hours

SITE_NAME = read.text("SITE_NAME", default="Newsroom")
# How absolute addresses begin, in feeds, sitemaps and the like.
SITE_URL = read.origin("SITE_URL")
# What the texts of articles and topics are written in, where a document does not name a language of its own.
SITE_LANGUAGE = read.language("SITE_LANGUAGE", default="en")
LANGUAGE_CODE = "en"
# Those that are complete; a reader gets the first that their browser asks for.
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["newsroom.formats"]
TIME_ZONE = "UTC"
USE_TZ = True

# The API that programs know from the origin site

API_FORM = read.choice("API_FORM", default="2023", choices=["2023", "2021"])
ORIGIN_URL = read.site("ORIGIN_URL")
API_TIME_ZONE = read.time_zone("API_TIME_ZONE", default="America/Los_Angeles")

# What it says: to stderr, where any supervisor can pick it up

LOG_LEVEL = read.choice(
    "LOG_LEVEL", default="INFO", choices=["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    # Django's own handlers would say everything twice, or send mail.
    "loggers": {"django": {"handlers": [], "level": LOG_LEVEL}},
}

read.finish()
