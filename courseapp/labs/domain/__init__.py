"""What a lab computes, and how its block is written."""
