"""From logits for every token to the likeliest answer."""

import numpy as np
from numpy.typing import NDArray

# Answers are short: a longer run of tokens is not looked at.
LONGEST = 30


def best_span(logits: NDArray[np.float32]) -> tuple[int, int, float]:
    """The first and last token of the likeliest span, and its share of the probability of all spans.

    `logits` has a row a token of the text, at least one, and two columns: begins here, ends here.
    """
    begin, end = (_log_shares(logits[:, side].astype(np.float64)) for side in (0, 1))
    scores = begin[:, None] + end[None, :]
    count = len(logits)
    distance = np.arange(count)[None, :] - np.arange(count)[:, None]
    shares = np.where((distance >= 0) & (distance < LONGEST), np.exp(scores), 0.0)
    first, last = divmod(int(shares.argmax()), count)
    return first, last, float(shares[first, last])


def _log_shares(values: NDArray[np.float64]) -> NDArray[np.float64]:
    shifted = values - values.max()
    return np.asarray(shifted - np.log(np.exp(shifted).sum()))
