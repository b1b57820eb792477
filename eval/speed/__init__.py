"""Speed and memory beside the plain pipeline."""
