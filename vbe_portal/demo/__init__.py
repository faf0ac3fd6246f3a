"""The made-up municipality Exempelby and its neighbour Granneby: made through services, told in our own words."""
