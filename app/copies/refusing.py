"""What is said when no backup is made, or none put back."""


class CopyRefused(Exception):
    """No copy was made, or none put back; the message says why, in Dutch."""
