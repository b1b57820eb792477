"""`python -m service`: the API and the chat page."""

import argparse
import logging
import signal
import socket
import sys
from collections.abc import Sequence

import uvicorn

from service.app import create_app
from service.settings import ServiceSettings, add_flags, settings_from

_SHUTDOWN_SECONDS = 10


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until told to stop; the exit status is 0 after a stop, 1 if the address is taken, 2 for a wrong flag."""
    parser = argparse.ArgumentParser(prog="python -m service", description="Serve the API and the chat page.")
    add_flags(parser)
    try:
        settings = settings_from(parser.parse_args(arguments))
    except ValueError as error:
        parser.error(str(error))
    _log_to_stderr(settings.log_level)
    try:
        listener = _listen(settings)
    except OSError as error:
        where = f"{settings.host}:{settings.port}"
        reason = error.strerror or str(error)
        print(f"Cannot listen on {where}: {reason}. Choose another with --port or --host.", file=sys.stderr)
        return 1
    with listener:
        return _serve(settings, listener)


def _log_to_stderr(level: str) -> None:
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s", level=level.upper())
    # Libraries say much at this level that is of no use to who runs the service.
    for name in ("httpx", "httpcore", "openai", "sentence_transformers", "urllib3", "asyncio"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _listen(settings: ServiceSettings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((settings.host, settings.port))
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


def _serve(settings: ServiceSettings, listener: socket.socket) -> int:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    print(f"Report QA on http://{host}:{listener.getsockname()[1]} (Ctrl+C stops it)", flush=True)
    config = uvicorn.Config(
        create_app(settings),
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
    )
    server = uvicorn.Server(config)
    # After a graceful stop uvicorn raises the signal again, for whoever had a handler; without one it would kill us.
    signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        return 0
    return 0 if server.started else 1


if __name__ == "__main__":
    sys.exit(main())
