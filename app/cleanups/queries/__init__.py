"""Reading cleanups: one session, many, their weeks, and what the numbers add up to."""
