"""Confidence: surer spans, surer statements; no weights, no confidence."""

from __future__ import annotations

from math import log

import pytest
from marked import marked

from claimx.pipeline.confidence import Confidence, confidence_features
from claimx.pipeline.records import RoleSpan
from claimx.pipeline.statements.component import assemble_statements

WEIGHTS = {"bias": 0.5, "content": 0.5, "cue": 0.4, "no_cue": -2.0, "source": 0.2}


def test_surer_spans_make_surer_statements() -> None:
    def confidence(score: float) -> float:
        span = RoleSpan(0, 1, score)
        value = Confidence(WEIGHTS)(confidence_features([span], span, None, "indirect"))
        assert value is not None
        return value

    values = [confidence(score) for score in (0.0, 0.2, 0.5, 0.9, 0.999, 1.0)]
    assert values == sorted(values)
    assert 0 < values[0] < 0.5 < values[-1] < 1


def test_without_weights_there_is_none() -> None:
    assert Confidence({})({"bias": 1.0}) is None


def test_the_least_sure_part_decides() -> None:
    parts = [RoleSpan(0, 1, 0.99), RoleSpan(2, 3, 0.6)]
    assert confidence_features(parts, None, None, "direct")["content"] == pytest.approx(0.405, abs=0.001)


def test_statements_carry_it() -> None:
    doc = marked("<s1:Ada Moss> <c1:said> <t1:that it rained>.")
    (statement,) = assemble_statements(doc, Confidence(WEIGHTS))
    assert statement.confidence is not None
    assert 0.5 < statement.confidence < 1


@pytest.mark.parametrize(("probability", "given"), [(0.36, 1), (0.34, 0)])
def test_an_unlikely_statement_is_left_out(probability: float, given: int) -> None:
    doc = marked("<s1:Ada Moss> <c1:said> <t1:that it rained>.")
    weights = {"bias": log(probability / (1 - probability))}
    assert len(assemble_statements(doc, Confidence(weights))) == given
