"""The pages of administration, and the register that everybody inside may read."""
