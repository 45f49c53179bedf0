"""Photos: what is taken in, what is made of it, who may see it. Knows no case."""
