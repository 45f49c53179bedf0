"""From a file of road lines to named segments; pure, no database."""
