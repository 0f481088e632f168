"""Who and what is named: names joined to entities."""
