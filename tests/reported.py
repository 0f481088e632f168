"""Extractions written by hand, for pages to show."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from claimx.schema import Extraction

Span = dict[str, Any]
# Words that stand in the text, or words and which of the places where they stand, from 0.
Words = str | tuple[str, int]


class Told:
    """An article, to which results are added by the words they stand for."""

    def __init__(self, text: str, id: str = "ferry", **about: str | None) -> None:
        self.text = text
        self.layers: dict[str, list[Any]] = {
            layer: [] for layer in ("entities", "statements", "quantities", "dates")
        }
        self.document = {
            **{"id": id, "path": f"news/{id}.txt", "sha256": sha256(text.encode()).hexdigest()},
            **{"title": None, "author": None, "publisher": None, "published": None, "dateline": None},
            **{"language": "en", "text": text, **about},
        }

    def span(self, words: Words) -> Span:
        words, nth = (words, 0) if isinstance(words, str) else words
        start = -1
        for _ in range(nth + 1):
            start = self.text.index(words, start + 1)
        return {"start": start, "end": start + len(words), "text": words}

    def entity(self, label: str, *mentions: Words) -> str:
        spans = [{**self.span(words), "kind": "name"} for words in mentions]
        return self._add("entities", {"label": label, "name": spans[0]["text"], "mentions": spans})

    def statement(
        self,
        source: Words | None,
        cue: Words | None,
        *content: str,
        quote: str = "indirect",
        entity: str | None = None,
        name: str | None = None,
        kind: str = "person",
        cue_kind: str = "say",
        confidence: float | None = 0.9,
    ) -> str:
        by = source and {**self.span(source), "name": name, "entity": entity, "kind": kind}
        sign = cue and {**self.span(cue), "lemma": "say", "kind": cue_kind, "negated": False}
        parts = [self.span(part) for part in content]
        return self._add(
            "statements",
            {"quote": quote, "source": by, "cue": sign, "content": parts, "confidence": confidence},
        )

    def quantity(self, words: str, value: float, what: str | None = None, **more: Any) -> str:
        plain = {
            **{"value_low": value, "value_high": value, "unit": "count", "relation": "=", "change": None},
            **{"statement": None, "source": None, "date": None, "confidence": None},
        }
        return self._add(
            "quantities", {**self.span(words), **plain, "what": what and self.span(what), **more}
        )

    def date(self, words: str, value: str) -> str:
        return self._add("dates", {**self.span(words), "value": value})

    def source_of(self, statement: str) -> Span:
        (found,) = (item["source"] for item in self.layers["statements"] if item["id"] == statement)
        return {key: value for key, value in found.items() if key != "kind"}

    def extraction(self) -> Extraction:
        return Extraction.model_validate(
            {
                **{"schema_version": 2, "claimx_version": "0.1.0"},
                **{"model": {"name": "en_test", "version": "1"}, "document": self.document, **self.layers},
            }
        )

    def _add(self, layer: str, result: Span) -> str:
        id_ = f"{layer[0]}{len(self.layers[layer]) + 1}"
        self.layers[layer].append({"id": id_, **result})
        return id_


FERRY = """Ferry fire off Port Ellis kills at least 12

PORT ELLIS 🔥🔥 — “We counted 483 people on the deck,” harbour chief Mara Lindqvist said on Friday. \
Lindqvist added that the fire was out.

