"""How a free text is asked for, and what its writer may want to look at again."""
