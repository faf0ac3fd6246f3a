"""A whole document (Word file or paste) to a reading: sections, tables, what was not understood. No database."""
