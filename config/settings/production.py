"""A public server behind TLS."""

from config import environment
from config.settings.base import *

SECRET_KEY = environment.text("SECRET_KEY")

# Trial servers on plain HTTP (compose on one's own machine, the benchmark) say INSECURE_HTTP=1.
_tls = not environment.flag("INSECURE_HTTP")
SESSION_COOKIE_SECURE = _tls
CSRF_COOKIE_SECURE = _tls
SECURE_SSL_REDIRECT = _tls
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if _tls else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _tls
SECURE_HSTS_PRELOAD = _tls
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _tls else None
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS", SITE_URL)
