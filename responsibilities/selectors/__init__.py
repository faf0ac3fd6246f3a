"""What several rows together say: the tree of units, and who has which role."""
