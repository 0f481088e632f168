"""Parts of speech, lemmas, dependencies and sentences."""
