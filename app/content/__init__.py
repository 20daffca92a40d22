"""What the content folder says: read once, checked whole, frozen; editors' changes are laid over it."""
