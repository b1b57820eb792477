"""Observations: the figures that a report states, of what, where and when.

Precision before recall: a number is left out where its measure, place or unit cannot be told with confidence. `reader`
reads a report's; a search needs `keys` alone, so nothing is imported here.
"""
