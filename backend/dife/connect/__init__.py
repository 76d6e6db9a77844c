"""Connect: finding people, and becoming friends with them."""
