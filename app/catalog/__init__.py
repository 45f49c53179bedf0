"""What may be reported: categories, limits, duties of departments."""
