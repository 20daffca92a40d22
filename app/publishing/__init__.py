"""How offers come to the map from who offers them: taking part, writing, handing in, and what an editor looks at."""
