"""What keeps the map true by itself: asking twice a year, links that need no sign-in, checks of addresses, feedback."""
