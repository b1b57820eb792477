"""What can go wrong in an evaluation, divided by what the caller does about it. Messages are shown as they stand."""


class EvalError(Exception):
    """The run, comparison or report cannot be made; the command ends with status 1."""


class UsageError(EvalError):
    """A flag or an environment variable is wrong; the command ends with status 2."""


class LibraryMissingError(EvalError):
    """What was asked for needs a library of an extra that is not installed; the message says how to install it."""


class SetError(EvalError):
    """A question set, or a file of answers, is not as it should be. The message names each line and what is wrong."""


class SystemMissingError(EvalError):
    """What should answer is not there: no service at the address, no index in the folder."""


class ServiceGoneError(SystemMissingError):
    """The service no longer answers. Asking it the other questions would only give as many failures."""


class IndexChangedError(EvalError):
    """The service answers from another index than at the run's beginning: its answers are not of one run."""


class AskError(EvalError):
    """One question got no answer. The run records it and goes on with the next one."""
