"""The plan: written, measured, frozen, decided, followed up."""
