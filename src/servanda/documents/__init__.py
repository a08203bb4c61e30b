"""From bytes to dated text."""
