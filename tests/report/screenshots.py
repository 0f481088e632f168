#!/usr/bin/env python3
"""Make the pictures of reports that the README shows.

    python tests/report/screenshots.py [FOLDER]

Needs Chromium, Pillow (`pip install pillow`), and the fonts Charis SIL and Inter, so that pictures look as
pages do for most people (`apt-get install chromium fonts-sil-charis fonts-inter`).
"""

from __future__ import annotations

import os
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from claimx.report import write_report
from claimx.saved import read_results
from claimx.schema import Extraction
from claimx.writers import open_output

ROOT = Path(__file__).parents[2]
SAMPLES = Path("samples")
FERRY = Path("tests/compare/ferry")
VIEWPORT = {"width": 1280, "height": 900}
COLOURS = 256


def make_report(page: Path, *paths: Path, title: str | None = None) -> None:
    """Read articles, and write the page about them."""
    results = read_results(sorted(map(str, paths)))
    with open_output(page) as stream:
        extractions = (result for result in results if isinstance(result, Extraction))
        write_report(extractions, stream, title=title)


def save(window: Any, picture: Path) -> None:
    """Save what the window shows, in few colours."""
    image = Image.open(BytesIO(window.screenshot())).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(picture, optimize=True)


def main(folder: Path) -> None:
    """Make both pictures."""
    # The pages name the articles as somebody in the checkout does.
    os.chdir(ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    page = (folder / "page.html").resolve()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        window = browser.new_context(viewport=VIEWPORT, reduced_motion="reduce").new_page()
        make_report(page, SAMPLES / "truce.txt")
        window.goto(page.as_uri())
        window.click("#tab-quantities")
        window.click("#panel-quantities .row >> nth=6")
        window.mouse.move(0, 0)
        window.evaluate("scrollTo(0, 0)")
        save(window, folder / "article.png")
        make_report(page, *FERRY.glob("*.txt"), title="The ferry fire")
        window.goto(page.as_uri())
        save(window, folder / "index.png")
        browser.close()
    page.unlink()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLES / "report")
