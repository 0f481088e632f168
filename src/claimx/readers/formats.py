"""Which format a file is in: by its name, else by its beginning."""

from __future__ import annotations

import re
from pathlib import PurePath

from claimx.readers.source import Source
from claimx.readers.unpacking import without_packing

# Module of this package -> the endings of the file names it reads, before `.gz` and `.zst`.
FORMATS: dict[str, tuple[str, ...]] = {
    "text": (".txt", ".text"),
    "markdown": (".md", ".markdown"),
    "html": (".html", ".htm", ".xhtml"),
    "json": (".json",),
    "jsonl": (".jsonl", ".ndjson", ".jl"),
    "parquet": (".parquet", ".pq"),
    "warc": (".warc",),
}

# How a file of a format begins, where that tells. Markdown begins like any text.
_BEGINNINGS: dict[str, re.Pattern[bytes]] = {
    "warc": re.compile(rb"WARC/\d"),
    "parquet": re.compile(rb"PAR1"),
    "html": re.compile(
        rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(!doctype\s+html|html|head|body)\b", re.I | re.S
    ),
    # A list of objects, or an object with line ends in it; on one line it is the first of JSON Lines.
    "json": re.compile(rb"(\xef\xbb\xbf)?\s*(\[\s*\{|\{\s*\n)"),
    "jsonl": re.compile(rb'(\xef\xbb\xbf)?\s*\{\s*"'),
}


def format_of(source: Source) -> str:
    """A name in `FORMATS`; what neither the name nor the beginning tells is plain text."""
    suffix = without_packing(PurePath(source.path or "")).suffix.lower()
    for name, suffixes in FORMATS.items():
        if suffix in suffixes:
            return name
    beginning = source.stream.peek()
    return next((name for name, pattern in _BEGINNINGS.items() if pattern.match(beginning)), "text")
