"""Question sets: reading and checking them, and the public ones."""
