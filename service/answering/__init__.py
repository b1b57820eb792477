"""From ranked evidence to a draft answer: one module for each way of answering."""
