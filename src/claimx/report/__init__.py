"""The report: one HTML file that loads nothing and runs only the scripts in `script/`.

Its data are those of each article (extraction, speakers, values and dates in words) and those across articles
(the index, who speaks where, what is compared, and what to check first).
"""

from __future__ import annotations

import base64
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import islice
from typing import Any, NamedTuple, TextIO

from markupsafe import Markup

from claimx.compare import ComparedNumber, ComparedQuote, Figure, Rendering, Value
from claimx.compare.comparer import Comparer
from claimx.compare.intervals import days_of
from claimx.compare.names import Name, source_name
from claimx.compare.render import Piece, marked, said
from claimx.schema import LAYERS, Document, Extraction, Source, SourceSpan, TextSpan
from claimx.text import printable, single_spaced
from claimx.text.sentences import sentence_around
from claimx.writers.documents import templates
from claimx.writers.wording import (
    describe_date,
    describe_document,
    describe_speaker,
    describe_value,
    entity_names,
    speaker_key,
)

# In order of execution; each may use declarations of those before it.
SCRIPTS = (
    "elements.js",
    "spans.js",
    "reading.js",
    "text.js",
    "lists.js",
    "details.js",
    "filters.js",
    "article.js",
    "charts.js",
    "comparison.js",
    "search.js",
    "speaker.js",
    "index.js",
    "main.js",
)
# Characters that could end the data block, or a line of JavaScript in old browsers.
_UNSAFE = "<>&\u2028\u2029"
_SHA256_OF_NO_TEXT = sha256(b"").hexdigest()
# `HAVANA (AP) --`, `NAIROBI, Kenya (AP) _`, `WASHINGTON _`
_DATELINE = re.compile(
    r"[A-Z][A-Z'’. -]{2,40}(?:, ?[A-Z][\w. ]{0,30})?\s*(?:\([A-Z]{2,}\))?\s*(?:--|[-–—_])\s*"
)
_TITLE_LENGTH = 120
# The report shows this many rows of each kind, the most important ones; `claimx compare` writes all.
MOST_ROWS = 500
NOBODY = "nobody named"
_PRONOUNS = frozenset({"he", "she", "it", "they", "we", "i", "who", "that", "which", "this"})


def write_report(extractions: Iterable[Extraction], stream: TextIO, *, title: str | None = None) -> None:
    """Write the report, streaming the articles: only one extraction is in memory at a time.

    Args:
        extractions: the articles in order.
        stream: text stream for UTF-8 without newline translation.
        title: title of the page.
    """
    style, scripts = _source("report.css"), [_source(f"script/{name}") for name in SCRIPTS]
    page = templates("claimx.report").get_template("report.html")
    with Comparer(sections=("numbers", "quotations")) as comparer:
        overview = Overview(comparer)
        for part in page.generate(
            title=title,
            policy=_policy(style, scripts),
            style=Markup(style),
            scripts=[Markup(script) for script in scripts],
            articles=_articles(extractions, overview),
            overview=lambda: _block(overview.data()),
        ):
            stream.write(part)


def _articles(extractions: Iterable[Extraction], overview: Overview) -> Iterator[Markup]:
    for extraction in extractions:
        speakers = ArticleSpeakers(extraction)
        overview.add(extraction, speakers)
        yield _block(article_data(extraction, speakers))


