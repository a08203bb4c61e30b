"""How far from a number a word stands that belongs to it, in characters."""

from __future__ import annotations

BESIDE = 8  # the same where a noun's modifiers stand before it, and verbs before their objects
ATTACHED = 34  # characters behind a sum in which what it is of stands: "of foreign direct investment"
CUE = 46  # characters before a percentage in which a word of growth or share belongs to it
BEHIND = 30  # the same behind it
NEXT = 3  # characters between a word and the number that it governs
