"""Gold and readings, made from words that stand in a text."""

from __future__ import annotations

from claimx.article import Article
from claimx.evaluation import Annotation, GoldArticle
from claimx.schema import Document, Extraction, ModelInfo

Span = dict[str, object]


class Written:
    """A text, and the results that name words of it."""

    def __init__(self, text: str) -> None:
        self.text = text

    def span(self, words: str) -> Span:
        start = self.text.index(words)
        return {"start": start, "end": start + len(words), "text": words}

    def entity(self, label: str, *names: str, id: str = "e1", pronouns: tuple[str, ...] = ()) -> Span:
        mentions = [{**self.span(name), "kind": "name"} for name in names]
        mentions += [{**self.span(pronoun), "kind": "pronoun"} for pronoun in pronouns]
        return {"id": id, "label": label, "name": names[0], "mentions": mentions}

    def statement(
        self,
        source: str | None,
        cue: str | None,
        *content: str,
        name: str | None = None,
        entity: str | None = None,
        confidence: float | None = None,
    ) -> Span:
        return {
            "id": "s1",
            "quote": "indirect",
            "source": source and {**self.span(source), "name": name, "entity": entity, "kind": "person"},
            "cue": cue and {**self.span(cue), "lemma": "say", "kind": "say", "negated": False},
            "content": [self.span(part) for part in content],
            "confidence": confidence,
        }

    def quantity(
        self,
        text: str,
        low: float,
        unit: str = "count",
        relation: str = "=",
        *,
        high: float | None = None,
        what: str | None = None,
        source: str | None = None,
    ) -> Span:
        return {
            **{"id": "q1", **self.span(text), "value_low": low, "value_high": low if high is None else high},
            **{"unit": unit, "relation": relation, "change": None, "what": what and self.span(what)},
            **{"statement": None, "date": None, "confidence": None},
            "source": source and {**self.span(source), "name": None, "entity": None},
        }

    def date(self, text: str, value: str) -> Span:
        return {"id": "d1", **self.span(text), "value": value}

    def gold(self, **layers: list[Span]) -> GoldArticle:
        return GoldArticle(Article("a", self.text), Annotation.model_validate(layers), digest="")

    def read(self, **layers: list[Span]) -> Extraction:
        document = Document.model_construct(id="a", text=self.text)
        empty = Extraction.model_construct(
            schema_version=2,
            claimx_version="0",
            model=ModelInfo(name="en_test", version="1"),
            document=document,
        )
        return empty.model_copy(
            update={
                layer: getattr(Annotation.model_validate({layer: items}), layer)
                for layer, items in layers.items()
            }
        )
