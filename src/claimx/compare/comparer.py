"""Comparison of articles: articles in, rows of each section out. Here too: the rows of numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from types import TracebackType
from typing import Any

from claimx.compare import (
    QUOTE_VERDICTS,
    SECTIONS,
    VERDICTS,
    ComparedNumber,
    ComparedQuote,
    Comparison,
    Section,
    Speaker,
    Value,
    Verdict,
)
from claimx.compare.claims import NumericClaim, find_claims
from claimx.compare.matching import Cluster, Story, cluster_claims
from claimx.compare.names import Names, SpeakerComparison
from claimx.compare.quotes import QuoteComparison
from claimx.compare.relations import Likeness, are_rivals
from claimx.compare.stories import Articles, Grouping, Store, pack, unpack
from claimx.compare.verdicts import Group, Pair, verdicts
from claimx.compare.words import find_words
from claimx.schema import Extraction
from claimx.text import single_spaced
from claimx.text.lexicon import lemmatize

_MOST_SHARED = 6
# What is compared where no noun says it.
_KINDS = {"calendar_day": "day", "time_of_day": "time"}


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
        self._articles.find_stories()
        return self._articles.alone

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
        return self._ranked("numbers", self._numbers.compare, VERDICTS)

    def quotations(self) -> Iterator[ComparedQuote]:
        """The quotations that several articles have, those with different speakers first."""
        return self._ranked("quotations", self._quotations.compare, QUOTE_VERDICTS)

    def _ranked(
        self, section: Section, compare: Callable[[], Iterator[Any]], verdicts: Sequence[str]
    ) -> Iterator[Any]:
        """The rows of a section, the most urgent verdict first."""
        if section in self.sections:
            self._articles.find_stories()
            yield from self._store.sorted(
                (verdicts.index(row.verdict), row.articles, row) for row in compare()
            )

    def speakers(self) -> Iterator[Speaker]:
        """The named speakers, those in most articles first."""
        if "speakers" in self.sections:
            yield from self._speakers.compare()


class NumberComparison:
    """Collects the numeric claims of articles, then compares them."""

    def __init__(self, store: Store, articles: Articles, names: Names) -> None:
        self._store = store
        self._articles = articles
        self._names = names

    def add(self, extraction: Extraction, position: int) -> None:
        """Keep an article; its claims are found once its story is known."""
        claimants = {quantity.source.text for quantity in extraction.quantities if quantity.source}
        self._store.insert("numbers", [(position, len(claimants), pack(extraction))])

    def compare(self) -> Iterator[ComparedNumber]:
        """What several articles count or measure, story by story; in one article, what claimants dispute."""
        for cluster in self._clusters():
            if len(cluster.claims) > 1:
                row = self._row(cluster)
                differs = row.verdict == "differs" and row.articles > 1
                if row.witnesses > 1 or row.verdict == "disputed" or differs:
                    yield row

    def _clusters(self) -> Iterator[Cluster]:
        self._store.do("CREATE INDEX by_article ON numbers (position)")
        stories = self._store.run(
            "SELECT story FROM numbers JOIN articles USING (position) "
            "GROUP BY story HAVING count(*) > 1 OR max(claimants) > 1 ORDER BY story"
        )
        for (number,) in list(stories):
            claims = self._claims(number)
            if len({claim.position for claim in claims}) > 1 or _are_disputed(claims):
                yield from cluster_claims(claims, self._story(claims))

    def _story(self, claims: Sequence[NumericClaim]) -> Story:
        counts = Counter(word for claim in claims for word in claim.lemmas)
        articles = self._articles
        return Story(
            Likeness(counts, len(claims)),
            articles.are_related,
            articles.witness,
            not articles.are_few,
            Counter(claim.position for claim in claims),
        )

    def _claims(self, story: int) -> list[NumericClaim]:
        rows = self._store.run(
            "SELECT position, record FROM articles JOIN numbers USING (position) "
            "WHERE story = ? ORDER BY position",
            (story,),
        )
        return [claim for position, record in rows for claim in find_claims(unpack(record), position)]

    def _row(self, cluster: Cluster) -> ComparedNumber:
        groups = sorted(cluster.values.values(), key=lambda group: (-_articles(group), group[0].interval))
        found = verdicts(groups)
        verdict: Verdict = min(found.values(), key=VERDICTS.index, default="agrees")
        return ComparedNumber(
            what=_label(cluster.claims),
            shared=_shared(cluster.claims),
            verdict=verdict,
            articles=len(cluster.articles),
            witnesses=len({self._articles.witness(position) for position in cluster.articles}),
            values=[_value(n, groups, found, self._names) for n in range(len(groups))],
        )


def _are_disputed(claims: Sequence[NumericClaim]) -> bool:
    """Whether two claimants are named for numbers of one article."""
    return any(are_rivals(a, b) for a, b in combinations(claims, 2))


def _value(n: int, groups: Sequence[Group], found: Mapping[Pair, Verdict], names: Names) -> Value:
    group = groups[n]
    quantity = group[0].quantity
    in_order = sorted(group, key=lambda claim: (claim.position, claim.figure.start))
    others = [(b if a == n else a, kind) for (a, b), kind in found.items() if n in (a, b)]
    return Value(
        value_low=quantity.value_low,
        value_high=quantity.value_high,
        unit=group[0].unit.name,
        relation=quantity.relation,
        change=quantity.change,
        contradicts=[other for other, kind in others if kind != "changes"],
        moves=[other for other, kind in others if kind == "changes"],
        figures=[c.figure.model_copy(update={"speaker": names.canonical(c.name)}) for c in in_order],
    )


def _articles(claims: Sequence[NumericClaim]) -> int:
    return len({claim.position for claim in claims})


def _label(claims: Sequence[NumericClaim]) -> str:
    """What is counted, in the most frequent wording, or the words that the sentences share."""
    things = Counter(claim.thing for claim in claims if claim.thing.startswith("people "))
    if things and things.total() * 2 >= len(claims):
        return things.most_common(1)[0][0]
    wordings = Counter(single_spaced(c.figure.what.text) for c in claims if c.figure.what)
    if wordings:
        most_used = wordings.most_common(1)[0][0]
        if claims[0].unit.family == "age":
            return f"age of {most_used}"
        happened = Counter(claim.action for claim in claims if claim.action)
        action, times = happened.most_common(1)[0] if happened else (None, 0)
        if claims[0].unit.family != "count" or 2 * times <= len(claims):
            action = None
        sides = [side for side in ("for", "against") if any(claim.polarity == side for claim in claims)]
        more = [action] if action and claims[0].thing not in ("people", "") else []
        more += sides if len(sides) == 1 else []
        return " ".join((most_used, *(word for word in more if word not in most_used.casefold())))
    shared = _shared(claims)
    if sentence := claims[0].figure.sentence:
        found = (word for word in find_words(sentence.text) if lemmatize(word.text) in shared)
        shared = [
            sentence.text[word.start : word.end] for word in {word.text: word for word in found}.values()
        ]
    words = " ".join(shared) or claims[0].figure.text
    kind = _KINDS.get(claims[0].unit.family)
    return f"{kind}: {words}" if kind else words


def _shared(claims: Sequence[NumericClaim]) -> list[str]:
    """The words that sentences of several articles share, the most frequent first."""
    counts = Counter(word for word, _ in {(word, c.position) for c in claims for word in c.lemmas})
    least = max(2, _articles(claims) / 2)
    common = sorted((-count, word) for word, count in counts.items() if count >= least)
    return [word for _, word in common[:_MOST_SHARED]]
