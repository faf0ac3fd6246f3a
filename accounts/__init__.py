"""People, municipalities and rights."""
