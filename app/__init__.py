"""Leefplein: a social map portal for Dutch municipalities."""
