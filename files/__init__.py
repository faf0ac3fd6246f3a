"""Stored bytes: known by their SHA-256, private, never at an address of their own."""
