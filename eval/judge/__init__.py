"""A judge by language model: optional, pinned, and never without its agreement with the exact scorer."""

from eval.judge.section import judge_section

__all__ = ["judge_section"]
