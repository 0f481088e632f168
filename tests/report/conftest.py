"""Pages, opened in a real browser from the disk."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from reported import ferry, strike

from claimx.report import write_report
from claimx.schema import Extraction

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SETTINGS = {"viewport": {"width": 1280, "height": 800}, "reduced_motion": "reduce"}
TELL_VIOLATIONS = (
    "addEventListener('securitypolicyviolation', (event) => console.error(event.violatedDirective))"
)
Open = Callable[..., Any]


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    """Chromium; where CLAIMX_BROWSER=required, as in CI, it has to be there."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        missing = "there is no Chromium on PATH to open reports in (apt-get install chromium)"
        if os.environ.get("CLAIMX_BROWSER") == "required":
            pytest.fail(missing)
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # A page draws what a click asks for in its own time: a pause after each step keeps tests from looking
        # before that, on a busy machine too.
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS, slow_mo=40)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def window(browser: Any) -> Any:
    """A window that tests use one after the other."""
    return browser.new_context(**SETTINGS).new_page()


@pytest.fixture
def open_report(browser: Any, window: Any, tmp_path: Path) -> Iterator[Open]:
    """Write a report, and open it: nothing may be asked for but the file, and no fault reported.

    With settings it gets a window of its own.
    """
    pages, faults = [], []

    def open_page(extractions: Sequence[Extraction], address: str = "", **settings: Any) -> Any:
        path = tmp_path / f"report-{len(pages)}.html"
        with path.open("w", encoding="utf-8", newline="") as stream:
            write_report(extractions, stream)
        page = browser.new_context(**{**SETTINGS, **settings}).new_page() if settings else window
        pages.append(page)
        page.set_default_timeout(5000)
        page.on("request", on_request)
        page.on("console", on_console)
        page.on("pageerror", on_error)
        page.add_init_script(TELL_VIOLATIONS)
        page.goto(path.as_uri() + address)
        return page

    def on_request(request: Any) -> None:
        if not request.url.startswith(tmp_path.as_uri()):
            faults.append(request.url)

    def on_console(message: Any) -> None:
        faults.append(message.text)

    def on_error(error: Any) -> None:
        faults.append(str(error))

    yield open_page
    for page in pages:
        if page is not window:
            page.context.close()
    for event, listener in (("request", on_request), ("console", on_console), ("pageerror", on_error)):
        if window in pages:
            window.remove_listener(event, listener)
    assert faults == []


@pytest.fixture
def article(open_report: Open) -> Any:
    """The page of one article."""
    return open_report([ferry()])


@pytest.fixture
def index(open_report: Open) -> Any:
    """The page of many articles."""
    return open_report(strike())
