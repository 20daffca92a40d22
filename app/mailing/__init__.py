"""Mail: written as plain text, sealed while it waits in the outbox, and forgotten once it is delivered."""
