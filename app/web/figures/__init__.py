"""Figures in words, tables, charts and files, for the municipality's own screens and for the yearly public page."""