def _block(data: dict[str, Any]) -> Markup:
    """JSON that is safe inside a `<script>` element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    # These characters occur only in JSON strings, where an escape is equivalent.
    for sign in _UNSAFE:
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def _policy(style: str, scripts: Iterable[str]) -> str:
    """A Content Security Policy that allows only the page's own style and scripts."""
    hashes = " ".join(map(_hash, scripts))
    return (
        f"default-src 'none'; script-src {hashes}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _hash(source: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(source.encode()).digest()).decode()}'"


@cache
def _source(name: str) -> str:
    return files("claimx.report").joinpath(name).read_text("utf-8")


def title_of(document: Document) -> str:
    """The title of an article; without one, its first sentence, never its dateline."""
    title = (document.title or "").strip()
    dateline = document.dateline.text if document.dateline else ""
    if title and title != dateline and not _DATELINE.fullmatch(title):
        return title
    text = document.text
    start = len(text) - len(text.lstrip())
    if opening := _DATELINE.match(text, start):
        start = opening.end()
    if start >= len(text):
        return document.id
    sentence = text[start : sentence_around(text, start, start + 1).end]
    first = single_spaced(sentence.split("\n\n")[0])
    return first if len(first) <= _TITLE_LENGTH else f"{first[: _TITLE_LENGTH - 2].rsplit(' ', 1)[0]} …"


class ArticleSpeaker(NamedTuple):
    """A claimant of statements or numbers in one article; `full_name` links them across articles.

    One that is not `named` (`he`, `officials`) is a speaker for each place where it occurs.
    """

    name: str
    kind: str
    named: bool
    full_name: Name | None


class ArticleSpeakers:
    """The speakers of one article, in order of first appearance.

    `of_statements` and `of_quantities` map ids of claims to positions in `speakers`.
    """

    def __init__(self, extraction: Extraction) -> None:
        self.speakers: list[ArticleSpeaker] = []
        self._extraction = extraction
        self._names = entity_names(extraction)
        self._positions: dict[str, int] = {}
        self.of_statements = self._assign((s.id, s.source) for s in extraction.statements)
        self.of_quantities = self._assign((q.id, q.source) for q in extraction.quantities)

    def _assign(self, claims: Iterable[tuple[str, SourceSpan | None]]) -> dict[str, int]:
        return {id_: self._position(claimant) for id_, claimant in claims if claimant}

    def _position(self, claimant: SourceSpan) -> int:
        key = speaker_key(claimant)
        if key not in self._positions:
            self._positions[key] = len(self.speakers)
            kind = claimant.kind if isinstance(claimant, Source) else "unknown"
            name = printable(describe_speaker(claimant, self._names))
            full_name = source_name(self._extraction, claimant)
            named = bool(claimant.entity or claimant.name)
            self.speakers.append(ArticleSpeaker(name, kind, named, full_name))
        return self._positions[key]


def article_data(extraction: Extraction, speakers: ArticleSpeakers) -> dict[str, Any]:
    """Everything the page shows of an article, as plain values for JSON."""
    document = extraction.document
    return {
        "extraction": extraction.model_dump(mode="json"),
        "title": printable(title_of(document)),
        "about": [printable(part) for part in describe_document(document)],
        # Saved with `--no-text`, as opposed to an empty article.
        "text_left_out": not document.text and document.sha256 != _SHA256_OF_NO_TEXT,
        "layers": [layer for layer in LAYERS if layer in extraction.model_fields_set],
        "speakers": [
            {"name": speaker.name, "kind": speaker.kind, "named": speaker.named}
            for speaker in speakers.speakers
        ],
        "of_statements": speakers.of_statements,
        "of_quantities": speakers.of_quantities,
        "values": {quantity.id: describe_value(quantity) for quantity in extraction.quantities},
        "days": {date.id: describe_date(date.value) for date in extraction.dates},
    }


@dataclass
class _SpeakerRow:
    """A speaker named in one or more articles; `statements` are positions of articles with ids."""

    name: str
    kind: str
    quotes: Counter[str] = field(default_factory=Counter)
    statements: list[tuple[int, str]] = field(default_factory=list)

    def rank(self) -> tuple[int, int, str]:
        """Sort key: most articles first, then most statements."""
        return -len({position for position, _ in self.statements}), -len(self.statements), self.name


class Overview:
    """Collects the overview article by article."""

    def __init__(self, comparer: Comparer) -> None:
        self._comparer = comparer
        self._articles: list[dict[str, Any]] = []
        self._said: list[tuple[Name, str, str, int, str]] = []
        self._checks: dict[str, list[dict[str, Any]]] = {"unsourced": [], "anonymous": []}
        self._checked: Counter[str] = Counter()

    def add(self, extraction: Extraction, speakers: ArticleSpeakers) -> None:
        """Add the next article."""
        position = len(self._articles)
        self._comparer.add(extraction)
        self._articles.append(_index_entry(extraction, speakers))
        self._add_checks(extraction, position)
        for statement in extraction.statements:
            if statement.source:
                speaker = speakers.speakers[speakers.of_statements[statement.id]]
                if speaker.full_name:
                    said = (speaker.full_name, speaker.kind, statement.quote, position, statement.id)
                    self._said.append(said)

    def _add_checks(self, extraction: Extraction, position: int) -> None:
        """Claims without a source, or whose source has no name."""
        text = extraction.document.text
        for quantity in extraction.quantities:
            if quantity.source is None and quantity.statement is None:
                sentence = sentence_around(text, quantity.start, quantity.end) if text else None
                what = f" {quantity.what.text}" if quantity.what else ""
                span = TextSpan(start=quantity.start, end=quantity.end, text=quantity.text)
                name = describe_value(quantity) + what
                self._check("unsourced", position, quantity.id, name, marked(sentence, [span]))
        for statement in extraction.statements:
            if statement.source and statement.source.kind == "anonymous":
                pieces = ((part.text, False) for part in statement.content)
                self._check("anonymous", position, statement.id, statement.source.text, pieces)

    def _check(self, kind: str, position: int, id_: str, name: str, pieces: Iterable[Piece]) -> None:
        self._checked[kind] += 1
        if self._checked[kind] <= MOST_ROWS:
            row = {"article": position, "id": id_, "name": printable(name), "pieces": list(pieces)}
            self._checks[kind].append(row)

    def data(self) -> dict[str, Any]:
        """The overview as plain values for JSON."""
        positions = {article["id"]: position for position, article in enumerate(self._articles)}
        numbers, quotations = self._comparer.numbers(), self._comparer.quotations()
        return {
            "articles": self._articles,
            "voices": [vars(row) for row in sorted(self._speaker_rows(), key=_SpeakerRow.rank)],
            "numbers": [_number(number, positions) for number in islice(numbers, MOST_ROWS)],
            "quotations": [_quotation(quotation, positions) for quotation in islice(quotations, MOST_ROWS)],
            "more_numbers": sum(1 for _ in numbers),
            "more_quotations": sum(1 for _ in quotations),
            "checks": self._checks,
            "checked": self._checked,
        }

    def _speaker_rows(self) -> list[_SpeakerRow]:
        """Speakers with names, joined across articles."""
        rows: dict[tuple[str, bool], _SpeakerRow] = {}
        for full_name, kind, quote, position, id_ in self._said:
            name = self._comparer.names.canonical(full_name) or full_name.text
            row = rows.setdefault((name, full_name.is_person), _SpeakerRow(printable(name), kind))
            row.quotes[quote] += 1
            row.statements.append((position, id_))
        return list(rows.values())


def _index_entry(extraction: Extraction, speakers: ArticleSpeakers) -> dict[str, Any]:
    document = extraction.document
    sources = (statement.source for statement in extraction.statements)
    return {
        "id": document.id,
        "title": printable(title_of(document)),
        "path": document.path,
        "publisher": printable(document.publisher or ""),
        "author": printable(document.author or ""),
        "published": document.published.isoformat() if document.published else None,
        "quotes": Counter(statement.quote for statement in extraction.statements),
        "sources": Counter(source.kind if source else NOBODY for source in sources),
        "quantities": len(extraction.quantities),
        "entities": len(extraction.entities),
        "speakers": sum(speaker.named for speaker in speakers.speakers),
    }


def _number(number: ComparedNumber, positions: Mapping[str, int]) -> dict[str, Any]:
    return {
        "what": printable(number.what),
        "shared": number.shared,
        "verdict": number.verdict,
        "articles": number.articles,
        "values": [_value(value, positions) for value in number.values],
    }


def _value(value: Value, positions: Mapping[str, int]) -> dict[str, Any]:
    return {
        "value": describe_value(value),
        "low": value.value_low,
        "high": value.value_high,
        "unit": value.unit.replace("_", " "),
        "relation": value.relation,
        "contradicts": value.contradicts,
        "figures": [_figure(figure, positions) for figure in value.figures],
    }


def _figure(figure: Figure, positions: Mapping[str, int]) -> dict[str, Any]:
    day = _day(figure)
    return {
        "article": positions[figure.article],
        "id": figure.result or "",
        "day": day.isoformat() if day else None,
        "dated": day is not None and day != figure.published,
        "who": _who(figure),
        "place": [figure.start, figure.end],
        "pieces": list(marked(figure.sentence, [figure])),
    }


def _who(figure: Figure) -> str | None:
    """The claimant, unless only a pronoun tells."""
    who = figure.speaker or (figure.source.text.rstrip(" ,") if figure.source else "")
    return printable(who) if who and who.casefold() not in _PRONOUNS else None


def _day(figure: Figure) -> date | None:
    """The day of a figure on charts: the publication day if its own period includes that."""
    days, published = days_of(figure.date or ""), figure.published
    if days is None or (published and days.first <= published <= days.last):
        return published
    return days.first


def _quotation(quotation: ComparedQuote, positions: Mapping[str, int]) -> dict[str, Any]:
    return {
        "speakers": [printable(speaker) for speaker in quotation.speakers],
        "verdict": quotation.verdict,
        "articles": quotation.articles,
        "renderings": [_rendering(rendering, positions) for rendering in quotation.renderings],
    }


def _rendering(rendering: Rendering, positions: Mapping[str, int]) -> dict[str, Any]:
    return {
        "article": positions[rendering.article],
        "id": rendering.result,
        "speaker": printable(rendering.speaker) if rendering.speaker else None,
        "version": rendering.version,
        "quote": rendering.quote,
        "place": [rendering.parts[0].start, rendering.parts[-1].end],
        "pieces": list(marked(rendering.sentence, rendering.parts)),
        "words": said(rendering),
        "differences": [
            {
                "fullest": d.fullest.text if d.fullest else None,
                "here": d.here.text if d.here else None,
                "touches": d.touches,
            }
            for d in rendering.differences
        ],
    }
