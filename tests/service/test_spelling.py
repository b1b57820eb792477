import time

import pytest

from service.places import Places
from service.spelling import Spelling

TEXT = (
    "Looked after children in Northmoor. Vacancy rates of social workers. The vacancy rates of social workers rose. "
    "Looked after children had assessments on time. Most assessments of children were on time after the referrals. "
    "Referrals and the selection of foster carers. Selection by a panel. Foster carers stayed. Mispelt once."
)
PLACES = Places.of(["Northmoor"])
KNOWN = set(TEXT.lower().replace(".", "").split())
SPELLING = Spelling([TEXT], KNOWN.__contains__, PLACES)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("waht is the vacency rate?", "what is the vacancy rate?"),
        ("how many looked afetr childern?", "how many looked after children?"),
        ("socail workers in Northmor", "social workers in Northmoor"),
        ("are assesments on time in northmoore?", "are assessments on time in northmoor?"),
        ("Vacency in Northmore's teams", "Vacancy in Northmoor's teams"),
    ],
)
def test_slips_are_mended(asked: str, meant: str) -> None:
    assert SPELLING.corrected(asked) == meant


@pytest.mark.parametrize(
    "question",
    [
        "What was the turnout at the election?",  # English, though no report has it and "selection" is near
        "Who is Mr Selectoin of Fosterham?",  # names
        "What is the 2O16 figure for KS2?",
        "How many xyzzyplugh?",
        "the DCFS",
        "",
    ],
)
def test_what_is_no_slip_stays(question: str) -> None:
    assert SPELLING.corrected(question) == question


def test_word_that_a_report_has_but_once_is_no_model() -> None:
    assert SPELLING.corrected("mispellt") == "mispellt"


def test_long_question_takes_little_time() -> None:
    question = "socail " * 200
    SPELLING.corrected(question)
    start = time.perf_counter()
    SPELLING.corrected(question)
    assert time.perf_counter() - start < 0.5
