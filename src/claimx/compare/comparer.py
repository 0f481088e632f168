"""Comparison of articles: articles in, rows of each section out. Here too: who is quoted, and how often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from types import TracebackType

from claimx.compare import (
    QUOTE_VERDICTS,
    SECTIONS,
    VERDICTS,
    ComparedNumber,
    ComparedQuote,
    Comparison,
    Remark,
    Section,
    Speaker,
)
from claimx.compare.names import Name, Names, source_name
from claimx.compare.numbers import NumberComparison
from claimx.compare.quotes import QuoteComparison
from claimx.compare.stories import Articles, Grouping, Store, pack, unpack
from claimx.compare.words import find_words, lemma, quoted_parts, words_of
from claimx.schema import Extraction, Statement


def compare(
    extractions: Iterable[Extraction],
    *,
    sections: Collection[Section] = SECTIONS,
    about: str | None = None,
    group: Grouping | None = None,
) -> Comparison:
    """Compare articles.

    Args:
        extractions: the articles, consumed one by one; the ids of their documents must be unique.
        sections: the sections to fill; the others stay empty.
        about: words; statements that contain them are listed with their speakers.
        group: `one`: all articles are about one story; `auto`: stories are found. By default up to 30
            articles are one story, but for those that are like no other.
    """
    with Comparer(sections=sections, about=about, group=group) as comparer:
        for extraction in extractions:
            comparer.add(extraction)
        return Comparison.model_construct(
            articles=comparer.articles,
            about=about,
            alone=comparer.alone,
            numbers=list(comparer.numbers()),
            quotations=list(comparer.quotations()),
            speakers=list(comparer.speakers()),
        )


class Comparer:
    """Takes articles one by one, then yields the rows of each section, the most important first.

    Articles are kept on disk and rows are computed on demand. All articles must be added before the first row
    is requested.
    """

    def __init__(
        self,
        *,
        sections: Collection[Section] = SECTIONS,
        about: str | None = None,
        group: Grouping | None = None,
    ) -> None:
        self.sections = tuple(section for section in SECTIONS if section in sections)
        self.about = about
        self._store = Store()
        self.names = Names()
        self._articles = Articles(self._store, group)
        self._numbers = NumberComparison(self._store, self._articles, self.names)
        self._quotations = QuoteComparison(self._store, self._articles, self.names)
        self._speakers = SpeakerComparison(self._store, self.names, about)
        self._stories_known = False

    def __enter__(self) -> Comparer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._store.close()

    @property
    def articles(self) -> int:
        """The number of articles."""
        return self._articles.count

    @property
    def alone(self) -> list[str]:
        """The ids of articles that are about other events than all others, where few are compared."""
        self._find_stories()
        return self._articles.alone if self.articles > 1 else []

    def add(self, extraction: Extraction) -> None:
        """Add an article."""
        position = self._articles.add(extraction)
        self.names.add(extraction)
        if "numbers" in self.sections:
            self._numbers.add(extraction, position)
        if "quotations" in self.sections:
            self._quotations.add(extraction, position)
        if "speakers" in self.sections:
            self._speakers.add(extraction, position)

    def rows(self, section: Section) -> Iterator[ComparedNumber | ComparedQuote | Speaker]:
        """The rows of a section."""
        if section == "numbers":
            return self.numbers()
        return self.quotations() if section == "quotations" else self.speakers()

    def numbers(self) -> Iterator[ComparedNumber]:
        """The numbers that several articles have, those that differ first."""
        if "numbers" in self.sections:
            self._find_stories()
            ranked = ((VERDICTS.index(row.verdict), row.articles, row) for row in self._numbers.compare())
            yield from self._store.sorted(ranked)

    def quotations(self) -> Iterator[ComparedQuote]:
        """The quotations that several articles have, those with different speakers first."""
        if "quotations" in self.sections:
            self._find_stories()
            ranked = (
                (QUOTE_VERDICTS.index(row.verdict), row.articles, row) for row in self._quotations.compare()
            )
            yield from self._store.sorted(ranked)

    def speakers(self) -> Iterator[Speaker]:
        """The named speakers, those in most articles first."""
        if "speakers" in self.sections:
            yield from self._speakers.compare()

    def _find_stories(self) -> None:
        if not self._stories_known:
            self._articles.find_stories()
            self._stories_known = True


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
