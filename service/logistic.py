"""A fitted logistic regression, in plain numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression over named inputs, standardised first: `mean`, `scale`, `weights` are in their order."""

    inputs: tuple[str, ...]
    mean: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[float, ...]
    intercept: float

    def probabilities(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """The probability of each row."""
        values = (np.asarray(rows, dtype=float) - np.asarray(self.mean)) / np.asarray(self.scale)
        scores = values @ np.asarray(self.weights) + self.intercept
        return [float(p) for p in 1.0 / (1.0 + np.exp(-scores))]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Logistic":
        """From the form in which it is kept."""
        mean, scale, weights = (tuple(map(float, data[name])) for name in ("mean", "scale", "weights"))
        return cls(tuple(data["inputs"]), mean, scale, weights, float(data["intercept"]))

    @classmethod
    def unfitted(cls, inputs: tuple[str, ...]) -> "Logistic":
        """One that knows nothing."""
        zeros = tuple(0.0 for _ in inputs)
        return cls(inputs, zeros, tuple(1.0 for _ in inputs), zeros, 0.0)
