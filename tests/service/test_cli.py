import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from indexer import IndexMissingError
from service.__main__ import main as serve
from service.ask import main
from service.schemas import AskReply
from service.settings import ServiceSettings
from service.shelf import ServedEngine
from tests.service.fake_engine import FakeEngine

ROOT = Path(__file__).parents[2]


def ask(*arguments: str, engine: FakeEngine | None = None) -> int:
    return main(arguments, engine_factory=lambda _: engine or FakeEngine())


@pytest.fixture(autouse=True)
def _narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")


def test_answer_is_printed_with_its_citations(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("How many hubs?") == 0
    out = capsys.readouterr().out
    assert out.startswith("Three new family hubs opened in September 2018. [1] Family\nhubs open in 2019: 8. [2]\n")
    assert "[1] Northmoor Children's Services Annual Report 2018-19," in out
    assert "Northmoor Children's Services > Early help, page 1\n    (printed i)" in out
    assert "“Family hubs open | 5 | 8”" in out
    assert "Family hubs\n    open > 2019 = 8" in out
    assert all(len(line) <= 60 for line in out.splitlines())


def test_refusal_is_printed_with_the_nearest_things(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("What was the weather?") == 0
    out = capsys.readouterr().out
    assert out.startswith("The reports do not say anything about the weather.")
    assert "Nearest in the reports:" in out
    assert "Ashby inspection letter, line 3" in out


def test_json_is_the_reply_of_the_api(capsys: pytest.CaptureFixture[str]) -> None:
    assert ask("hubs", "--json") == 0
    body = json.loads(capsys.readouterr().out)
    assert AskReply.model_validate(body).answered
    assert body["chart"] is None


def test_flags_reach_the_engine_and_the_store_is_closed() -> None:
    engine = FakeEngine()
    assert ask("hubs", "--max-citations", "3", engine=engine) == 0
    assert engine.asked[0]["max_citations"] == 3
    assert engine.store.closed


def test_no_index_is_told_plainly(capsys: pytest.CaptureFixture[str]) -> None:
    def fail(_: ServiceSettings) -> ServedEngine:
        raise IndexMissingError("There is no index yet.")

    assert main(["hubs"], engine_factory=fail) == 1
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "There is no index yet.\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([" "], "question is empty"),
        (["x" * 65_536], "too long: 65,536 characters"),
        (["a\x07b"], "not text"),
        (["hubs", "--max-citations", "many"], "--max-citations: Input should be a valid integer"),
        ([], "question"),
    ],
)
def test_wrong_use_is_exit_2_with_the_reason(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as exit_:
        ask(*arguments)
    assert exit_.value.code == 2
    assert said in capsys.readouterr().err


@pytest.fixture
def service(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`python -m service` without an index, on a free port, and its address."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("REPORTQA_")}
    arguments = [sys.executable, "-m", "service", "--port", "0", "--index", str(tmp_path / "none")]
    process = subprocess.Popen(
        arguments, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    address = process.stdout.readline().split()[3]
    yield process, address
    process.kill()
    process.communicate()


def test_service_lives_without_an_index_and_stops_when_told(service: tuple[subprocess.Popen[str], str]) -> None:
    process, address = service
    assert httpx.get(f"{address}/healthz", timeout=60).status_code == 200
    ready = httpx.get(f"{address}/readyz")
    assert (ready.status_code, ready.json()["type"]) == (503, "/problems/index-missing")
    process.send_signal(signal.SIGTERM)
    _, log = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "GET /readyz 503 " in log
    assert "Traceback" not in log


def test_port_in_use_is_one_clear_line_and_exit_1() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        arguments = [sys.executable, "-m", "service", "--port", port]
        run = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 1
    assert run.stdout == ""
    assert run.stderr.splitlines() == [
        f"Cannot listen on 127.0.0.1:{port}: Address already in use. Choose another with --port or --host."
    ]


@pytest.mark.parametrize(("flag", "value"), [("--port", "99999"), ("--log-level", "loud"), ("--nonsense", "1")])
def test_wrong_flag_is_exit_2(flag: str, value: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as exit_:
        serve([flag, value])
    assert exit_.value.code == 2
    assert flag in capsys.readouterr().err
