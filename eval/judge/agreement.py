"""What the judge says of a run, and how far it agrees with the exact scorer about the same answers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from eval.judge.judging import Case, Judged
from eval.scoring.intervals import bootstrap, bounds, mean_interval
from eval.types import Extra, Interval

Pairs = Sequence[tuple[bool, bool]]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An answer about which the two differ, with the judge's reason."""

    id: str
    exact: bool
    judge: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """`n` answers have a verdict; `right` and `exact` are the right shares among them by judge and by exact scorer.

    `no_verdict` are those whose reply could not be read, `not_judged` those without a reply.
    """

    answers: int
    n: int
    no_verdict: tuple[str, ...]
    not_judged: tuple[str, ...]
    right: Extra
    exact: Extra
    agreement: Extra
    kappa: Extra
    disagreements: tuple[Disagreement, ...]


def agreement_of(cases: Sequence[Case], judged: Judged) -> Agreement:
    """Put the verdicts beside the exact scorer's."""
    told = [(case, judged.verdicts[case.question.id]) for case in cases if case.question.id in judged.verdicts]
    read = [(case, verdict, verdict.right) for case, verdict in told if verdict.right is not None]
    pairs = [(case.correct, right) for case, _, right in read]
    return Agreement(
        answers=len(cases),
        n=len(pairs),
        no_verdict=tuple(verdict.id for _, verdict in told if verdict.right is None),
        not_judged=tuple(judged.failed),
        right=_share([right for _, right in pairs]),
        exact=_share([exact for exact, _ in pairs]),
        agreement=_share([exact == right for exact, right in pairs]),
        kappa=Extra(kappa(pairs), kappa_interval(pairs)),
        disagreements=tuple(
            Disagreement(verdict.id, case.correct, right, verdict.reason)
            for case, verdict, right in read
            if right != case.correct
        ),
    )


def _share(values: Sequence[bool]) -> Extra:
    return Extra(round(sum(values) / len(values), 4) if values else None, mean_interval(values))


def kappa(pairs: Pairs) -> float | None:
    """Cohen's kappa: agreement beyond what two judges with these shares would have by chance.

    None where it is not defined: no pair, or both say the same of all.
    """
    if not pairs:
        return None
    value = _kappas(np.array([pairs], dtype=bool))[0]
    return None if np.isnan(value) else round(float(value), 4)


def kappa_interval(pairs: Pairs) -> Interval | None:
    """Its bootstrap interval over the answers; resamples in which it is not defined are left out."""
    if not pairs:
        return None
    told = np.array(pairs, dtype=bool)
    return bounds(bootstrap(len(pairs), lambda picks: _kappas(told[picks])))


def _kappas(samples: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Kappa of each sample; the last axis holds the pair."""
    one, other = samples[..., 0], samples[..., 1]
    agreed = (one == other).mean(axis=1)
    first, second = one.mean(axis=1), other.mean(axis=1)
    chance = first * second + (1 - first) * (1 - second)
    beyond: npt.NDArray[np.float64] = np.divide(
        agreed - chance, 1 - chance, out=np.full(len(samples), np.nan), where=chance < 1
    )
    return beyond
