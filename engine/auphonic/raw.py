"""Addresses of this side that carry big bodies, answered without Django."""

from engine.raw import RawRoute

RAW: list[RawRoute] = []
