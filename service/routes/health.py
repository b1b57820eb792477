"""`GET /healthz`, `GET /readyz`, and `GET /problems/{kind}`, where the `type` of a problem leads."""

from fastapi import APIRouter

from service.problems import KINDS, Problem
from service.routes.deps import KeeperDep, ShelfDep
from service.routes.responses import ok, problems
from service.schemas import HealthReply, ProblemKindReply, ReadyReply

router = APIRouter(tags=["health"])


@router.get("/healthz", responses=ok("The service runs", "alive"))
async def healthz() -> HealthReply:
    """Whether the service runs, with an index or without."""
    return HealthReply(status="alive")


@router.get("/readyz", responses={**ok("The service can answer", "ready"), **problems(503)})
def readyz(shelf: ShelfDep, keeper: KeeperDep) -> ReadyReply:
    """Whether the service can answer; if not, what is wrong and what to do."""
    warning = "A newer index could not be opened; answers come from the one before. The server's log tells why."
    with shelf.borrow() as engine:
        return ReadyReply(
            status="ready",
            index_version=engine.index_version,
            documents=len(engine.store.documents()),
            warning=None if shelf.trouble is None else warning,
            feedback=keeper.takes_feedback,
        )


@router.get("/problems/{kind}", responses={**ok("What it means", "problem-kind"), **problems(404, 422)})
async def problem_kind(kind: str) -> ProblemKindReply:
    """What a kind of problem is: the address that the `type` of a problem names."""
    if kind not in KINDS:
        raise Problem("not-found", f"There is no such kind of problem. There are: {', '.join(KINDS)}.")
    status, title = KINDS[kind]
    return ProblemKindReply(type=f"/problems/{kind}", title=title, status=status)
