"""An engine that answers each question of the recorded set rightly, but those that it is told to get wrong."""

from collections.abc import Sequence
from dataclasses import replace

from eval.questions.sets import read_set
from service.types import Answer, Turn
from tests.eval.fakes import QUESTIONS, FakeServedEngine, make_answer

SET = read_set(QUESTIONS).questions


class ScriptedEngine(FakeServedEngine):
    """Says the reference answer and cites the evidence; refuses what is unanswerable."""

    def __init__(self, wrong: Sequence[str] = (), breaks_on: Sequence[str] = ()) -> None:
        super().__init__(breaks_on)
        self._wrong = wrong

    def ask(self, question: str, *, history: Sequence[Turn] = (), **_options: object) -> Answer:
        super().ask(question, history=history)
        asked = next((q for q in SET if q.question == question), None)
        if asked is None or not asked.answerable:
            return make_answer(question, "The reports do not say.", answered=False)
        said = "Something else." if asked.id in self._wrong else asked.answer
        answer = make_answer(question, said)
        cited = (
            replace(answer.citations[0], number=number, source=e.document, quote=e.quote)
            for number, e in enumerate(asked.evidence, 1)
        )
        return replace(answer, citations=tuple(cited))
