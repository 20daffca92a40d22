"""Personal data of residents: what they hold, what they can see and change, and when it goes."""
