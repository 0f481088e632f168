"""Articles, results and pipelines that several tests share."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import hypothesis
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from claimx.article import Article
from claimx.pipeline import records
from claimx.pipeline.records import assemble, register_extensions
from claimx.schema import Extraction, ModelInfo
from claimx.text.tokens import Range

# On a busy machine a slow example is no fault.
hypothesis.settings.register_profile("claimx", deadline=None)
hypothesis.settings.load_profile("claimx")

ROOT = Path(__file__).parent
# Fixtures and files of tests that load the model, start commands or open a browser.
SLOW_FIXTURES = {"browser", "cluster", "start", "process", "terminal"}
SLOW_FILES = {
    ROOT / name
    for name in (
        "test_readme.py",
        "test_model.py",
        "test_rules.py",
        "compare/test_planted.py",
        "compare/test_retold.py",
        "gold/test_floors.py",
        "cli/test_streams.py",
        "pipeline/test_short_news.py",
        "pipeline/quantities/test_bounds.py",
        "pipeline/quantities/test_rule_examples.py",
        "pipeline/quantities/test_words.py",
    )
}

TEXT = (
    "Ferry strike enters third day\n\n"
    "PORT ELLIS — Mara Lindqvist said on Friday morning that more than 400 passengers were stranded. "
    "“We will not wait,” she added.\n"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark slow tests, to leave them out with `-m 'not slow'`."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        in_process = "run" not in fixtures or item.path.parent.name != "cli"
        if item.path in SLOW_FILES or fixtures & SLOW_FIXTURES or not in_process:
            item.add_marker(pytest.mark.slow)


def find(text: str, words: str) -> Range:
    """The first place of `words` in `text`."""
    start = text.index(words)
    return Range(start, start + len(words))


@pytest.fixture
def article() -> Article:
    return Article(
        id="ferry",
        path="news/ferry.txt",
        text=TEXT,
        publisher="The Ellis Courier",
        published=date(2023, 12, 2),
        dateline=tuple(find(TEXT, "PORT ELLIS")),
    )


@pytest.fixture
def doc() -> Doc:
    """The article, annotated by hand."""
    register_extensions()
    doc = spacy.blank("en").make_doc(TEXT)
    speaker = records.Source(find(TEXT, "Mara Lindqvist"), "person", "Mara Lindqvist", 0)
    doc._.entities = [
        records.Entity(
            "PERSON",
            "Mara Lindqvist",
            [records.Mention(speaker.range), records.Mention(find(TEXT, "she"), "pronoun")],
        )
    ]
    doc._.dates = [records.Date(find(TEXT, "Friday morning"), "2023-12-01TMO")]
    doc._.statements = [
        records.Statement(
            content=[find(TEXT, "that more than 400 passengers were stranded")],
            source=speaker,
            cue=records.Cue(find(TEXT, "said"), "say", "say"),
            confidence=0.93456,
        ),
        records.Statement(
            content=[find(TEXT, "“We will not wait,”")],
            quote="direct",
            source=records.Source(find(TEXT, "she"), "person", "Mara Lindqvist", 0),
            cue=records.Cue(find(TEXT, "added"), "add", "say", negated=True),
        ),
    ]
    doc._.quantities = [
        records.Quantity(
            range=find(TEXT, "400"),
            value_low=400.0,
            value_high=400.0,
            unit="count",
            relation=">",
            what=find(TEXT, "passengers"),
            statement=0,
            source=speaker,
            date=0,
        )
    ]
    return doc


@pytest.fixture
def extraction(doc: Doc, article: Article) -> Extraction:
    return assemble(doc, article, model=ModelInfo(name="en_test", version="1.2.3"), language="en")


@Language.component("test_years")
def _test_years(doc: Doc) -> Doc:
    """Stands in for the real components: finds years, and fails where it is told to."""
    if "EXPLODE" in doc.text:
        raise RuntimeError("told to explode")
    doc._.dates = [
        records.Date(Range(*match.span()), match.group()) for match in re.finditer(r"\b20\d\d\b", doc.text)
    ]
    return doc


@pytest.fixture(scope="session")
def small_nlp() -> Language:
    """A pipeline that loads at once and reads nothing but years."""
    register_extensions()
    nlp = spacy.blank("en", meta={"name": "years", "version": "0.0.1"})
    nlp.add_pipe("test_years")
    return nlp
