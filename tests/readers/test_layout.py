"""The layout of extracted text."""

from __future__ import annotations

import lxml.html
import pytest

from claimx.readers.layout import lay_out, words_of


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One\n two.</p><p>Three.</p>", "One two.\n\nThree."),
        ("<div>One<br>two<br><br>three</div>", "One\ntwo\n\nthree"),
        ("<p>Found:<ul><li>one<li><p>two</p></ul>Then", "Found:\n\n- one\n- two\n\nThen"),
        ("<p>Held <b>in </b><i>May</i>.<script>x()</script>", "Held in May."),
        ("<p>4.5&times;10<sup>6</sup> t, 3 km<sup>2</sup>, the 4<sup>th</sup>", "4.5×10⁶ t, 3 km², the 4th"),
        (
            "<table><tr><th>Year<th>Boats<tr><td>1994<td>412<tr><td>2024<td>180</table>",
            "| Year | Boats |\n|---|---|\n| 1994 | 412 |\n| 2024 | 180 |",
        ),
        # Column names that are not marked as such; a table without them; one that only arranges the page.
        (
            "<table><tr><td>Party<td>Votes<tr><td>Reds<td>7</table>",
            "| Party | Votes |\n|---|---|\n| Reds | 7 |",
        ),
        ("<table><tr><td>Reds<td>7<tr><td>Blues<td>9</table>", "| Reds | 7 |\n| Blues | 9 |"),
        ("<table><tr><td><p>One.</p><p>Two.</p></table>", "One.\n\nTwo."),
        ("<p>Read</p><p hidden>not</p><!-- nor --><p>on</p>", "Read\n\non"),
    ],
)
def test_paragraphs_lists_and_tables(html: str, text: str) -> None:
    assert lay_out(lxml.html.fromstring(f"<div>{html}</div>")) == text


def test_a_line_break_separates_the_words_of_a_heading() -> None:
    heading = lxml.html.fromstring("<h1>Port closes<br>for the <b>ni</b>ght<!-- soon --></h1>")
    assert words_of(heading) == "Port closes for the night"
