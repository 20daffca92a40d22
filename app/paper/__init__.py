"""The social map and everything else on paper: one source, two outputs (I-02)."""
