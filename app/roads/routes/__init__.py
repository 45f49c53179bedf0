"""Routes of roads, segments and appointments."""
