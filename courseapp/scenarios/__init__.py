"""Scenarios: a dialogue that a learner writes from own work and walks in the ordinary player.

A feature of its own above `dialogues`, whose graph and walks it uses, and `reflections`, whose
order of saves it shares: what is written here is as private as a reflection.
"""
