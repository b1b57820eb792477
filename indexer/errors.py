"""What can go wrong in the indexer, by what the caller does about it. Messages say what, which, and how to mend it."""


class IndexerError(Exception):
    """Base of all errors that are shown to a user as they stand."""


class UnreadableFileError(IndexerError):
    """One file cannot be read; the others can. The message is the reason shown in the build report."""


class CatalogueError(IndexerError):
    """`catalogue.toml` is not as it should be."""


class IndexMissingError(IndexerError):
    """There is no index yet."""


class IndexMismatchError(IndexerError):
    """The index was made with another model or another version of the program: build it again."""


class IndexDamagedError(IndexerError):
    """A file of the index is missing or is not what the manifest says."""


class IndexBusyError(IndexerError):
    """Another build is running on the same index."""


class ModelError(IndexerError):
    """The embedding model cannot be loaded, or its weights are not the expected ones."""
