"""Verbs that change roads, segments and appointments."""
