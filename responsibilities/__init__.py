"""The organisation: units, functions, and who holds which role."""
