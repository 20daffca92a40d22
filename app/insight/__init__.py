"""What the municipality may know of use, without a trace of any person."""
