"""The web desk: the ledger's pages, pictures and feeds, rendered on the server and served from the package."""
