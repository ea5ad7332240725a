"""Drawing: a filing as a printed form, and a page with what was read of it."""
