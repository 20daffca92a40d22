"""How often something happened, per month and municipality: never who, never the words. `app.insight` makes reports of it."""
