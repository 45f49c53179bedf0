"""Telling, sending, and what people change."""
