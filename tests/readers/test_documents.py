"""Office documents, PDF and books."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from claimx.article import Article, Section
from claimx.errors import InputError
from claimx.readers import read_articles

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CORE = (
    '<cp:coreProperties xmlns:cp="x" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title>'
    "<dc:creator>python-docx</dc:creator></cp:coreProperties>"
)


def read(path: Path, content: bytes) -> Article | InputError:
    path.write_bytes(content)
    (item,) = read_articles([str(path)])
    return item


def article(path: Path, content: bytes) -> Article:
    item = read(path, content)
    assert isinstance(item, Article), item
    assert all(0 <= section.start < len(item.text) for section in item.sections)
    return item


def error(path: Path, content: bytes) -> InputError:
    item = read(path, content)
    assert isinstance(item, InputError), item
    return item


def zipped(**files: str) -> bytes:
    """A ZIP file; `__` in the names stands for `/`, and `_` for a full stop."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return file.getvalue()


def docx(body: str, title: str = "") -> bytes:
    return zipped(
        word__document_xml=f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        docProps__core_xml=CORE.format(title=title),
    )


def pdf(*pages: list[tuple[float, float, str]], password: str | None = None) -> bytes:
    """A PDF; of each page the lines with their positions."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=A4, encrypt=password)
    for page in pages:
        canvas.setFont("Helvetica", 11)
        for x, y, line in page:
            canvas.drawString(x, y, line)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


class TestWord:
    def test_paragraphs_lists_tables_and_tracked_changes(self, tmp_path: Path) -> None:
        body = """<w:p><w:r><w:t>Har</w:t></w:r>
        <w:r><w:t>bour to close</w:t></w:r></w:p>
        <w:p><w:r><w:t xml:space="preserve">The mayor said </w:t></w:r>
        <w:del><w:r><w:delText>20</w:delText></w:r></w:del>
        <w:ins><w:r><w:t>30</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> people</w:t>
        <w:br/><w:t>left.</w:t></w:r></w:p>
        <w:p><w:pPr><w:pStyle w:val="ListBullet"/></w:pPr><w:r><w:t>One</w:t></w:r></w:p>
        <w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>Two</w:t></w:r></w:p>
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Year</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Boats</w:t></w:r></w:p></w:tc></w:tr>
        <w:tr><w:tc><w:p><w:r><w:t>1994</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>412</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"""
        item = article(tmp_path / "a.docx", docx(body, title="Harbour to close"))
        assert item.text == (
            "Harbour to close\n\nThe mayor said 30 people\nleft.\n\n- One\n- Two\n\n"
            "| Year | Boats |\n|---|---|\n| 1994 | 412 |"
        )
        # The author is the program's, for the text does not name it.
        assert (item.title, item.author) == ("Harbour to close", None)

    def test_text_boxes_but_no_footnotes(self, tmp_path: Path) -> None:
        box = "<w:txbxContent><w:p><w:r><w:t>Box: 7 boats.</w:t></w:r></w:p></w:txbxContent>"
        body = f"""<w:p><w:r><w:t xml:space="preserve">The mayor </w:t></w:r><w:r>
        <x:AlternateContent xmlns:x="x"><x:Choice><w:drawing>{box}</w:drawing></x:Choice>
        <x:Fallback><w:pict>{box}</w:pict></x:Fallback></x:AlternateContent></w:r>
        <w:r><w:t>left.</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>
        <w:p><w:r><w:t>End.</w:t></w:r></w:p>"""
        item = article(tmp_path / "a.docx", docx(body))
        assert item.text == "The mayor left.\n\nBox: 7 boats.\n\nEnd."

    def test_its_name_is_not_needed(self, tmp_path: Path) -> None:
        content = docx("<w:p><w:r><w:t>One.</w:t></w:r></w:p>", title="Memo 7")
        item = article(tmp_path / "upload.tmp", content)
        assert (item.text, item.title) == ("One.", None)

    @pytest.mark.parametrize("content", [b"PK\x03\x04 and no more", zipped(other_txt="x"), docx("")[:-30]])
    def test_a_damaged_one(self, tmp_path: Path, content: bytes) -> None:
        assert "not a sound document" in error(tmp_path / "a.docx", content).message

    def test_an_old_one_is_refused_with_its_own_remedy(self, tmp_path: Path) -> None:
        found = error(tmp_path / "a b.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
        assert "an old Word document" in found.message
        assert f"antiword '{tmp_path}/a b.doc' | claimx extract -" in found.remedy


class TestOpenDocument:
    CONTENT = """<office:document-content xmlns:office="o" xmlns:text="t" xmlns:table="b"><office:body><office:text>
    <text:h>Harbour to close</text:h><text:p>The mayor<text:s/>said<text:note><text:p>not this</text:p></text:note>
    <text:span>30</text:span> people left.</text:p><text:list><text:list-item><text:p>One</text:p></text:list-item>
    <text:list-item><text:p>Two</text:p></text:list-item></text:list><table:table><table:table-row><table:table-cell>
    <text:p>Reds</text:p></table:table-cell><table:table-cell><text:p>7</text:p></table:table-cell></table:table-row>
    </table:table></office:text></office:body></office:document-content>"""  # noqa: E501

    def test_paragraphs_lists_and_tables(self, tmp_path: Path) -> None:
        kind = "application/vnd.oasis.opendocument.text"
        content = zipped(mimetype=kind, content_xml=self.CONTENT, meta_xml=CORE.format(title="x"))
        for name in ("a.odt", "untold"):
            assert article(tmp_path / name, content).text == (
                "Harbour to close\n\nThe mayor said 30 people left.\n\n- One\n- Two\n\n| Reds | 7 |"
            )

    def test_one_that_is_not_packed(self, tmp_path: Path) -> None:
        item = article(tmp_path / "a.fodt", f'<?xml version="1.0"?>{self.CONTENT}'.encode())
        assert item.text.startswith("Harbour to close\n\nThe mayor said 30 people left.")

    def test_a_spreadsheet_is_refused(self, tmp_path: Path) -> None:
        content = zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_xml="<x/>")
        found = error(tmp_path / "a.zip", content)
        assert "a spreadsheet" in found.message
        assert "CSV" in found.remedy


class TestRtf:
    def test_the_words_without_the_marks(self, tmp_path: Path) -> None:
        content = rb"{\rtf1\ansi{\fonttbl{\f0 Times;}}\f0 Caf\'e9 closes\par The mayor said {\b 30} people left.\par}"  # noqa: E501
        for name in ("a.rtf", "a.doc", "untold"):
            assert article(tmp_path / name, content).text == "Café closes\n\nThe mayor said 30 people left."

    def test_tables_links_and_mac_os(self, tmp_path: Path) -> None:
        content = (
            rb"{\rtf1\ansi See {\field{\*\fldinst{HYPERLINK "
            rb'"http://x.example/2024"}}{\fldrslt{the report}}}.\par'
            rb"\trowd\cellx9 Greens\cell 12,400\cell\row\trowd\cellx9 Reds\cell{\b 9}\cell\row"
            rb"\pard It said 5|6.\par}"
        )
        text = "See the report.\n\n| Greens | 12,400 |\n| Reds | 9 |\n\nIt said 5|6."
        assert article(tmp_path / "a.rtf", content).text == text
        assert article(tmp_path / "b.rtf", rb"{\rtf1\mac\ansicpg10000 Caf\'8e\par}").text == "Café"


class TestEpub:
    def test_chapters_in_the_order_of_reading(self, tmp_path: Path) -> None:
        package = """<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>The Port</dc:title>
        <dc:creator>Ines Duarte</dc:creator><dc:publisher>Quay Press</dc:publisher><dc:date>2024-03-04</dc:date></metadata>
        <manifest><item id="n" href="nav.xhtml" properties="nav"/><item id="b" href="b%20b.xhtml"/><item id="a" href="a.xhtml"/>
        </manifest><spine><itemref idref="n"/><itemref idref="missing"/><itemref idref="b"/><itemref idref="a"/></spine></package>"""  # noqa: E501
        chapter = "<html><head><title>t</title></head><body><h1>{0}</h1><p>Who&rsquo;s it?</p></body></html>"
        content = zipped(
            mimetype="application/epub+zip",
            META__INF="",
            **{
                "META-INF__container_xml": '<container><rootfile full-path="E/p.opf"/></container>',
                "E__p_opf": package,
                "E__nav_xhtml": chapter.format("Contents"),
                "E__b b_xhtml": chapter.format("First"),
                "E__a_xhtml": chapter.format("Second"),
            },
        )
        item = article(tmp_path / "a.epub", content)
        assert item.text == "First\n\nWho’s it?\n\nSecond\n\nWho’s it?"
        assert item.sections == (Section("chapter", 1, 0), Section("chapter", 2, 18))
        known = (item.title, item.author, item.publisher, item.published)
        assert known == ("The Port", "Ines Duarte", "Quay Press", date(2024, 3, 4))


class TestPdf:
    def test_pages_lines_and_frames(self, tmp_path: Path) -> None:
        first = [
            *((72, 800, "Harbour Times"), (500, 30, "1")),
            *(
                (72, 700, "The ferry company will lay off 120 of its sailors in the"),
                (72, 686, "spring, it fore-"),
            ),
            *(
                (72, 672, "cast on Thursday, after a long-"),
                (72, 658, "term plan. A long-term plan."),
                (72, 600, "The union"),
            ),
        ]
        second = [(72, 800, "Harbour Times"), (500, 30, "2"), (72, 700, "said it would strike.")]
        item = article(tmp_path / "a.pdf", pdf(first, second))
        assert item.text == (
            "The ferry company will lay off 120 of its sailors in the spring, it forecast on Thursday, after a "  # noqa: E501
            "long-term plan. A long-term plan.\n\nThe union said it would strike."
        )
        assert [(s.kind, s.number) for s in item.sections] == [("page", 1), ("page", 2)]
        assert item.text[item.sections[1].start :] == "said it would strike."

    def test_two_columns(self, tmp_path: Path) -> None:
        left = [(60, 700 - 14 * n, f"Left line {n} of the story goes on") for n in range(9)]
        right = [(330, 700 - 14 * n, f"right line {n} of the story goes on") for n in range(9)]
        text = article(tmp_path / "a.pdf", pdf(left + right)).text
        assert text.index("Left line 8") < text.index("right line 0")

    def test_what_holds_no_text_is_refused_with_its_own_remedy(self, tmp_path: Path) -> None:
        scanned = error(tmp_path / "a.pdf", pdf([]))
        assert "no text" in scanned.message
        assert "ocrmypdf" in scanned.remedy
        locked = error(tmp_path / "b.pdf", pdf([(72, 700, "Secret.")], password="x"))
        assert "encrypted" in locked.message
        assert "qpdf" in locked.remedy
        assert "pdftotext" in error(tmp_path / "c.pdf", b"%PDF-1.4 and no more").remedy
