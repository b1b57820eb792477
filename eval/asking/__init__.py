"""Asks the questions of a set: the engine of this process, a service, or the plain pipeline."""
