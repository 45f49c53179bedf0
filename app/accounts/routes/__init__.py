"""Routes of log-in and of the administration of people, units and departments."""
