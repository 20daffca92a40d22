"""Postcodes, places and distances: where somebody is, without asking the network."""
