"""Tables from outside, read without any model: source → table → columns → measure rows."""
