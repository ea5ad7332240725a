"""Files: what goes in, where results go, and how they are written whole or not at all."""
