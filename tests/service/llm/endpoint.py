"""An OpenAI-compatible endpoint on loopback that does what a test tells it to, right or wrong."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "sk-a-key-that-nobody-may-see"


class Handler(BaseHTTPRequestHandler):
    """One request; the script of its server says how it is answered."""

    server: "_Server"

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.server.lock:
            number = len(self.server.endpoint.requests)
            self.server.endpoint.requests.append(Asked(self.path, dict(self.headers), body))
        script = self.server.endpoint.script
        try:
            script[min(number, len(script) - 1)](self)
        except OSError:
            self.server.endpoint.hung_up.set()

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def head(self, status: int = 200, kind: str = "text/event-stream", **more: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in more.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Connection", "close")
        self.end_headers()

    def event(self, data: str) -> None:
        self.wfile.write(f"data: {data}\n\n".encode())
        self.wfile.flush()

    def part(self, text: str | None, finish: str | None = None) -> None:
        self.event(json.dumps(chunk(text, finish)))


@dataclass
class Asked:
    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def prompt(self) -> str:
        return "\n".join(message["content"] for message in self.body["messages"])


Behaviour = Callable[[Handler], None]


@dataclass
class ScriptedEndpoint:
    """`script` says how each request is answered, the last line for all that follow; `requests` keeps them."""

    script: list[Behaviour] = field(default_factory=list)
    requests: list[Asked] = field(default_factory=list)
    hung_up: threading.Event = field(default_factory=threading.Event)
    url: str = ""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    endpoint: ScriptedEndpoint
    lock: threading.Lock


@contextmanager
def serving(script: Sequence[Behaviour]) -> Iterator[ScriptedEndpoint]:
    endpoint = ScriptedEndpoint(list(script))
    server = _Server(("127.0.0.1", 0), Handler)
    server.endpoint, server.lock = endpoint, threading.Lock()
    endpoint.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def chunk(text: str | None, finish: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": finish}
    return {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}


def says(text: str, finish: str = "stop") -> Behaviour:
    """A good reply, in pieces as models send it."""

    def reply(handler: Handler) -> None:
        handler.head()
        handler.part("")
        for word in text.split(" "):
            handler.part(f"{word} ")
        handler.part(None, finish)
        handler.event("[DONE]")

    return reply


def fails(status: int, **headers: str) -> Behaviour:
    """An error that repeats the key, as some endpoints do."""

    def reply(handler: Handler) -> None:
        handler.head(status, "application/json", **headers)
        handler.wfile.write(json.dumps({"error": {"message": f"no, {KEY} will not do"}}).encode())

    return reply


def sleeps(handler: Handler) -> None:
    """Never answers, until the asker hangs up."""
    handler.head()
    for _ in range(200):
        time.sleep(0.1)
        handler.wfile.write(b": still here\n\n")


def trickles(handler: Handler) -> None:
    """Sends one letter after the other without end; no read ever takes long."""
    handler.head()
    for _ in range(200):
        handler.part("a")
        time.sleep(0.1)


def floods(handler: Handler) -> None:
    handler.head()
    for _ in range(10_000):
        handler.part("word " * 20)


def is_cut(handler: Handler) -> None:
    """Stops in mid-answer without a word of farewell."""
    handler.head()
    handler.part("Three new family hubs opened in Oakford in September 2018 [1]. Each is")


def is_torn(handler: Handler) -> None:
    """Promises more bytes than it sends."""
    handler.head(Content_Length="5000")
    handler.part("Three new family hubs opened in Oakford in September 2018 [1].")


def sends(data: str, kind: str = "text/event-stream") -> Behaviour:
    def reply(handler: Handler) -> None:
        handler.head(200, kind)
        handler.wfile.write(data.encode())

    return reply


def hangs_up(handler: Handler) -> None:
    handler.close_connection = True
    handler.connection.close()
