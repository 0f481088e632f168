"""`claimx.extract` and `claimx.extract_articles`, with a pipeline that only reads years."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pandas
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

import claimx
from claimx.article import Article, time_limit
from claimx.errors import ArticleError, InputError, ModelError, WrongTypeError
from claimx.pipeline.records import Statement
from claimx.schema import Extraction
from claimx.text.tokens import Range


@Language.component("test_claims")
def _test_claims(doc: Doc) -> Doc:
    """Stands in for the real components: two statements, of which one is sure."""
    doc._.statements = [
        Statement(content=[Range(*re.search(words, doc.text).span())], confidence=confidence)
        for words, confidence in (("it began", 0.9), ("it ended", 0.3))
    ]
    return doc


def articles(*texts: str) -> list[Article]:
    return [Article(id=f"a{number}", text=text) for number, text in enumerate(texts, 1)]


def test_extract(small_nlp: Language) -> None:
    result = claimx.extract(
        "It began in 2019.", published="2023-12-02", title="A beginning", publisher="P", nlp=small_nlp
    )
    assert [(d.text, d.value) for d in result.dates] == [("2019", "2019")]
    document = result.document
    assert (document.id, document.path, document.title) == ("text", None, "A beginning")
    assert document.published == date(2023, 12, 2)
    assert (result.model.name, result.model.version) == ("en_years", "0.0.1")


@pytest.mark.parametrize("text", ["", " ", "\r\n\r\n", "\u00a0"])
def test_a_text_without_words_gives_an_empty_extraction(text: str, small_nlp: Language) -> None:
    result = claimx.extract(text, nlp=small_nlp)
    assert (result.document.text, result.dates) == (text, [])


def test_what_is_given_goes_before_what_the_head_says(small_nlp: Language) -> None:
    text = "By Ana Costa\nPublished 4 May 2021\n\nLISBON — The harbour was closed.\n"
    assert claimx.extract(text, nlp=small_nlp).document.published == date(2021, 5, 4)
    given = claimx.extract(text, published=date(2020, 1, 1), author="B. Reis", nlp=small_nlp).document
    assert (given.published, given.author) == (date(2020, 1, 1), "B. Reis")


def test_a_text_may_be_of_a_subclass_of_str(small_nlp: Language) -> None:
    class Cell(str):
        """As `numpy.str_` is."""

    text = "The harbour was closed on 4 May 2021 for 12 days."
    expected = claimx.extract(text, title="a", nlp=small_nlp).to_json()
    assert claimx.extract(Cell(text), title=Cell("a"), id=Cell("text"), nlp=small_nlp).to_json() == expected


def test_a_published_that_is_no_date_is_an_error_with_a_remedy(small_nlp: Language) -> None:
    with pytest.raises(InputError, match=r"'Friday' is not a day .*YYYY-MM-DD"):
        claimx.extract("It began.", published="Friday", nlp=small_nlp)


@pytest.mark.parametrize(
    "published",
    [
        "2024-03-04",
        "20240304",
        "2024-03-04T10:00:00Z",
        "4 March 2024",
        "Mon, 04 Mar 2024 10:00:00 GMT",
        datetime(2024, 3, 4, 23, 59, tzinfo=timezone(timedelta(hours=-8))),
        pandas.Timestamp("2024-03-04 17:30"),
        pandas.Timestamp("2024-03-04").to_datetime64(),
    ],
)
def test_a_day_is_given_as_people_and_programs_write_it(published: Any, small_nlp: Language) -> None:
    result = claimx.extract("It began.", published=published, nlp=small_nlp)
    assert type(result.document.published) is date
    assert result.document.published == date(2024, 3, 4)
    assert Extraction.model_validate_json(result.to_json()) == result
    in_article = Article(id="a", text="It began.", published=published)
    (again,) = claimx.extract_articles([in_article], small_nlp)
    assert isinstance(again, Extraction)
    assert again.document.published == date(2024, 3, 4)


@pytest.mark.parametrize("missing", [None, "", float("nan"), pandas.NaT, pandas.NA])
def test_a_missing_day_of_a_table_is_none(missing: Any, small_nlp: Language) -> None:
    assert claimx.extract("It began.", published=missing, nlp=small_nlp).document.published is None


@pytest.mark.parametrize("wrong", ["04/03/2024", "4 March 2024 to 5 March 2024", 20240304, b"2024-03-04"])
def test_what_is_no_day_is_an_error(wrong: Any, small_nlp: Language) -> None:
    with pytest.raises(InputError, match="is not a day"):
        claimx.extract("It began.", published=wrong, nlp=small_nlp)
    (error,) = claimx.extract_articles([Article(id="a", text="It began.", published=wrong)], small_nlp)
    assert isinstance(error, InputError)


@pytest.mark.parametrize("text", [None, b"It began.", float("nan")])
def test_a_text_of_another_type_is_an_error(text: Any, small_nlp: Language) -> None:
    with pytest.raises(InputError, match="must be a str, not a "):
        claimx.extract(text, nlp=small_nlp)
    results = claimx.extract_articles([Article(id="a", text=text), *articles("In 2019.")], small_nlp)
    assert [isinstance(result, InputError) for result in results] == [True, False]


def test_an_item_that_is_no_article_is_an_error(small_nlp: Language) -> None:
    items: Any = ["In 2019."]
    with pytest.raises(InputError, match=r"must be a claimx\.Article, not a str"):
        list(claimx.extract_articles(items, small_nlp))


@pytest.mark.parametrize(
    "wrong",
    [
        {"nlp": "en_core_web_sm"},
        {"title": 5},
        {"author": ["Ana"]},
        {"id": None},
        {"published": 20240304},
        {"timeout": "10"},
        {"timeout": True},
    ],
)
def test_arguments_of_other_types_are_type_errors_with_a_remedy(
    wrong: dict[str, Any], small_nlp: Language
) -> None:
    with pytest.raises(WrongTypeError, match=r" \(.+\)$") as caught:
        claimx.extract("It began.", **{"nlp": small_nlp, **wrong})
    assert isinstance(caught.value, TypeError)
    assert isinstance(caught.value, InputError)
    assert next(iter(wrong)) in caught.value.message or "is not a day" in caught.value.message


@pytest.mark.parametrize(
    "call",
    [
        lambda nlp, result: list(claimx.extract_articles(Article(id="a", text="b"), nlp)),
        lambda nlp, result: list(claimx.extract_articles([], nlp, batch_size="32")),
        lambda nlp, result: list(claimx.extract_articles([], nlp, on_doc=5)),
        lambda nlp, result: claimx.make_doc("It began.", nlp="en"),
        lambda nlp, result: claimx.make_doc(5, nlp=nlp),
        lambda nlp, result: claimx.load(5),
        lambda nlp, result: claimx.load(threads="2"),
        lambda nlp, result: claimx.verify("a draft", [result]),
        lambda nlp, result: claimx.verify(result, result),
        lambda nlp, result: claimx.diff(result, None),
        lambda nlp, result: result.to_json(layers="quantities"),
    ],
)
def test_all_functions_check_the_types_of_their_arguments(call: Any, small_nlp: Language) -> None:
    with pytest.raises(WrongTypeError):
        call(small_nlp, claimx.extract("It began.", nlp=small_nlp))


@pytest.mark.parametrize("seconds", [0, -1, float("nan")])
def test_a_time_limit_is_above_zero(seconds: float, small_nlp: Language) -> None:
    with pytest.raises(InputError, match="timeout must be above 0"):
        claimx.extract("It began.", timeout=seconds, nlp=small_nlp)
    assert claimx.extract("In 2001.", timeout=float("inf"), nlp=small_nlp).dates


def test_names_and_numbers_that_are_none_of_those_possible(small_nlp: Language) -> None:
    result = claimx.extract("It began.", nlp=small_nlp)
    with pytest.raises(InputError, match="'quantity' is no layer"):
        result.to_json(layers=["quantity"])  # type: ignore[list-item]
    with pytest.raises(InputError, match="batch_size must be above 0"):
        list(claimx.extract_articles([], small_nlp, batch_size=0))
    with pytest.raises(InputError, match="threads must not be below 0"):
        claimx.load(threads=-1)
    with pytest.raises(InputError, match="two sources have the id 'text'"):
        claimx.verify(result, [result, result])


def test_a_doc_with_a_day_of_publication(small_nlp: Language) -> None:
    doc = claimx.make_doc("It began in 2019.", published="4 March 2024", nlp=small_nlp)
    assert doc._.published == date(2024, 3, 4)
    assert [each.value for each in small_nlp(doc)._.dates] == ["2019"]
    assert claimx.make_doc("4 May 2021\n\nIt began.", nlp=small_nlp)._.published == date(2021, 5, 4)


@pytest.mark.parametrize("least", [-0.1, 1.1, float("nan"), "0.8"])
def test_a_confidence_that_is_no_probability_is_an_error_with_a_remedy(
    least: object, small_nlp: Language
) -> None:
    with pytest.raises(InputError, match=r"is not a probability .*from 0 to 1"):
        claimx.extract("It began.", min_confidence=least, nlp=small_nlp)  # type: ignore[arg-type]


def test_unsure_statements_are_left_out() -> None:
    nlp = spacy.blank("en", meta={"name": "claims", "version": "0.0.1"})
    nlp.add_pipe("test_claims")
    text = "Ana said it began. Rui thinks it ended."
    kept = claimx.extract(text, min_confidence=0.5, nlp=nlp).statements
    assert [(s.id, s.confidence) for s in kept] == [("s1", 0.9)]
    assert len(claimx.extract(text, nlp=nlp).statements) == 2


def test_unpaired_surrogates_are_an_error_with_a_remedy(small_nlp: Language) -> None:
    with pytest.raises(InputError, match="unpaired surrogates"):
        claimx.extract("ab \ud800 c", nlp=small_nlp)


def test_an_article_that_fails_does_not_stop_the_others(small_nlp: Language) -> None:
    results = list(
        claimx.extract_articles(articles("In 2019.", "EXPLODE", "a \udc00", "In 2021."), small_nlp)
    )
    first, failed, unreadable, last = results
    assert isinstance(failed, ArticleError)
    assert "a2" in failed.message
    assert isinstance(failed.__cause__, RuntimeError)
    assert isinstance(unreadable, InputError)
    assert isinstance(first, Extraction)
    assert isinstance(last, Extraction)
    assert [d.text for d in (*first.dates, *last.dates)] == ["2019", "2021"]


def test_articles_are_taken_a_batch_at_a_time(small_nlp: Language) -> None:
    taken: list[str] = []

    def stream() -> Iterator[Article]:
        for article in articles(*["In 2019."] * 10):
            taken.append(article.id)
            yield article

    results = claimx.extract_articles(stream(), small_nlp, batch_size=3)
    next(results)
    assert len(taken) == 3
    assert [r.document.id for r in results if isinstance(r, Extraction)] == [f"a{n}" for n in range(2, 11)]


def test_a_model_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        claimx.load(tmp_path / "nowhere")


def test_importing_claimx_loads_nothing_else() -> None:
    code = (
        "import sys, claimx; assert 'extract' in dir(claimx); "
        "print([m for m in ('spacy', 'pydantic', 'onnxruntime', 'typer', 'rich') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_names_that_are_not_there() -> None:
    with pytest.raises(ImportError, match="cannot import name 'nothing'"):
        exec("from claimx import nothing")


def test_a_time_limit_costs_no_other_article(small_nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the main thread and in another one, whatever a component does."""
    make_doc = small_nlp.make_doc

    def hang(text: str) -> Doc:
        if text == "HANG":
            while True:
                with suppress(Exception):
                    re.match("(a+)+$", "a" * 18 + "b")
        return make_doc(text)

    monkeypatch.setattr(small_nlp, "make_doc", hang)

    def read() -> list[object]:
        return list(claimx.extract_articles(articles("In 2001.", "HANG", "In 2003."), small_nlp, timeout=0.2))

    with ThreadPoolExecutor(1) as thread:
        for first, error, last in (read(), thread.submit(read).result()):
            assert isinstance(first, Extraction)
            assert isinstance(last, Extraction)
            assert isinstance(error, ArticleError)
            assert error.message == "a2: reading took longer than 0.2 seconds"
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_very_long_texts_have_more_time() -> None:
    assert time_limit(600, 10_000) == 600
    assert time_limit(600, 25_000_000) == 6000


@pytest.mark.parametrize("field", ["id", "title", "author", "publisher"])
def test_unpaired_surrogates_in_what_is_known(small_nlp: Language, field: str) -> None:
    with pytest.raises(InputError, match="unpaired surrogates"):
        claimx.extract("In 2001.", nlp=small_nlp, **{field: "a\ud800"})  # type: ignore[arg-type]
