"""Django's settings. Values come from the environment (see environment.py); the rest is fixed here."""

from pathlib import Path

from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from .environment import Environment

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment(BASE_DIR)

DEBUG = env.flag("DEBUG", default=True)
if DEBUG:
    # Fixed, so that a session outlives the development server's restarts; with DEBUG off it is never used.
    SECRET_KEY = env.text("SECRET_KEY") or "development-only-" + "newsroom" * 6
    ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]", "testserver"]
else:
    SECRET_KEY = env.required("SECRET_KEY", "'" + get_random_secret_key().replace("$", "s") + "'")
    env.required("ALLOWED_HOSTS", "newsroom.example.org")
    ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")

SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "newsroom",  # before the admin: our templates and commands come first
    "companies",
    "articles",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]

MIDDLEWARE = [
    "companies.api.middleware.ApiMiddleware",  # outermost: it sees each answer of the API as it leaves
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "newsroom.middleware.Sessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "newsroom.middleware.Users",
    "newsroom.middleware.Messages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
ASGI_APPLICATION = "newsroom.asgi.application"

TEMPLATES = [
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

DATABASES = {"default": env.database(BASE_DIR)}
CACHES = {"default": env.cache()}
globals().update(env.mail())
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM") or "newsroom@localhost"
WEBHOOKS_ALLOW_LOOPBACK = env.flag("WEBHOOKS_ALLOW_LOOPBACK", default=False)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "var" / "static"
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG  # in development nothing needs collecting
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

DATA_LICENCE = env.text("DATA_LICENCE") or "LicenseRef-contract"
DUMPS_DIR = BASE_DIR / (env.text("DUMPS_DIR") or "var/dumps")

# Security: strict by default where DEBUG is off; HTTPS=off only for a test of production mode on one machine.
HTTPS = env.flag("HTTPS", default=not DEBUG)
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
PROXY_HEADER = env.flag("PROXY_HEADER", default=False)
if PROXY_HEADER:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

API_LIMITS = env.flag("API_LIMITS", default=True)
API_ANONYMOUS_RATE = env.number("API_ANONYMOUS_RATE", default=60)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["companies.api.access.KeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["companies.api.access.CanRead"],
    "DEFAULT_THROTTLE_CLASSES": ["companies.api.limits.RequestLimit"],
    "DEFAULT_RENDERER_CLASSES": ["companies.api.rendering.DocumentRenderer"],
    "DEFAULT_PARSER_CLASSES": ["companies.api.parsing.BodyParser"],
    "DEFAULT_METADATA_CLASS": "companies.api.rendering.Description",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": None,
    "EXCEPTION_HANDLER": "companies.api.problems.handle",
    "URL_FORMAT_OVERRIDE": None,  # the Accept header says it; ?format= is an unknown parameter like any other
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Newsroom",
    "DESCRIPTION": (BASE_DIR / "companies" / "api" / "introduction.md").read_text(encoding="utf-8"),
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None},  # nothing is sent to other sites
    "REDOC_DIST": "SIDECAR",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [
        "companies.api.schema.add_components",
        "companies.api.desk.schema.add_components",
        "companies.api.webhooks.schema.add_components",
        "companies.api.schema_headers.add_common",
    ],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {
        "handlers": ["console"],
        "level": env.one_of("LOG_LEVEL", ["DEBUG", "INFO", "WARNING", "ERROR"], "INFO"),
    },
}
