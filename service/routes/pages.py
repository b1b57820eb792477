"""The pages for people: the chat page, the document viewer, the API's documentation. Nothing comes from elsewhere."""

import importlib.util
from pathlib import Path

from fastapi import APIRouter, FastAPI, Response
from starlette.responses import FileResponse, HTMLResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from service.middleware import PAGE_POLICY

router = APIRouter(include_in_schema=False)

_STATIC = Path(__file__).parent.parent / "static"

# Files have no version in their names, so a browser has to ask each time; the ETag makes that cheap.
_ASK_AGAIN = {"Cache-Control": "no-cache"}

# Swagger UI draws its icons from data: addresses.
_DOCS_HEADERS = {"Content-Security-Policy": f"{PAGE_POLICY}; img-src 'self' data:"}
_DOCS_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Report QA: the API</title>
<link rel="icon" href="/docs/files/favicon.png">
<link rel="stylesheet" href="/docs/files/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/files/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""
_DOCS_SCRIPT = 'SwaggerUIBundle({url: "/openapi.json", dom_id: "#swagger-ui", validatorUrl: null});\n'


@router.api_route("/", methods=["GET", "HEAD"])
def chat_page() -> Response:
    """The chat page."""
    return FileResponse(_STATIC / "index.html", headers=_ASK_AGAIN)


@router.api_route("/documents/{document_id}", methods=["GET", "HEAD"])
def viewer_page(document_id: str) -> Response:  # noqa: ARG001 - the page reads the id from its own address
    """The page that shows a document with a passage marked."""
    return FileResponse(_STATIC / "viewer.html", headers=_ASK_AGAIN)


@router.api_route("/docs", methods=["GET", "HEAD"])
def docs_page() -> Response:
    """The API's documentation."""
    return HTMLResponse(_DOCS_PAGE, headers=_DOCS_HEADERS)


@router.api_route("/docs/start.js", methods=["GET", "HEAD"])
def docs_script() -> Response:
    """What starts Swagger UI; a file of its own because the pages allow no inline script."""
    return Response(_DOCS_SCRIPT, media_type="text/javascript", headers=_ASK_AGAIN)


class _Files(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers.update(_ASK_AGAIN)
        return response


def mount_files(app: FastAPI) -> None:
    """Serve our own static files, and Swagger UI's out of the package that brings them; its code is not run."""
    app.mount("/static", _Files(directory=_STATIC), name="static")
    package = importlib.util.find_spec("fastapi_offline")
    if package is None or package.origin is None:
        raise RuntimeError("the package fastapi-offline, which brings the files of Swagger UI, is not installed")
    app.mount("/docs/files", _Files(directory=Path(package.origin).parent / "static"), name="docs-files")
