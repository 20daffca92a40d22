"""`/loket`: the desk reads requests, calls, plans a conversation and records what came of it."""
