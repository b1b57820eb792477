"""Reads texts beside a question: which holds the evidence, which words answer it, or that none do."""

from service.reader.cross_encoder import CrossEncoder
from service.reader.types import Reading

__all__ = ["CrossEncoder", "Reading"]
