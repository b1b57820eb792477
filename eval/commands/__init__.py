"""The commands of `python -m eval`: a module each, with `HELP`, `add_flags(parser)` and `work(arguments, factory)`."""
