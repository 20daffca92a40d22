"""Something went wrong: told to the confidential adviser or the complaints officer, never to whom it is about (I-53)."""
