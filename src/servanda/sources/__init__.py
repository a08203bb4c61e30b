"""Where dispatches come from."""
