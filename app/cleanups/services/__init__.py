"""What changes cleanups: planning, counting, ticking, finishing. Nothing here ever loses a count."""
