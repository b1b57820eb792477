"""Replies put in place of the service's own, for what the fake engine does not do."""

import json
from typing import Any

import httpx
from playwright.sync_api import Page, Route

from tests.browser.conftest import Site

SCRIPT = "<img src=x onerror=alert(1)><script>alert(2)</script>"


def reply_of(site: Site, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of the reply
    """The fake engine's reply, changed."""
    reply = httpx.post(f"{site.url}/v1/ask", json={"question": "How many hubs?"}).json()
    site.engine.asked.clear()
    return reply | changes


def events(*pairs: tuple[str, object]) -> str:
    """The body of an event stream."""
    return "".join(f"event: {name}\ndata: {json.dumps(data)}\n\n" for name, data in pairs)


def answer_with_events(page: Page, body: str) -> None:
    """Answer the next questions with this stream."""
    page.route("**/v1/ask", lambda route: route.fulfill(content_type="text/event-stream", body=body))


def answer_with_problem(page: Page, path: str, status: int, title: str, detail: str) -> None:
    """Answer a call with problem details."""
    problem = {"type": "/problems/x", "title": title, "status": status, "detail": detail}

    def fulfil(route: Route) -> None:
        route.fulfill(status=status, content_type="application/problem+json", body=json.dumps(problem))

    page.route(path, fulfil)


def put_document(page: Page, text: str, blocks: list[dict[str, Any]], title: str = "Made for a test") -> str:
    """Put a document on the shelf, seen by this page only; its path in the viewer."""
    document = {"id": "made", "title": title, "place": "Ashby", "period": "2020", "publisher": None, "kind": None}
    contents = {
        "**/v1/documents/made": document | {"pages": None},
        "**/v1/documents/made/text": {"id": "made", "text": text, "pages": []},
        "**/v1/documents/made/blocks": {"blocks": blocks},
    }
    for path, content in contents.items():
        answer_with_json(page, path, content)
    return "/documents/made"


def answer_with_json(page: Page, path: str, content: object) -> None:
    """Answer a call with this."""
    page.route(path, lambda route: route.fulfill(json=content))


def block(kind: str, start: int, end: int, level: int = 0) -> dict[str, Any]:
    """A block without a table."""
    return {"kind": kind, "start": start, "end": end, "level": level, "section": [], "table": None}
