"""If-then plans and the dates on which they are looked at again."""
