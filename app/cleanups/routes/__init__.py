"""Routes of cleanups, a module for each theme."""
