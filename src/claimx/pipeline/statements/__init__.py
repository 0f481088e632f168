"""Who said what: sources, cues and contents joined to statements."""
