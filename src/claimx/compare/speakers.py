"""Who is quoted in the articles, and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from claimx.compare.names import Name, Names, source_name
from claimx.compare.schema import Remark, Speaker
from claimx.compare.store import Store, pack, unpack
from claimx.compare.text import find_words, lemma, quoted_parts, words_of
from claimx.schema import Extraction, Statement


class SpeakerComparison:
    """Collects the named speakers of articles; remarks are statements with all words of `about`."""

    def __init__(self, store: Store, names: Names, about: str | None) -> None:
        self._store = store
        self._names = names
        self._about = {lemma(word.text) for word in find_words(about or "")}

    def add(self, extraction: Extraction, position: int) -> None:
        """Collect the statements of an article that have a named speaker."""
        for statement in extraction.statements:
            name = source_name(extraction, statement.source)
            if name is None or statement.source is None:
                continue
            words = [word.text for word in words_of(statement.content)]
            quoted = len(words_of(quoted_parts(statement)))
            remark = self._remark(extraction, statement, words)
            row = (position, extraction.document.id, *name, statement.source.kind, len(words), quoted, remark)
            self._store.insert("voices", [(*row, None)])

    def _remark(self, extraction: Extraction, statement: Statement, words: list[str]) -> bytes | None:
        if not self._about or not self._about <= set(map(lemma, words)):
            return None
        remark = Remark.model_construct(
            article=extraction.document.id,
            result=statement.id,
            quote=statement.quote,
            parts=statement.content,
        )
        return pack(remark)

    def compare(self) -> Iterator[Speaker]:
        """The speakers, those in most articles first."""
        for name, is_person in list(self._store.run("SELECT DISTINCT name, is_person FROM voices")):
            values = (self._names.canonical(Name(name, bool(is_person))), name, is_person)
            self._store.do("UPDATE voices SET joined = ? WHERE name = ? AND is_person = ?", values)
        self._store.do("CREATE INDEX by_joined ON voices (joined)")
        ranked = self._store.run(
            "SELECT joined, count(DISTINCT position) AS articles, count(*) AS statements FROM voices "
            "GROUP BY joined ORDER BY articles DESC, statements DESC, joined"
        )
        for joined, _, statements in list(ranked):
            yield self._speaker(joined, statements)

    def _speaker(self, joined: str, statements: int) -> Speaker:
        names: Counter[str] = Counter()
        kinds: Counter[str] = Counter()
        articles: dict[str, None] = {}
        remarks = []
        words = quoted = 0
        rows = self._store.run(
            "SELECT article, name, kind, words, quoted, remark FROM voices WHERE joined = ? ORDER BY rowid",
            (joined,),
        )
        for article, name, kind, of_words, of_quoted, remark in rows:
            articles[article] = None
            names[name] += 1
            kinds[kind] += 1
            words += of_words
            quoted += of_quoted
            if remark:
                remarks.append(unpack(remark))
        return Speaker.model_construct(
            name=joined,
            kind=kinds.most_common(1)[0][0],
            also=sorted(names.keys() - {joined}),
            articles=list(articles),
            statements=statements,
            direct=round(quoted / words, 3) if words else 0.0,
            remarks=remarks,
        )
