import pytest

from service.llm.sentences import Sentence, sentences


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hubs opened [1]. Each is open daily [2].", [("Hubs opened.", (1,)), ("Each is open daily.", (2,))]),
        ("Hubs opened. [1] Each is open daily. [2]", [("Hubs opened.", (1,)), ("Each is open daily.", (2,))]),
        ("Hubs opened [1][3]. Each is open [2, 4].", [("Hubs opened.", (1, 3)), ("Each is open.", (2, 4))]),
        ("Hubs [1] opened in May [1].", [("Hubs opened in May.", (1,))]),
        ("It was 9.4% of children, e.g. those in St. Ives, by Dr. Lund [1].", 1),
        ("- Hubs opened [1]\n- Each is open [2]\n", [("Hubs opened.", (1,)), ("Each is open.", (2,))]),
        ("1. Hubs opened [1]\n2. Each is open [2]", [("Hubs opened.", (1,)), ("Each is open.", (2,))]),
        ("## Answer\n**Hubs** opened [1].", [("Answer.", ()), ("Hubs opened.", (1,))]),
        ("<think>It may be [2].\nOr so.</think>Hubs opened [1].", [("Hubs opened.", (1,))]),
        ("Yes, hubs opened [1].", [("Hubs opened.", (1,))]),
        ("No children were moved [1].", [("No children were moved.", (1,))]),
        ("Hubs opened [1]. Hubs opened [1].", [("Hubs opened.", (1,))]),
        ("Hubs opened.", [("Hubs opened.", ())]),
        ("Hu\u200bbs\x07 opened [1].", [("Hubs opened.", (1,))]),
        ("[1] [2]", []),
        ("", []),
        ("...", []),
    ],
)
def test_sentences_with_their_marks(text: str, found: list[tuple[str, tuple[int, ...]]] | int) -> None:
    result = sentences(text)
    if isinstance(found, int):
        assert len(result) == found
    else:
        assert result == [Sentence(*one) for one in found]
