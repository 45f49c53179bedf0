"""Reading messages, robots, and what there is to tell."""
