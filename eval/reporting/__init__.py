"""Figures for people: tables, the report page, two runs side by side."""
