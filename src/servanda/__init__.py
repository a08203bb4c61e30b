"""Servanda: a ledger of what is promised in economic cooperation, and of what became of it."""
