"""The door for phones: what changed since they last asked."""
