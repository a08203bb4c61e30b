"""What was read, kept and judged."""
