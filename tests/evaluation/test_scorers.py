"""What counts as right, layer by layer."""

from __future__ import annotations

import pytest
from written import Span, Written

from claimx.evaluation.scorers import (
    FEWEST,
    Accuracy,
    CalibrationScorer,
    Counts,
    DateScorer,
    EntityScorer,
    Measures,
    QuantityScorer,
    Score,
    StatementScorer,
)

HARBOUR = Written(
    "Ana Costa of Port Co said it was shut. “Ask the mayor,” she told us. The firm denied it on Monday."
)


def of(measures: Measures, name: str) -> tuple[float, float]:
    score = measures[name]
    assert isinstance(score, Score)
    return score.precision, score.recall


def test_counts() -> None:
    counts = Counts()
    assert counts.score() == Score(precision=0, recall=0, f1=0, read=0, gold=0)
    counts.add(1, 2, 3)
    assert counts.score() == Score(precision=50, recall=33.3, f1=40, read=2, gold=3)


class TestEntities:
    def score(self, read: list[Span], gold: list[Span]) -> Measures:
        scorer = EntityScorer()
        scorer.add(HARBOUR.gold(entities=gold), HARBOUR.read(entities=read))
        return scorer.measures()

    def test_span_and_label_must_be_exact(self) -> None:
        gold = [HARBOUR.entity("PERSON", "Ana Costa"), HARBOUR.entity("ORG", "Port Co")]
        wrong = [HARBOUR.entity("PERSON", "Costa"), HARBOUR.entity("GPE", "Port Co")]
        assert of(self.score(gold, gold), "all") == (100, 100)
        measures = self.score([gold[0], *wrong], gold)
        assert of(measures, "all") == (33.3, 50)
        assert of(measures, "PERSON") == (50, 100)
        assert of(measures, "ORG") == (0, 0)

    def test_pronouns_are_no_names(self) -> None:
        read = [HARBOUR.entity("PERSON", "Ana Costa", pronouns=("she",))]
        assert of(self.score(read, [HARBOUR.entity("PERSON", "Ana Costa")]), "all") == (100, 100)

    def test_nothing_read_is_nothing_found(self) -> None:
        scorer = EntityScorer()
        scorer.add(HARBOUR.gold(entities=[HARBOUR.entity("ORG", "Port Co")]), None)
        assert of(scorer.measures(), "all") == (0, 0)


class TestStatements:
    SHUT = HARBOUR.statement("Ana Costa", "said", "it was shut")

    def score(self, read: list[Span], gold: list[Span]) -> Measures:
        scorer = StatementScorer()
        scorer.add(HARBOUR.gold(statements=gold), HARBOUR.read(statements=read))
        return scorer.measures()

    def test_all_right(self) -> None:
        measures = self.score([self.SHUT], [self.SHUT])
        names = ["exact_source", "exact_cue", "exact_content", "content_characters"]
        for name in [*names, "content_with_right_source", "whole_statement"]:
            assert of(measures, name) == (100, 100)

    def test_half_of_the_content_and_a_touch_of_source_and_cue_will_do(self) -> None:
        read = HARBOUR.statement("Ana Costa of Port Co", "said", "it w")
        assert of(self.score([read], [self.SHUT]), "whole_statement") == (0, 0)
        read = HARBOUR.statement("Ana Costa of Port Co", "said", "it was")
        measures = self.score([read], [self.SHUT])
        assert of(measures, "whole_statement") == (100, 100)
        assert of(measures, "exact_source") == of(measures, "exact_content") == (0, 0)
        assert of(measures, "content_characters") == (100, 54.5)

    @pytest.mark.parametrize(
        ("source", "cue", "sourced", "whole"),
        [
            ("The firm", "said", 0, 0),
            (None, "said", 0, 0),
            ("Ana Costa", "told", 100, 0),
            ("Ana Costa", None, 100, 0),
        ],
    )
    def test_another_source_or_cue(
        self, source: str | None, cue: str | None, sourced: int, whole: int
    ) -> None:
        measures = self.score([HARBOUR.statement(source, cue, "it was shut")], [self.SHUT])
        assert of(measures, "content_with_right_source") == (sourced, sourced)
        assert of(measures, "whole_statement") == (whole, whole)

    def test_what_is_missing_in_both_is_right(self) -> None:
        bare = HARBOUR.statement(None, None, "it was shut")
        assert of(self.score([bare], [bare]), "whole_statement") == (100, 100)

    def test_no_statement_counts_twice(self) -> None:
        assert of(self.score([self.SHUT, self.SHUT], [self.SHUT]), "whole_statement") == (50, 100)


