"""The model that comes with claimx is as good as it was, on articles written and annotated for the project.

After a change of the gold, or of the model for the better, set the floors anew:
`claimx model evaluate tests/gold --write-floors tests/gold/floors.toml`
"""

from __future__ import annotations

import subprocess
from itertools import pairwise
from pathlib import Path

import pytest
from commands import COMMAND

from claimx.evaluation import GoldArticle, read_gold

FOLDER = Path(__file__).parent
GOLD = list(read_gold(FOLDER))


def test_no_figure_is_below_its_floor() -> None:
    command = [*COMMAND, "model", "evaluate", str(FOLDER), "--floors", str(FOLDER / "floors.toml")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("gold", GOLD, ids=[gold.article.id for gold in GOLD])
def test_the_gold_agrees_with_itself(gold: GoldArticle) -> None:
    layers = {
        layer: getattr(gold.annotation, layer) for layer in ("entities", "statements", "quantities", "dates")
    }
    for layer, items in layers.items():
        assert [item.id for item in items] == [f"{layer[0]}{number}" for number in range(1, len(items) + 1)]
    known = {item.id for items in layers.values() for item in items}
    named = {statement.source.entity for statement in layers["statements"] if statement.source}
    for quantity in layers["quantities"]:
        named |= {quantity.statement, quantity.date}
    assert named - {None} <= known
    # Only the outermost of nested statements is annotated.
    contents = sorted((part.start, part.end) for s in layers["statements"] for part in s.content)
    assert all(end <= start for (_, end), (start, _) in pairwise(contents))
