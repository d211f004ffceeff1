"""How a dialogue is written, checked and walked."""
