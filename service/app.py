"""The HTTP app, put together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool

from indexer import current_name
from service.keeping import Keeper
from service.loading import EngineFactory, engine_loader
from service.middleware import RequestShell
from service.problems import install_handlers
from service.routes import ask, charts, documents, feedback, health, observations, pages, search
from service.routes.responses import complete_description
from service.settings import ServiceSettings
from service.shelf import Shelf

_DESCRIPTION = """
Ask a shelf of public reports a question; get the answer with the words or the table cell that prove it, or an honest
refusal. Errors are problem details (RFC 9457).
"""


def create_app(settings: ServiceSettings, *, engine_factory: EngineFactory | None = None) -> FastAPI:
    """The app over the index that `settings` names. It starts without an index too, and takes one up when it appears.

    `engine_factory` opens the live index, once for each generation; it raises an `IndexerError` where it cannot.
    """
    open_engine = engine_factory or engine_loader()
    shelf = Shelf(lambda: open_engine(settings), lambda: current_name(settings.index_dir))
    keeper = Keeper(settings.keep, settings.journal)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = settings.request_threads
        await run_in_threadpool(shelf.start)
        yield
        await run_in_threadpool(shelf.stop)
        await run_in_threadpool(keeper.stop)

    app = FastAPI(
        title="Report QA",
        version="1",
        description=_DESCRIPTION,
        lifespan=lifespan,
        generate_unique_id_function=lambda route: route.name,
        docs_url=None,
        redoc_url=None,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    app.state.shelf = shelf
    app.state.keeper = keeper
    app.state.settings = settings
    app.add_middleware(RequestShell, max_body_bytes=settings.max_body_bytes)
    install_handlers(app)
    for module in (ask, feedback, search, documents, observations, charts, health, pages):
        app.include_router(module.router)
    pages.mount_files(app)
    complete_description(app)
    return app