Unions warned that more than 400 passengers were stranded. “Nobody,” said Lindqvist, “has given up.” \
The island's hotels have 260 beds. Ferry Line denied that 20 were missing.
"""


def ferry() -> Extraction:
    """A speaker with three statements and two with one; a number in a quotation; signs of two units."""
    told = Told(
        FERRY,
        title="Ferry fire off Port Ellis kills at least 12",
        publisher="The Ellis Courier",
        author="Jon Reed",
        published="2023-12-02",
    )
    mara = told.entity("PERSON", "Mara Lindqvist", ("Lindqvist", 1), ("Lindqvist", 2))
    line = told.entity("ORG", "Ferry Line")
    told.entity("GPE", "Port Ellis")
    friday = told.date("Friday", "2023-12-01")
    counted = told.statement(
        *("harbour chief Mara Lindqvist", "said", "“We counted 483 people on the deck,”"),
        quote="direct",
        entity=mara,
    )
    told.statement(("Lindqvist", 1), "added", "that the fire was out", entity=mara, confidence=0.4)
    warned = told.statement(
        "Unions", "warned", "that more than 400 passengers were stranded", kind="group", cue_kind="warn"
    )
    told.statement(("Lindqvist", 2), ("said", 1), "“Nobody,”", "“has given up.”", quote="direct", entity=mara)
    denied = told.statement(
        *("Ferry Line", "denied", "that 20 were missing"), entity=line, kind="organization", cue_kind="deny"
    )
    told.quantity("12", 12, relation=">=")
    told.quantity("483", 483, "people", statement=counted, source=told.source_of(counted), date=friday)
    told.quantity("400", 400, "passengers", relation=">", statement=warned, source=told.source_of(warned))
    told.quantity("260", 260, "beds")
    told.quantity("20", 20, statement=denied, source=told.source_of(denied))
    return told.extraction()


def follow_up(number: int, passengers: int, day: str) -> Extraction:
    """One of several articles by different papers about the same thing, with speakers who come back."""
    title = f"Day {number} of the strike"
    text = (
        f"{title}\n\nMara Lindqvist said that {passengers} passengers were stranded. "
        "“We wait,” said Clinton. The Harbour Board promised help.\n"
    )
    told = Told(text, f"day-{number}", title=title, publisher=f"Paper {number % 3}", published=day)
    mara = told.entity("PERSON", "Mara Lindqvist")
    clinton = told.entity("PERSON", "Clinton")
    board = told.entity("ORG", "The Harbour Board" if number % 2 else "Harbour Board")
    said = told.statement(
        "Mara Lindqvist", "said", f"that {passengers} passengers were stranded", entity=mara
    )
    told.statement("Clinton", ("said", 1), "“We wait,”", quote="direct", entity=clinton)
    told.statement(
        "The Harbour Board", "promised", "help", entity=board, kind="organization", cue_kind="promise"
    )
    told.quantity(
        str(passengers), passengers, "passengers", statement=said, source=told.source_of(said), relation="~"
    )
    return told.extraction()


def strike() -> list[Extraction]:
    """Fifteen articles over as many days."""
    return [follow_up(number, 300 + 20 * number, f"2024-03-{number:02}") for number in range(1, 16)]


def cut_short() -> list[Extraction]:
    """Two articles that quote the same words, one of them not all."""
    extractions = []
    for id_, said in (
        ("whole", "“We have waited for the ferry for nine days, and nobody has told us when it ends,”"),
        ("cut", "“We have waited for the ferry for nine days,”"),
    ):
        told = Told(f"Ferry strike\n\n{said} Mara Lindqvist said.\n", id_, published="2024-03-09")
        mara = told.entity("PERSON", "Mara Lindqvist")
        told.statement("Mara Lindqvist", "said", said, quote="direct", entity=mara)
        extractions.append(told.extraction())
    return extractions


def tolls() -> list[Extraction]:
    """Three articles about one accident, of which one has another number of dead."""
    extractions = []
    for id_, dead in (("a", 12), ("b", 14), ("c", 12)):
        text = (
            f"Ferry sinks\n\nThe ferry Maren sank off the harbour on Monday and {dead} people died. "
            "The ferry Maren had 46 sailors aboard when it sank.\n"
        )
        told = Told(text, id_, title="Ferry sinks", publisher=f"Paper {id_}", published="2024-03-09")
        told.quantity(str(dead), dead, "people")
        told.quantity("46", 46, "sailors")
        extractions.append(told.extraction())
    return extractions
