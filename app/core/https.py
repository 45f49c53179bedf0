"""Behind a TLS proxy: forwarded headers are believed only by setting; cookies given over https stay on it."""

from apiflask import APIFlask
from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from werkzeug.middleware.proxy_fix import ProxyFix

UNATTENDED = "X-Unattended"
"""Marks what a screen asks by itself: a queue that looks for news must not keep an empty desk logged in."""


class SchemeBoundCookie(SecureCookieSessionInterface):
    """`Secure` under https, and usable on the loopback without."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        # What a screen asks by itself is no use of the log-in; a new cookie would be half of such answers.
        is_unattended = UNATTENDED in request.headers and not session.modified
        return not is_unattended and super().should_set_cookie(app, session)


def init_https(app: APIFlask, trusted_proxies: int) -> None:
    """Believe the last `trusted_proxies` hops about address and scheme; none when 0."""
    app.session_interface = SchemeBoundCookie()
    if trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted_proxies, x_proto=trusted_proxies)  # type: ignore[method-assign]