class TestSourceNames:
    ENTITIES = (
        HARBOUR.entity("PERSON", "Ana Costa", id="e1", pronouns=("she",)),
        HARBOUR.entity("ORG", "Port Co", id="e2"),
    )
    ANA = HARBOUR.statement("Ana Costa", "said", "it was shut", name="Ana Costa", entity="e1")

    def score(self, she: str | None, firm: str | None, *, named: bool = True) -> tuple[float, float]:
        def statements(she: str | None, firm: str | None) -> list[Span]:
            return [
                self.ANA,
                HARBOUR.statement("she", "told", "“Ask the mayor,”", name=she, entity=she and "e1"),
                HARBOUR.statement("The firm", "denied", "it on", name=firm, entity=firm and "e2"),
            ]

        gold = (
            statements("Ana Costa", None)
            if named
            else [{**s, "source": None} for s in statements(None, None)]
        )
        scorer = StatementScorer()
        entities = list(self.ENTITIES)
        scorer.add(
            HARBOUR.gold(entities=entities, statements=gold),
            HARBOUR.read(entities=entities, statements=statements(she, firm)),
        )
        return of(scorer.measures(), "source_names")

    def test_right(self) -> None:
        assert self.score("Ana Costa", None) == (100, 100)
        assert self.score("Costa", None) == (100, 100)

    def test_silence_costs_recall_alone(self) -> None:
        assert self.score(None, None) == (0, 0)

    def test_a_wrong_name_and_one_too_many(self) -> None:
        assert self.score("Port Co", None) == (0, 0)
        assert self.score("Ana Costa", "Port Co") == (50, 100)

    def test_a_name_in_the_words_is_nothing_found_out(self) -> None:
        assert self.score("Ana Costa", "firm") == (100, 100)

    def test_gold_without_names_says_nothing(self) -> None:
        assert self.score("Ana Costa", None, named=False) == (0, 0)


class TestQuantities:
    FERRY = Written("The ferry lost 30 to 40 percent of its 900 passengers, Rui said.")
    SHARE = FERRY.quantity("30 to 40 percent", 30, "percent", high=40, what="passengers", source="Rui")

    def score(self, read: list[Span], gold: list[Span]) -> Measures:
        scorer = QuantityScorer()
        scorer.add(self.FERRY.gold(quantities=gold), self.FERRY.read(quantities=read))
        return scorer.measures()

    def test_all_right(self) -> None:
        measures = self.score([self.SHARE], [self.SHARE])
        for name in ("found", "value_unit_relation", "with_what"):
            assert of(measures, name) == (100, 100)
        for name in ("value", "unit", "relation", "change", "what", "source"):
            assert measures[name] == Accuracy(accuracy=100, judged=1)

    @pytest.mark.parametrize(
        ("field", "value", "wrong"),
        [
            ("value_high", 41, "value"),
            ("unit", "count", "unit"),
            ("relation", ">", "relation"),
            ("change", "decrease", "change"),
            ("what", FERRY.span("ferry"), "what"),
            ("what", None, "what"),
            ("source", None, "source"),
        ],
    )
    def test_a_wrong_field(self, field: str, value: object, wrong: str) -> None:
        measures = self.score([{**self.SHARE, field: value}], [self.SHARE])
        accuracies = {name: m.accuracy for name, m in measures.items() if isinstance(m, Accuracy)}
        assert {name for name, accuracy in accuracies.items() if accuracy < 100} == {wrong}
        valued = 100 if wrong in ("change", "what", "source") else 0
        assert of(measures, "value_unit_relation") == (valued, valued)
        understood = 100 if wrong in ("change", "source") else 0
        assert of(measures, "with_what") == (understood, understood)

    def test_values_may_be_rounded(self) -> None:
        third = self.FERRY.quantity("900", 0.6667)
        assert of(self.score([{**third, "value_low": 0.667, "value_high": 0.667}], [third]), "with_what") == (
            100,
            100,
        )

    def test_missed_and_too_many(self) -> None:
        other = self.FERRY.quantity("900", 900)
        assert of(self.score([self.SHARE], [self.SHARE, other]), "found") == (100, 50)
        assert of(self.score([self.SHARE, other], [self.SHARE]), "found") == (50, 100)


def test_dates() -> None:
    gold = [HARBOUR.date("Monday", "2024-03-04")]
    for read, found, valued in (
        (gold, 100, 100),
        ([HARBOUR.date("on Monday", "2024-03-04")], 100, 100),
        ([HARBOUR.date("Monday", "2024-03-11")], 100, 0),
        ([], 0, 0),
    ):
        scorer = DateScorer()
        scorer.add(HARBOUR.gold(dates=gold), HARBOUR.read(dates=read))
        assert of(scorer.measures(), "found") == (found, found)
        assert of(scorer.measures(), "value") == (valued, valued)


class TestCalibration:
    def test_few_say_nothing(self) -> None:
        scorer = CalibrationScorer()
        for _ in range(FEWEST - 1):
            scorer.add(0.9, True)
        scorer.add(None, True)
        assert scorer.measure().model_dump() == {"error": None, "statements": FEWEST - 1}

    def test_the_error(self) -> None:
        scorer = CalibrationScorer()
        for number in range(100):
            scorer.add(0.9, number % 10 != 0)
        assert scorer.measure().error == 0
        for _ in range(100):
            scorer.add(1.0, False)
        # Both stand in the last bin: 0.95 sure in the middle, and 0.45 right.
        assert scorer.measure().error == 0.5
        for _ in range(200):
            scorer.add(0.3, True)
        assert scorer.measure().error == pytest.approx(0.6)
