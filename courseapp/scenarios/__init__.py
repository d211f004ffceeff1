"""Scenarios: a dialogue that a learner writes from own work and walks in the ordinary player."""
