"""Goods: in what units they are made, sold and bought."""

from __future__ import annotations

GOODS = frozenset(("t", "kg", "m3", "l", "barrel", "kWh", "MWh", "GWh"))
# What verbs of selling and buying make of goods.
TRADED = (("sells", "exports"), ("buys", "imports"))
