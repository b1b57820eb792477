"""Answers that a language model writes over the evidence of the extractive way, each sentence checked against it."""
