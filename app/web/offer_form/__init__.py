"""The one screen on which an offer is written: the same for an organisation and for an editor who writes on somebody's behalf."""
