"""Work that must not be forgotten: messages written in the same transaction as the decision they follow from."""
