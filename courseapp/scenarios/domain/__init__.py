"""How a scenario is written, and the graph that it makes."""
