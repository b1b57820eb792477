"""Fits the numbers of the service on question sets, cross-validates and ablates."""
