"""Words to persons: a notice in the inbox, one collected mail."""
