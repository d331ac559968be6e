"""Digests by mail: who gets which, each at most once a day."""
