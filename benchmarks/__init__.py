"""How fast the house is, beside what any Django page costs on the same machine."""
