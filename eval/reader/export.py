"""`python -m eval.reader.export --run DIR --to DIR`: a checkpoint to the int8 file that the service reads."""

import argparse
import hashlib
import json
import shutil
import tempfile
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from transformers import BertConfig

from eval.reader.model import ReaderModel
from indexer import model_folder
from service.reader.cross_encoder import DATA, MANIFEST, TOKENIZER, WEIGHTS

OPSET = 17


def load_checkpoint(path: Path) -> ReaderModel:
    """The network of a checkpoint, ready to read."""
    model = ReaderModel(BertConfig.from_pretrained(str(model_folder())))
    model.load_state_dict(torch.load(path, weights_only=True)["model"])
    return model.eval()


def export(model: ReaderModel, folder: Path) -> None:
    """Writes the int8 network, the tokenizer and the manifest with their hashes.

    Weights have seven bits, so that processors without VNNI cannot overflow; the two give the same figures.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        plain, shaped, small = (Path(made) / f"{name}.onnx" for name in ("plain", "shaped", "small"))
        _to_onnx(model, plain)
        quant_pre_process(plain, shaped, skip_symbolic_shape=True)
        quantize_dynamic(shaped, small, weight_type=QuantType.QInt8, reduce_range=True, per_channel=True)
        network = onnx.load(small)
    for node in network.graph.node:
        node.ClearField("doc_string")
    onnx.save(network, folder / WEIGHTS)
    shutil.copyfile(model_folder() / TOKENIZER, folder / TOKENIZER)
    hashes = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in (WEIGHTS, TOKENIZER)}
    (folder / MANIFEST).write_text(json.dumps({"sha256": hashes}, indent=1) + "\n", encoding="utf-8")


def _to_onnx(model: ReaderModel, path: Path) -> None:
    ids = torch.randint(1000, 2000, (2, 16))
    attention, segments = torch.ones_like(ids), torch.zeros_like(ids)
    attention[1, 10:] = 0
    names = ["ids", "attention", "segments"]
    axes = {name: {0: "texts", 1: "tokens"} for name in (*names, "token")} | {"text": {0: "texts"}}
    torch.onnx.export(
        model.eval(),
        (ids, attention, segments),
        path,
        dynamo=False,
        input_names=names,
        output_names=["text", "token"],
        opset_version=OPSET,
        dynamic_axes=axes,
    )


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, default=Path("build/reader"), help="folder of the training run")
    parser.add_argument("--to", type=Path, default=DATA, help="folder to write to")
    chosen = parser.parse_args()
    export(load_checkpoint(chosen.run / "checkpoint.pt"), chosen.to)


if __name__ == "__main__":
    main()
