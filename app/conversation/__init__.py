"""Het Gesprek: the request, client support, hand-over, the desk's work on it, and what the resident can see and change."""
