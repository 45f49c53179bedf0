"""A case from report to closing."""
