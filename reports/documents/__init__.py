"""One file a document: from frozen values to HTML. Pure: no database, no clock, no network."""
