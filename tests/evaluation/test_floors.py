"""Reports, and the floors they are held against."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language
from written import Written

from claimx.article import Article
from claimx.errors import InputError
from claimx.evaluation import (
    Annotation,
    Evaluation,
    GoldArticle,
    Report,
    check_floors,
    read_both,
    read_floors,
    write_floors,
)

YEARS = Written("In 2019 and 2021.")
# The pipeline of the tests reads years; the second one here is annotated wrongly.
DATES = [YEARS.date("2019", "2019"), YEARS.date("2021", "2022")]


@pytest.fixture
def report() -> Report:
    evaluation = Evaluation()
    evaluation.add(YEARS.gold(dates=DATES), YEARS.read(dates=[DATES[0]]))
    return evaluation.report()


def problems(path: Path, report: Report, **settings: tuple[str, ...]) -> list[str]:
    return [problem.message for problem in check_floors(read_floors(path), report, **settings)]


def test_articles_are_read_as_they_come(small_nlp: Language) -> None:
    golds = (
        GoldArticle(Article(str(n), text), Annotation(dates=[]), str(n))
        for n, text in enumerate(["In 2019.", "EXPLODE", "In 2021."])
    )
    evaluation = Evaluation()
    for gold, read in read_both(golds, small_nlp):
        evaluation.add(gold, read)
    report = evaluation.report()
    assert (report.articles, report.failed) == (3, 1)
    assert report.model is not None
    assert report.model.name == "en_years"
    assert list(report.layers) == ["dates"]


def test_figures_have_names(report: Report) -> None:
    assert report.figures()["dates.found.recall"] == 50
    assert not any("calibration" in name for name in report.figures())


def test_only_the_layers_asked_for(report: Report) -> None:
    evaluation = Evaluation(["entities"])
    evaluation.add(YEARS.gold(dates=DATES, entities=[]), YEARS.read())
    assert list(evaluation.report().layers) == ["entities"]


def test_new_floors_are_reached(tmp_path: Path, report: Report) -> None:
    path = tmp_path / "floors.toml"
    write_floors(path, report)
    floors = read_floors(path)
    assert floors.gold == report.gold
    assert floors.least == {"dates.found.f1": 64.7, "dates.value.f1": 64.7}
    assert problems(path, report) == []


def test_a_file_keeps_its_choice_of_figures(tmp_path: Path, report: Report) -> None:
    path = tmp_path / "floors.toml"
    path.write_text('gold = "old"\n[dates]\nfound.precision = 99.9\ngone.f1 = 1\n')
    write_floors(path, report)
    assert read_floors(path).least == {"dates.found.precision": 98}


def test_every_problem_is_named(tmp_path: Path, report: Report) -> None:
    path = tmp_path / "floors.toml"
    path.write_text(
        'gold = "old"\n[dates]\nfound = {precision = 100, recall = 50.1}\nfuond.f1 = 1\n'
        "[statements]\nx.f1 = 1\n"
    )
    other_gold, low, unknown, no_layer = problems(path, report)
    assert "the gold is not the one that the floors were set for" in other_gold
    assert low == "dates.found.recall is 50.0, below its floor of 50.1"
    assert "there is a floor for dates.fuond.f1, which is not one of the figures" in unknown
    assert "statements.x.f1" in no_layer
    assert len(problems(path, report, layers=("dates",))) == 3


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("[", "the floors cannot be read"),
        ("[dates]\nfound.f1 = 1\n", "the checksum of the gold is missing"),
        ('gold = "x"\n[dates]\nfound.f1 = "1"\n', "dates.found.f1 is not a number"),
        (None, "the floors cannot be read: .*No such file"),
    ],
)
def test_what_are_no_floors(tmp_path: Path, content: str | None, reason: str) -> None:
    path = tmp_path / "floors.toml"
    if content is not None:
        path.write_text(content)
    with pytest.raises(InputError, match=rf"floors\.toml: .*{reason}"):
        read_floors(path)
