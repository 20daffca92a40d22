"""Reading Dutch: the same analysis for offers and questions, whichever engine searches."""
