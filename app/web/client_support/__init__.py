"""`/ondersteuner`: free independent client support sees exactly what was shared with it."""
