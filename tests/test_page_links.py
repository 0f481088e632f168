"""Links from spans into the page of their article."""

from __future__ import annotations

from urllib.parse import unquote

from claimx.page_links import with_links
from claimx.schema import SCHEMA_VERSION, Date, Document, Extraction, ModelInfo, Quantity, Statement, TextSpan

TEXT = (
    "Ferries stop\n\nThe mayor said 30 people waited on Monday, and 30 on the day after; "
    "4.5×10⁶ t, a-b & c.\n\n"
    "- Reds, 7\n- Blues, 9\n\n| Party | Votes |\n|---|---|\n| Reds | 30 |\n\n“We will wait,” he said."
)
URL = "https://news.example/a"


def extraction(*spans: tuple[int, int], url: str | None = URL) -> Extraction:
    content = [TextSpan(start=start, end=end, text=TEXT[start:end]) for start, end in spans]
    statement = Statement(id="s1", quote="direct", source=None, cue=None, content=content, confidence=None)
    document = {
        **dict.fromkeys(("path", "title", "author", "publisher", "published", "dateline")),
        **{"id": "a", "sha256": "", "language": "en", "text": TEXT, "url": url},
    }
    return Extraction(
        schema_version=SCHEMA_VERSION,
        claimx_version="0",
        model=ModelInfo(name="m", version="0"),
        document=Document.model_validate(document),
        statements=[statement],
    )


def link(words: str, occurrence: int = 1) -> str:
    start = -1
    for _ in range(occurrence):
        start = TEXT.index(words, start + 1)
    linked = with_links(extraction((start, start + len(words))))
    (part,) = linked.statements[0].content
    assert part.link is not None
    assert part.link.startswith(f"{URL}#:~:text=")
    return part.link.partition("=")[2]


def terms(words: str, occurrence: int = 1) -> list[str]:
    return [unquote(term) for term in link(words, occurrence).split(",")]


def test_words_around_a_short_span_tell_it_from_others() -> None:
    assert terms("30") == ["The mayor said-", "30", "-people waited on"]
    assert terms("30", 2) == ["on Monday, and-", "30", "-on the day"]


def test_words_of_other_elements_are_not_around_it() -> None:
    assert terms("7") == ["Reds,-", "7"]
    assert terms("30", 3) == ["30"]
    assert terms("Blues") == ["Blues", "-, 9"]


def test_a_long_span_by_its_first_and_last_words() -> None:
    assert terms("The mayor said 30 people waited on Monday") == ["The mayor said 30 people waited on Monday"]
    assert terms(
        "said 30 people waited on Monday, and 30 on the day after; 4.5×10⁶ t, a-b & c.\n\n- Reds, 7"
    ) == [
        "said 30 people waited on",
        "Reds, 7",
    ]


def test_characters_with_a_meaning_in_links() -> None:
    assert link("a-b & c").split(",")[1] == "a%2Db%20%26%20c"
    assert link("t, a").split(",")[1] == "t%2C%20a"
    assert "4.5×106 t" in terms("4.5×10⁶ t")


def test_every_span_has_one_and_the_json_reads_back() -> None:
    linked = with_links(extraction((0, 7)))
    assert Extraction.model_validate_json(linked.to_json()) == linked
    assert linked.statements[0].content[0].link
    assert "link" not in extraction((0, 7)).to_json()


def test_without_an_address_there_are_none() -> None:
    plain = extraction((0, 7), url=None)
    assert with_links(plain) == plain
    assert '"url"' not in plain.to_json()


def test_all_span_types_take_links() -> None:
    assert {"link"} <= Quantity.model_fields.keys() & Date.model_fields.keys() & TextSpan.model_fields.keys()
