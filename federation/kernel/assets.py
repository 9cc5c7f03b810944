"""The two style sheets, served from memory under names that change with their content.

The NHS style sheet is read out of the installed wheel ``wagtail-nhsuk-frontend`` (which is never imported).
Its ``@font-face`` rules are taken out: they would call ``assets.nhs.uk`` from every page, and the font is
licensed to NHS users only. What then still names another host stops the start.
"""

import gzip
import re
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from flask import Flask, Response, abort, request

from federation.kernel.policy import PUBLIC
from federation.kernel.web import permission

ENDPOINT = "assets.file"
_PACKAGE = "wagtailnhsukfrontend"
_NHSUK = "static/wagtailnhsukfrontend/css/nhsuk-frontend-10.4.2.min.css"
_APP = Path(__file__).with_name("static") / "app.css"
_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_NAMESPACE = "http://www.w3.org/"
_OUTSIDE = re.compile(r"""(?:https?:|url\(\s*["']?|@import\s*["'])//""", re.I)


class AssetsMissing(RuntimeError):
    """A style sheet is not there, or is not one that may be served."""


@dataclass(frozen=True, slots=True)
class StyleSheet:
    """One style sheet: its address, its bytes, and the same bytes packed."""

    url: str
    body: bytes
    packed: bytes


def nhsuk_css() -> str:
    """The NHS style sheet as installed, without its fonts."""
    spec = find_spec(_PACKAGE)
    places = list(spec.submodule_search_locations or ()) if spec else []
    for place in places:
        file = Path(place) / _NHSUK
        if file.is_file():
            return _FONT_FACE.sub("", file.read_text("utf-8"))
    raise AssetsMissing(
        "The NHS style sheet (nhsuk-frontend 10.4.2) is not installed. Install it with: "
        "pip install --no-deps wagtail-nhsuk-frontend==2.1.0"
    )


def read_assets() -> dict[str, StyleSheet]:
    """Both style sheets by name: ``nhsuk.css`` and ``app.css``."""
    sources = {"nhsuk.css": nhsuk_css(), "app.css": _COMMENT.sub("", _APP.read_text("utf-8"))}
    return {name: _asset(name, css) for name, css in sources.items()}


def _asset(name: str, css: str) -> StyleSheet:
    plain = css.replace(_NAMESPACE, "")
    if outside := _OUTSIDE.search(plain):
        raise AssetsMissing(
            f"{name} would call another host: {plain[outside.start() : outside.start() + 80]!r}"
        )
    body = css.encode()
    stem, dot, kind = name.rpartition(".")
    url = f"/static/{stem}-{sha256(body).hexdigest()[:12]}{dot}{kind}"
    return StyleSheet(url, body, gzip.compress(body, 9, mtime=0))


def init_assets(app: Flask) -> None:
    """Read the style sheets, serve them, and give templates ``asset_url("app.css")``.

    Create the app with ``static_folder=None``: there are no other static files.
    """
    assets = read_assets()
    urls = {name: asset.url for name, asset in assets.items()}
    served = {asset.url.rpartition("/")[2]: asset for asset in assets.values()}

    def file(name: str) -> Response:
        asset = served.get(name)
        if asset is None:
            abort(404)
        packed = request.accept_encodings["gzip"] > 0
        response = Response(asset.packed if packed else asset.body, mimetype="text/css")
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    file.permission = PUBLIC  # type: ignore[attr-defined]
    app.add_url_rule("/static/<name>", ENDPOINT, permission(PUBLIC)(file))
    app.jinja_env.globals["asset_url"] = urls.__getitem__
