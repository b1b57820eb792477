"""`POST /v1/feedback`."""

import logging
from typing import Annotated

from fastapi import APIRouter, Body, Depends

from service import examples
from service.journal import Feedback, JournalError, UnknownAnswerError, now
from service.problems import NO_FEEDBACK, NO_JOURNAL, UNKNOWN_ANSWER, Problem
from service.routes.deps import KeeperDep, require_json
from service.routes.responses import FEEDBACK_SHOWN, ok, problems
from service.schemas import FeedbackReply, FeedbackRequest

logger = logging.getLogger(__name__)

router = APIRouter(prefix="/v1", tags=["questions"], dependencies=[Depends(require_json)])

_BODY = Body(openapi_examples={"wrong": {"summary": "An answer that is wrong", "value": examples.FEEDBACK_REQUEST}})
_BAD = problems(400, 403, 404, 413, 415, 422, 500, 503, shown=FEEDBACK_SHOWN)


@router.post("/feedback", responses={**ok("The feedback is kept", "feedback"), **_BAD})
def feedback(body: Annotated[FeedbackRequest, _BODY], keeper: KeeperDep) -> FeedbackReply:
    """Say whether an answer, or a refusal, is right.

    The question, its answer and the turns before it are kept with what is said. Saying it again replaces what was said
    of the same answer before.
    """
    if not keeper.takes_feedback:
        raise Problem("feedback-not-taken", NO_FEEDBACK)
    try:
        replaced = keeper.take(Feedback(body.answer_id, body.rating, body.comment or "", now()))
    except UnknownAnswerError as error:
        raise Problem("unknown-answer", UNKNOWN_ANSWER) from error
    except JournalError as error:
        logger.warning("feedback was not written down: %s", error)
        raise Problem("journal-unavailable", NO_JOURNAL) from error
    return FeedbackReply(answer_id=body.answer_id, rating=body.rating, replaced=replaced)
