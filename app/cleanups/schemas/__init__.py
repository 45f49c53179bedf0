"""What goes in and out of cleanups. Queries answer plain dicts in the shapes of answers."""
