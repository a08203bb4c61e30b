"""Questions put to the ledger: pure functions over what it returns."""
