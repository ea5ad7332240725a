"""The exports: what a canonical Filing becomes, and how the canonical ones are read back."""
