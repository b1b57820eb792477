"""Every question is asked, in order, and one that fails costs only itself."""

import threading

from eval.asking.client import InProcess, OverHttp
from eval.asking.runner import ask_all, ask_one
from eval.questions.sets import read_set
from eval.types import Failure, Question, Reply, SystemFacts, TimedReply
from tests.eval.fakes import QUESTIONS, FakeEngine, fake_service

SET = read_set(QUESTIONS).questions


def test_a_failing_question_is_named_and_the_rest_goes_on() -> None:
    asker = InProcess(FakeEngine(breaks_on=[SET[1].question]), SystemFacts("here"))

    outcomes = {q.id: outcome for q, outcome in ask_all(asker, SET)}

    assert outcomes["r02"] == Failure("r02", "ZeroDivisionError: division by zero")
    assert sum(isinstance(outcome, TimedReply) for outcome in outcomes.values()) == len(SET) - 1


def test_a_failure_over_http_is_told_by_its_problem_details() -> None:
    asker = OverHttp("http://x", fake_service(broken=[SET[0].question]))

    assert ask_one(asker, SET[0]) == Failure("r01", "HTTP 500: Something broke.")


def test_time_is_what_the_asker_waited() -> None:
    ticks = iter([10.0, 10.0125])

    outcome = ask_one(InProcess(FakeEngine(), SystemFacts("here")), SET[0], clock=lambda: next(ticks))

    assert isinstance(outcome, TimedReply)
    assert outcome.ms == 12.5


class Meeting:
    """Answers only once as many questions are being asked as it waits for."""

    facts = SystemFacts("a meeting")

    def __init__(self, size: int) -> None:
        self._barrier = threading.Barrier(size, timeout=10)

    def warm_up(self) -> None:
        pass

    def ask(self, question: Question) -> Reply:
        self._barrier.wait()
        return Reply(question.question, True)


def test_several_workers_ask_at_once_and_keep_the_order_of_the_set() -> None:
    questions = SET[:6]

    outcomes = list(ask_all(Meeting(3), questions, workers=3))

    assert [q.id for q, _ in outcomes] == [q.id for q in questions]
    assert [o.reply.answer for _, o in outcomes if isinstance(o, TimedReply)] == [q.question for q in questions]
