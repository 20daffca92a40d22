"""Signing in and rights: for staff and organisations only. Residents have no accounts."""
