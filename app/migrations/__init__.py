"""The shape of the database through time."""
