"""What the desk does for a caller without writing the caller down: find, explain, send, ask a provider to call back."""
