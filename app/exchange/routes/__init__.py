"""Exports and imports over HTTP."""
