"""How a reflection is written and when its plan is looked at again."""
