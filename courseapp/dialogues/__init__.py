"""Dialogues: a conversation with a customer, walked by choosing replies."""
