"""The formats in which things leave."""
