"""Which parts of the search are at work. All are in use; the evaluation switches one off to measure what it gives."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Switches:
    """`words` and `vectors` are the two searches, `vocabulary` is what means the same in other words."""

    words: bool = True
    vectors: bool = True
    vocabulary: bool = True


ALL_ON = Switches()
