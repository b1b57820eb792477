"""A real server, a real browser, and a guard over every page: it fetches nothing foreign and logs no error."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from service.app import create_app
from service.settings import ServiceSettings
from tests.service.fake_engine import FakeEngine

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 8_000


@dataclass
class Site:
    """The running service, the engine behind it, where it keeps feedback, and how many reports it has."""

    url: str
    engine: FakeEngine
    journal: Path
    reports: int = 2


@dataclass
class Visit:
    """A page and what went on behind it. `expected` is what a test that breaks things finds in the console."""

    page: Page
    site: Site
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    expected: str | None = None

    @property
    def foreign(self) -> list[str]:
        return [url for url in self.requests if not url.startswith(self.site.url)]

    @property
    def unexpected(self) -> list[str]:
        return [error for error in self.errors if not (self.expected and re.search(self.expected, error))]

    def open(self, path: str = "/") -> Page:
        """Go to a path and wait until the page's own script has done its first work."""
        self.page.goto(self.site.url + path)
        if path == "/":
            self.page.get_by_text(f"{self.site.reports} reports").wait_for()
        return self.page

    def ask(self, question: str) -> None:
        """Ask by keyboard and wait for the end, whatever it is."""
        self.page.get_by_label("Your question").fill(question)
        self.page.keyboard.press("Enter")
        self.page.locator(".turn[data-status=working]").wait_for(state="detached")


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serves the app on a free port; gives its address."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        deadline = time.monotonic() + 20
        while not server.started:
            assert thread.is_alive() and time.monotonic() < deadline, "the test server did not start"
            time.sleep(0.02)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    engine = FakeEngine(slow_seconds=1.0)
    journal = tmp_path_factory.mktemp("journal") / "journal.sqlite3"
    settings = ServiceSettings(index_dir=Path("there-is-no-such-folder"), journal=journal)
    with serving(create_app(settings, engine_factory=lambda _: engine)) as url:
        yield Site(url, engine, journal)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.fail(f"The browser tests need Chromium at {CHROMIUM}: install it (on Debian: apt-get install chromium).")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context_options() -> dict[str, Any]:
    """What the browser is like; a test overrides it with `@pytest.mark.parametrize`."""
    return {}


@pytest.fixture
def context(browser: Browser, context_options: dict[str, Any]) -> Iterator[BrowserContext]:
    context = browser.new_context(**({"viewport": {"width": 1280, "height": 800}} | context_options))
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def visit(context: BrowserContext, site: Site) -> Iterator[Visit]:
    """A new page; at the end it must have asked nobody else for anything and have logged no error."""
    site.engine.asked.clear()
    visit = Visit(context.new_page(), site)
    page = visit.page

    def on_dialog(dialog: Any) -> None:  # noqa: ANN401 - Playwright's
        visit.errors.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    page.on("console", lambda line: visit.errors.append(line.text) if line.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: visit.errors.append(str(error)))
    page.on("dialog", on_dialog)
    page.on("request", lambda request: visit.requests.append(request.url))
    yield visit
    assert visit.foreign == []
    assert visit.unexpected == []
