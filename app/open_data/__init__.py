"""The map as open data: Human Services Data Specification 3.1, a data package, and what search engines read on a page."""
