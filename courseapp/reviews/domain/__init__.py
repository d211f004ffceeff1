"""The rules of review: what counts as evidence, when it comes back, what is mastered."""
