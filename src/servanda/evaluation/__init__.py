"""How well the reading reads: records compared with known ones, counted, and shown with what was missed."""
