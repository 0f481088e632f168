"""Text: tokens, spans, quotation marks, paragraphs, patterns and word lists, for all that reads text."""
