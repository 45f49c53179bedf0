"""Reading cases: one, many, counted, on a map, and the photos they name."""
