"""The map for machines, as Human Services Data Specification 3.1 (docs/integrators.md)."""
