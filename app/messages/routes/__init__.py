"""The HTTP surface of messages and robots."""
