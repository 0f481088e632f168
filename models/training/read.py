#!/usr/bin/env python3
"""Read news without annotation with a finished pipeline, for a network to learn from.

    python models/training/read.py --corpora CORPORA --model WORK/mean-model --first 1445 \\
        --output WORK/read.jsonl

Writes a result of claimx, one a line, for each article of `unlabelled/news.jsonl.gz` that is not among the
first `--first` ones of `offsets.jsonl`.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import spacy
from articles import OFFSETS, article_records

import claimx

# Stand for the days of the articles, which have lost theirs, so that relative dates are read.
ANY_DAY = {"bbc2004": "2005-01-15", "bbc2022": "2022-03-15"}


def unannotated(corpora: Path, first: int) -> Iterator[claimx.Article]:
    """Yield the articles that are not among the `first` ones that are annotated."""
    annotated = {record["id"] for record in article_records(OFFSETS)[:first]}
    for record in article_records(corpora / "unlabelled/news.jsonl.gz"):
        if record["id"] not in annotated:
            day = date.fromisoformat(ANY_DAY[record["source"]])
            yield claimx.Article(record["id"], record["text"], published=day)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True, help="a finished pipeline")
    parser.add_argument("--first", type=int, required=True, help="how many of `offsets.jsonl` to leave out")
    parser.add_argument("--output", type=Path, required=True)
    arguments = parser.parse_args()
    articles = unannotated(arguments.corpora, arguments.first)
    with arguments.output.open("w", encoding="utf8") as file:
        for result in claimx.extract_articles(articles, spacy.load(arguments.model)):
            if isinstance(result, claimx.Extraction):
                file.write(result.to_json() + "\n")


if __name__ == "__main__":
    main()
