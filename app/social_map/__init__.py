"""The social map: what there is, who offers it, and what the public may see of it."""
