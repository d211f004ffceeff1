"""Reflections: private looking back that ends in a plan."""
