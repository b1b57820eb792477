"""A question and a text as the one row of tokens that the reader takes."""

from dataclasses import dataclass

from tokenizers import Tokenizer

QUESTION_TOKENS = 40


@dataclass(frozen=True, slots=True)
class Pair:
    """Token ids of "[CLS] question [SEP] text [SEP]".

    The text's tokens begin at `first`; `offsets` are their places in the text as characters, one pair a token.
    """

    ids: list[int]
    first: int
    offsets: list[tuple[int, int]]


def make_tokenizer(data: str) -> Tokenizer:
    """The tokenizer of a `tokenizer.json`, without the padding and cutting that are set in it."""
    tokenizer = Tokenizer.from_str(data)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def encode_pair(tokenizer: Tokenizer, question: str, text: str, limit: int) -> Pair:
    """The pair in at most `limit` tokens: the question's end is cut past QUESTION_TOKENS, then the text's."""
    start, stop = (tokenizer.token_to_id(name) for name in ("[CLS]", "[SEP]"))
    if start is None or stop is None:
        raise ValueError("The tokenizer is not a BERT's: it has no [CLS] or [SEP].")
    asked = tokenizer.encode(question, add_special_tokens=False).ids[:QUESTION_TOKENS]
    read = tokenizer.encode(text, add_special_tokens=False)
    room = max(0, limit - len(asked) - 3)
    ids = [start, *asked, stop, *read.ids[:room], stop]
    return Pair(ids, len(asked) + 2, read.offsets[:room])
