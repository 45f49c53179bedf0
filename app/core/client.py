"""The built client: its files, and its first page for every address that is one of its own."""

import json
from html import escape
from mimetypes import guess_type
from pathlib import Path

from apiflask import APIFlask
from flask import Response, request, send_from_directory
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.security import safe_join

from app.core import http
from app.core.errors import NotFound

FOREVER_S = 365 * 24 * 3600
"""For files whose name carries a hash of what is in them."""

PACKED = {"br": ".br", "gzip": ".gz"}
"""Best first."""

READING = {"GET", "HEAD", "OPTIONS"}

HTML = "text/html; charset=utf-8"

SHARE = "/share"
"""Where the phone's system hands in shared pictures; the manifest names it, the service worker catches it."""
UNKEPT = "/shared?unkept=1"
"""The client's page that says why nothing was kept, and what to do."""
MAX_SHARED_BYTES = 32_000_000
"""So much is listened to, as by the proxies of `deploy/`: a browser that is cut off shows no answer."""

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:{tiles}; style-src 'self' 'unsafe-inline';"
    " connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self';"
    " frame-ancestors 'none'"
)


def init_client(app: APIFlask, folder: Path, tiles_url: str, tiles_datum: str = "wgs84") -> None:
    """Serve the folder at `/`; an address that is no file and not below /api is the client's own."""
    policy = CONTENT_SECURITY_POLICY.format(tiles=_origin(tiles_url))
    base_map = _base_map(tiles_url, tiles_datum)

    @app.before_request
    def refuse_unknown() -> None:
        """Whatever is sent to an address below /api that only the client's catch-all answers."""
        error = request.routing_exception
        if isinstance(error, MethodNotAllowed) and request.path.startswith("/api/"):
            is_read_only = READING.issuperset(error.valid_methods or ())
            if is_read_only and app.url_map.bind("").match(request.path, "GET")[0] == "client":
                raise http.unknown_path()

    @app.get("/")
    @app.get("/<path:path>")
    @app.doc(hide=True)
    @http.permit(http.anyone)
    def client(path: str = "index.html") -> Response:
        """A file of the built client, or its first page."""
        if path.startswith("api/"):
            raise http.unknown_path()
        file = _file(folder, path)
        response = _page(folder / file, base_map) if file == "index.html" else _packed(folder, file)
        response.headers["Cache-Control"] = _caching(path)
        response.headers["Content-Security-Policy"] = policy
        response.headers["Permissions-Policy"] = "camera=(self), geolocation=(self), microphone=()"
        return response

    @app.post(SHARE)
    @app.doc(hide=True)
    @http.permit(http.anyone)
    def share() -> Response:
        """Comes here only where no service worker runs yet: nothing is kept."""
        http.hear_out(request, MAX_SHARED_BYTES)
        return Response(status=303, headers={"Location": UNKEPT})


def _file(folder: Path, path: str) -> str:
    found = safe_join(str(folder), path)
    if found is not None and Path(found).is_file():
        return path
    if path.startswith("assets/"):
        # An old page asks for a file of a build that is gone; HTML in its place would only confuse it.
        raise NotFound("This file belongs to another version of the client", code="no_such_path")
    if not (folder / "index.html").is_file():
        raise NotFound("The client is not built: `make client`", code="no_such_path")
    return "index.html"


def _packed(folder: Path, file: str) -> Response:
    """As the build packed it, where the browser takes it so."""
    kind = guess_type(file)[0]
    taken = [coding for coding in PACKED if request.accept_encodings[coding]]
    coding = next((coding for coding in taken if (folder / (file + PACKED[coding])).is_file()), None)
    response = send_from_directory(folder, file + PACKED.get(coding or "", ""), mimetype=kind)
    if coding:
        response.headers["Content-Encoding"] = coding
    response.vary.add("Accept-Encoding")
    return response


def _page(file: Path, base_map: str) -> Response:
    response = Response(file.read_text().replace("</head>", f"{base_map}</head>", 1), content_type=HTML)
    response.add_etag()
    response.make_conditional(request)
    return response


def _base_map(tiles_url: str, tiles_datum: str) -> str:
    """How the first page tells the client which map to draw on."""
    described = json.dumps({"url": tiles_url, "datum": tiles_datum})
    return f'<meta name="base-map" content="{escape(described)}" />' if tiles_url else ""


def _caching(path: str) -> str:
    """Everything but hashed names is asked for anew each time, so that an update arrives."""
    return f"public, max-age={FOREVER_S}, immutable" if path.startswith("assets/") else "no-cache"


def _origin(tiles_url: str) -> str:
    """The part of a tile address that a policy names, where only a whole first label may be left open."""
    scheme, found, rest = tiles_url.partition("://")
    host = rest.partition("/")[0]
    if "{" in host:
        host = "*." + host.partition(".")[2]
    return f" {scheme}://{host}" if found else ""
