"""The roads by which something about a request reaches somebody: one module each, and the table that names them."""
