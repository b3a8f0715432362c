"""One tree of exceptions.

    MtqaError
    ├── ConfigError      a config file, option or detector id is wrong
    ├── InputError       a file or record cannot be read
    │   └── RecordError  one record of a batch is bad; the batch goes on
    ├── ModelError       a model is missing, damaged or of an unknown kind
    └── TrainingError    a training run lacks its data or diverged

Every message names the input at fault and the next step. The command line prints the
message as one line and exits with 2; a library user catches :class:`MtqaError`.
"""

from __future__ import annotations


class MtqaError(Exception):
    """Base of every error that mtqa raises on purpose."""


class ConfigError(MtqaError):
    """A configuration key, an option or a detector id is unknown or out of range."""


class InputError(MtqaError):
    """An input cannot be read at all (missing, binary, without documents …)."""


class RecordError(InputError):
    """One record of an input is bad; it is reported in place and the rest goes on."""


class ModelError(MtqaError):
    """A model folder is missing, incomplete, changed on disk or of an unknown kind."""


class TrainingError(MtqaError):
    """Training data is missing or a run cannot go on."""
