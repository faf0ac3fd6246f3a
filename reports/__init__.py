"""Paper: every PDF for people, ordered as a row and made by the worker."""
