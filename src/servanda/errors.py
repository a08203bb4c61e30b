"""Everything that Servanda raises on purpose.

ServandaError
├ InputError            one input could not be read; the others are
│ ├ UnreadableError       no such path, no permission, not text, empty, too large
│ ├ LanguageError         a language that no folder of `languages/` knows
│ └ FetchError            an address that is refused, too slow, too large or not there
├ LedgerError           the ledger cannot be opened or written
│ ├ LedgerVersionError    written by a newer Servanda
│ └ LedgerBusyError       locked by another process, or the disk is full
├ NotFoundError         no record, undertaking or actor of that id
├ UsageError            a filter, code or option that means nothing
└ DataError             a file of the package (language, vocabulary, catalogue) breaks its own rules
"""

from __future__ import annotations


class ServandaError(Exception):
    """The root: the message says what, where, and what to do."""


class InputError(ServandaError):
    """One input could not be read; the others are."""


class UnreadableError(InputError):
    """No such path, no permission, not text, empty or too large."""


class LanguageError(InputError):
    """The text is in a language that no folder of `languages/` knows."""


class FetchError(InputError):
    """The address is refused, too slow, too large or not there."""


class LedgerError(ServandaError):
    """The ledger cannot be opened or written."""


class LedgerVersionError(LedgerError):
    """The ledger was written by a newer Servanda."""


class LedgerBusyError(LedgerError):
    """The ledger is locked by another process, or its disk is full."""


class NotFoundError(ServandaError):
    """No record, undertaking or actor has that id."""


class UsageError(ServandaError):
    """A filter, code or option means nothing."""


class DataError(ServandaError):
    """A data file of the package breaks its own rules."""
