"""What is on once, on a day: activities beside the standing offers, as calendars say it (RFC 5545)."""
