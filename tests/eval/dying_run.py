"""`python -m tests.eval.dying_run N run SET ... --out DIR`: a fake engine under evaluation, killed after N answers."""

import os
import signal
import sys
import time
from pathlib import Path

from eval.__main__ import main
from service.settings import ServiceSettings
from service.types import Answer
from tests.eval.fakes import VariedEngine


class DyingEngine(VariedEngine):
    """Kills its own process once so many answers are written, as no program can prevent."""

    def __init__(self, answers: Path, last: int) -> None:
        super().__init__()
        self.answers = answers
        self.last = last

    def ask(self, question: str, **options: object) -> Answer:
        if len(self.asked) > self.last:  # the warm-up is one more
            while self.answers.read_bytes().count(b"\n") < self.last:
                time.sleep(0.001)
            os.kill(os.getpid(), signal.SIGKILL)
        return super().ask(question, **options)


def open_engine(_settings: ServiceSettings) -> DyingEngine:
    out = Path(sys.argv[sys.argv.index("--out") + 1])
    return DyingEngine(out / "answers.jsonl", int(sys.argv[1]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[2:], engine_factory=open_engine))
