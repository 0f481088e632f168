"""Which numbers are about the same thing: what the network reads, and what it says of repeated numbers."""

from __future__ import annotations

import numpy as np
import pytest
from sheets import Q, sheet

from claimx.compare import matcher as module
from claimx.compare.claims import find_claims
from claimx.compare.matcher import MASK, NUMBER, OWN, WHAT, Matcher, matcher, passage
from claimx.errors import ModelError
from claimx.pipeline.encoder.network import CLS, SEP

TEXT = "Fire in Port Halden\n\nIn the fire 12 people died. The mayor wept."


def test_a_passage_has_a_mask_for_the_number() -> None:
    (claim,) = find_claims(sheet("a", TEXT, Q("12", "people")), 0)
    read = passage(claim, matcher()._wordpieces)
    assert (read.pieces[0], read.pieces[read.at], read.pieces[-1]) == (CLS, MASK, SEP)
    assert read.pieces.count(MASK) == 1
    # The line break before the sentence.
    assert SEP in read.pieces[1 : read.at]
    assert read.marks[read.at] == NUMBER
    assert read.marks[read.at + 1] == WHAT
    assert read.marks[read.at - 1] == OWN


def test_what_is_read_does_not_depend_on_what_is_read_with_it() -> None:
    claims = [*find_claims(sheet("a", TEXT + " It cost 14 boats.", Q("12", "people"), Q("14", "boats")), 0)]
    together = matcher().vectors(claims)
    for claim, vector in zip(claims, together, strict=True):
        assert np.array_equal(matcher().vectors([claim])[0], vector)
    assert np.allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-3)


def test_a_number_in_headline_and_text_is_one() -> None:
    """Article 1 gives a number twice: what article 0 means is split between both, and added again."""
    pairs = np.array([(0, 1), (0, 2), (1, 2)])
    within = np.array([False, False, True])
    # 0 means 1 or 2, as likely; each of them means 0, and each the other.
    one, other = np.array([0.48, 0.48, 1.0]), np.array([0.96, 0.96, 1.0])
    found = module._with_mentions(pairs, within, one, other)
    assert found[:2] == pytest.approx([0.96, 0.96], abs=0.01)
    # They are not added where they are two things.
    apart = module._with_mentions(pairs, within, np.array([0.48, 0.48, 0.1]), np.array([0.96, 0.96, 0.1]))
    assert apart[:2] == pytest.approx([0.68, 0.68], abs=0.01)


def test_a_damaged_network_is_a_named_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "open_network", lambda _: module.json.loads("{"))
    with pytest.raises(ModelError, match="install claimx again") as caught:
        Matcher()
    assert "cannot be loaded" in str(caught.value)


def test_weights_for_other_features_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    fewer = {name: feature for name, feature in module.FEATURES.items() if name != "ratio"}
    monkeypatch.setattr(module, "FEATURES", fewer)
    with pytest.raises(ModelError, match="other features"):
        Matcher()
