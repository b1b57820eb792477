"""Every question is asked, in order, and one that fails costs only itself."""

import threading

from eval.asking.client import InProcess, OverHttp
from eval.asking.runner import Outcome, ask_all, ask_one
from eval.questions.sets import read_set
from eval.types import Failure, Question, Quoted, Reply, SystemFacts
from service.types import Filters, SearchResult
from tests.eval.fakes import QUESTIONS, FakeEngine, alone, fake_service

SET = read_set(QUESTIONS).questions


def test_a_failing_question_is_named_and_the_rest_goes_on() -> None:
    asker = InProcess(FakeEngine(breaks_on=[SET[1].question]), SystemFacts("here"))

    outcomes = {q.id: outcome for q, outcome in ask_all(asker, SET)}

    assert outcomes["r02"] == Outcome(failure=Failure("r02", "ZeroDivisionError: division by zero"))
    assert sum(outcome.reply is not None for outcome in outcomes.values()) == len(SET) - 1


def test_a_failure_over_http_is_told_by_its_problem_details() -> None:
    asker = OverHttp("http://x", fake_service(broken=[SET[0].question]))

    assert ask_one(asker, SET[0]) == Outcome(failure=Failure("r01", "HTTP 500: Something broke."))


def test_time_is_what_the_asker_waited() -> None:
    ticks = iter([10.0, 10.0125])

    outcome = ask_one(InProcess(FakeEngine(), SystemFacts("here")), SET[0], 10, clock=lambda: next(ticks))

    assert outcome.reply is not None
    assert outcome.reply.ms == 12.5


def test_what_the_system_understood_is_searched_for_after_the_answer_of_an_answerable_question() -> None:
    engine = FakeEngine()
    asker = InProcess(engine, SystemFacts("here"))
    (followup,) = (q for q in SET if q.history)
    unanswerable = next(q for q in SET if not q.answerable)

    found, nothing, left_out = (ask_one(asker, q, n) for q, n in ((followup, 4), (unanswerable, 4), (followup, 0)))

    assert engine.searched == [(alone(followup.question), Filters(), 4)]
    assert found.reply is not None
    assert found.reply.retrieved == (Quoted("millbrook-libraries-2019.txt", f"What {alone(followup.question)} finds"),)
    for other in (nothing, left_out):
        assert other.reply is not None
        assert other.reply.retrieved is None


class NoSearch(FakeEngine):
    def search(self, query: str, **_options: object) -> tuple[SearchResult, ...]:
        raise ZeroDivisionError(query)


def test_a_search_that_fails_is_named_and_costs_no_answer() -> None:
    outcome = ask_one(InProcess(NoSearch(), SystemFacts("here")), SET[0], 4)

    assert outcome.reply is not None
    assert outcome.reply.retrieved is None
    assert outcome.failure is not None
    assert outcome.failure.message.startswith("answered, but the search failed: ZeroDivisionError: ")


class Meeting:
    """Answers only once as many questions are being asked as it waits for."""

    facts = SystemFacts("a meeting")

    def __init__(self, size: int) -> None:
        self._barrier = threading.Barrier(size, timeout=10)

    def warm_up(self) -> None:
        pass

    def search(self, question: Question, limit: int) -> tuple[Quoted, ...]:
        return (Quoted("a.txt", question.question),) * limit

    def ask(self, question: Question) -> Reply:
        self._barrier.wait()
        return Reply(question.question, True)


def test_several_workers_ask_at_once_and_keep_the_order_of_the_set() -> None:
    questions = SET[:6]

    outcomes = list(ask_all(Meeting(3), questions, workers=3))

    assert [q.id for q, _ in outcomes] == [q.id for q in questions]
    assert [o.reply.reply.answer for _, o in outcomes if o.reply] == [q.question for q in questions]
