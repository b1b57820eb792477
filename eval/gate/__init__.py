"""Recorded figures: the gate that holds a change against them, and their history."""
