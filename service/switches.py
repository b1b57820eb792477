"""Which parts of the search are at work. All are in use; the evaluation switches one off to measure what it gives."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Switches:
    """`words` and `vectors` are the two searches, `vocabulary` is what means the same in other words, `observations`
    are the figures by which an answer of another year is told and a contradiction found."""

    words: bool = True
    vectors: bool = True
    vocabulary: bool = True
    observations: bool = True


ALL_ON = Switches()
