"""The one screen on which an offer is written: the same for its organisation and for an editor who writes it down for somebody."""
