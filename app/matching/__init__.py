"""Volunteers and questions for help: posted, looked at by a mediating organisation, brought together within people's limits."""
