"""Community: two boards of posts, their comments, and what members mark of them."""
