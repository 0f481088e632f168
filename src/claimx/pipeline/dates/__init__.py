"""Dates: calendar expressions in an article, with ISO 8601 / TIMEX3 values."""
