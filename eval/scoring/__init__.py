"""What answers are worth: pure functions from questions and replies to figures."""
