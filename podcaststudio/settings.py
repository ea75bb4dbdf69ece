"""Every setting, read once from the environment (`.env.example` lists them), in the order of Django's documentation."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from podcaststudio import env, servers

BASE_DIR = Path(__file__).resolve().parent.parent
env.load(BASE_DIR / ".env")

# ---------------------------------------------------------------- core
PRODUCT_NAME = "Podcast Studio"
IS_EMBEDDED = env.flag("PODCASTSTUDIO_EMBEDDED")
DEBUG = env.flag("DJANGO_DEBUG")
SECRET_KEY = env.required(
    "DJANGO_SECRET_KEY",
    "For a first look run `make run`; for an installation of your own copy `.env.example` to `.env`.",
)
DATA_DIR = Path(env.text("PODCASTSTUDIO_DATA") or BASE_DIR / "data").resolve()
WEB_PORT = env.number("PODCASTSTUDIO_PORT", 8000)
SITE_URL = env.text("PODCASTSTUDIO_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.words("DJANGO_ALLOWED_HOSTS") or [
    urlsplit(SITE_URL).hostname or "localhost",
    "localhost",
    "127.0.0.1",
]
CSRF_TRUSTED_ORIGINS = env.words("DJANGO_CSRF_TRUSTED_ORIGINS") or [SITE_URL]

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "podcaststudio",
    "teams",
    "notices.apps.NoticesConfig",
    "audiodn",
    "productions.apps.ProductionsConfig",
    "productions.auphonic",
    "compare.apps.CompareConfig",
    "planning.apps.PlanningConfig",
    "review.apps.ReviewConfig",
    "script.apps.ScriptConfig",
    "exports.apps.ExportsConfig",
    "arrivals.apps.ArrivalsConfig",
    "desk.apps.DeskConfig",
]
MIDDLEWARE = [
    "podcaststudio.headroom.Middleware",
    "django.middleware.security.SecurityMiddleware",
    "podcaststudio.middleware.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "teams.origin.Middleware",
    "teams.zone.Middleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "podcaststudio.urls"
ASGI_APPLICATION = "podcaststudio.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
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
                "podcaststudio.context_processors.studio",
                "desk.context_processors.shell",
            ],
        },
    }
]


# ---------------------------------------------------------------- database
DATABASES = {"default": servers.database(env.text("DATABASE_URL"), DATA_DIR)}
# Rate limits and play sessions are remembered here: with several web processes they have to share one.
if cache_url := env.text("CACHE_URL"):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": cache_url}}


# ---------------------------------------------------------------- people
def single_sign_on() -> dict[str, object]:
    """One OpenID Connect provider, where OIDC_SERVER_URL names it."""
    if not (server := env.text("OIDC_SERVER_URL")):
        return {}
    app = {
        "provider_id": "sso",
        "name": env.text("OIDC_NAME", "Single sign-on"),
        "client_id": env.required("OIDC_CLIENT_ID", "Single sign-on needs the id your provider gave the studio."),
        "secret": env.text("OIDC_CLIENT_SECRET"),
        "settings": {"server_url": server, "token_auth_method": "client_secret_basic", "oauth_pkce_enabled": True},
    }
    # the operator chose the provider, so its word about an address counts
    return {"openid_connect": {"APPS": [app], "EMAIL_AUTHENTICATION": True, "EMAIL_AUTHENTICATION_AUTO_CONNECT": True}}


AUTH_USER_MODEL = "teams.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"{PRODUCT_NAME}: "
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_FORMS = {"signup": "teams.forms.SignupForm"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SITE_URL.startswith("https://")
MFA_TOTP_ISSUER = PRODUCT_NAME
MFA_TOTP_TOLERANCE = 1  # half minutes that a telephone's clock may be off; RFC 6238, 5.2
MFA_ADAPTER = "teams.adapters.SecondFactors"
SOCIALACCOUNT_ADAPTER = "teams.adapters.SingleSignOn"
SOCIALACCOUNT_PROVIDERS = single_sign_on()
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("BEHIND_PROXY") else 0  # whose word counts for where people come from
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

# ---------------------------------------------------------------- mail, language, time
EMAIL_BACKEND = env.text(
    "EMAIL_BACKEND",
    "django.core.mail.backends.smtp.EmailBackend"
    if env.text("EMAIL_HOST")
    else "django.core.mail.backends.console.EmailBackend",
)
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 15  # seconds; somebody may be waiting
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Podcast Studio <studio@localhost>")
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.text("TIME_ZONE", "UTC")
USE_I18N = True
USE_TZ = True

# ---------------------------------------------------------------- files
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
NODE_MODULES = BASE_DIR / "node_modules"
STATICFILES_DIRS: list[Path | tuple[str, Path]] = [BASE_DIR / "static"]
for prefix, folder in {
    "vendor/htmx": NODE_MODULES / "htmx.org" / "dist",
    "vendor/geist": NODE_MODULES / "@fontsource-variable" / "geist" / "files",
    "vendor/tus": NODE_MODULES / "tus-js-client" / "dist",
}.items():
    if folder.is_dir():
        STATICFILES_DIRS.append((prefix, folder))
# In the embedded world files are served as they stand; elsewhere hashed, from STATIC_ROOT.
WHITENOISE_USE_FINDERS = IS_EMBEDDED
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "media", "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if IS_EMBEDDED
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
if bucket := env.text("S3_BUCKET"):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": bucket,
            "endpoint_url": env.text("S3_ENDPOINT_URL") or None,
            "region_name": env.text("S3_REGION") or None,
            "signature_version": "s3v4",
            "default_acl": None,
            "querystring_auth": True,
        },
    }
UPLOAD_DIR = DATA_DIR / "uploads"  # parts of recordings on their way in; on the same disk as the media folder
UPLOAD_MAX_BYTES = env.number("UPLOAD_MAX_BYTES", 8 * 1024**3)
# hosts inside one's own network that recordings may be fetched from all the same
FETCH_ALLOWED_HOSTS = env.text("FETCH_ALLOWED_HOSTS").replace(",", " ").split()
UPLOAD_EXPIRES_SECONDS = env.number("UPLOAD_EXPIRES_SECONDS", 7 * 24 * 3600)
FFMPEG = env.text("IMAGEIO_FFMPEG_EXE")  # empty: the one in the imageio-ffmpeg package
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024**2
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024**2

# ---------------------------------------------------------------- the two companies, and the engine on this machine
ENGINE_URL = env.text("ENGINE_URL").rstrip("/")
AUPHONIC_SERVERS = servers.auphonic(ENGINE_URL)
AUDIODN_SERVERS = servers.audiodn(ENGINE_URL)
AUDIODN_PLAY_SECONDS = env.number("AUDIODN_PLAY_SECONDS", 3600)  # how long a play session lives; 60 to 86400

# ---------------------------------------------------------------- pipeline and worker
PIPELINE_LEASE_SECONDS = env.number("PIPELINE_LEASE_SECONDS", 180)
PIPELINE_SETTLE_SECONDS = env.number("PIPELINE_SETTLE_SECONDS", 40)  # longer than any request may take
PIPELINE_ATTEMPTS = env.number("PIPELINE_ATTEMPTS", 10)  # failed tries of a step in a row before a person is asked
PIPELINE_PAUSE_SECONDS = env.number("PIPELINE_PAUSE_SECONDS", 2)  # doubled with every failed try, ten minutes at most
PIPELINE_SWEEP_SECONDS = env.number("PIPELINE_SWEEP_SECONDS", 0)  # 0: every second without a broker, else every five
CELERY_BROKER_URL = env.text("CELERY_BROKER_URL", "memory://localhost/")
HAS_BROKER = not CELERY_BROKER_URL.startswith("memory:")
CELERY_BROKER_TRANSPORT_OPTIONS = {} if HAS_BROKER else {"polling_interval": 0.02}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False  # leases and the sweep bring work back
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_CONCURRENCY = env.number("WORKER_CONCURRENCY", 4)
CELERY_WORKER_POOL = "threads"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_TASK_PUBLISH_RETRY = False  # a broker that is down must not hold up a page; the sweep finds the row

# ---------------------------------------------------------------- security
FIELD_KEYS = env.words("FIELD_KEYS")  # id:base64 of 32 bytes, first one encrypts; empty: derived from the secret key
# who is signed in is read on every page: from memory, where all web processes share it or there is one
SESSION_ENGINE = f"django.contrib.sessions.backends.{'cached_db' if cache_url or IS_EMBEDDED else 'db'}"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = False  # the upload script sends it as a header
X_FRAME_OPTIONS = "DENY"
# where embedded players may be shown unless one names its own sites: origins, or * for anywhere
EMBED_FRAME_ANCESTORS = env.words("EMBED_FRAME_ANCESTORS") or ["*"]
SECURE_REFERRER_POLICY = "same-origin"
IS_HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SECURE_HSTS_SECONDS = env.number("SECURE_HSTS_SECONDS", 31536000 if IS_HTTPS else 0)
SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", IS_HTTPS)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY") else None
if ENGINE_URL.startswith("http://"):
    if urlsplit(ENGINE_URL).hostname not in ("127.0.0.1", "localhost", "::1"):
        raise ImproperlyConfigured(
            "ENGINE_URL without https must be an address of this machine, such as http://127.0.0.1:8900."
        )
    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # oauthlib refuses plain http even on the loopback address

# ---------------------------------------------------------------- logging
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        # these write tokens and secrets at DEBUG
        "requests_oauthlib": {"level": "WARNING"},
        "oauthlib": {"level": "WARNING"},
        "urllib3": {"level": "WARNING"},
    },
}
DEFAULT_EXCEPTION_REPORTER_FILTER = "podcaststudio.reports.ReportFilter"
# whether all other hosts of the domain speak https is for who owns it to say
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
