"""Labs: models of the application that a learner plays with inside a lesson."""
