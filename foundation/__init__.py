"""The cellar: form base, locked versions, guards. Knows no municipality and no plan."""
