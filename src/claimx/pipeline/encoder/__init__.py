"""One neural reading of the text, for every layer at once."""
