"""URLs: addresses of pages and files on the web, and any others that fsspec supports (`s3://`, `file://`).

A page or file on the web is fetched if the robots.txt of its site allows it. URLs are the only thing for
which claimx uses a network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from io import BufferedReader, BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import urlsplit

from claimx import __version__
from claimx.errors import ClaimxError

if TYPE_CHECKING:
    from urllib.robotparser import RobotFileParser

    from requests import Response

_URL = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_URL_BUFFER = 2**20
_AGENT = f"claimx/{__version__}"
_SECONDS = 30
_CHUNK = 2**16
# What crawlers read of a robots.txt.
_ROBOTS_BYTES = 500 * 2**10


class RemoteError(ClaimxError):
    """A URL cannot be reached, or its scheme is not supported."""


def is_url(path: str) -> bool:
    """Whether this is a URL and not a file name."""
    return _URL.match(path) is not None


def is_web_address(path: str) -> bool:
    """Whether this is the address of a page or file on the web."""
    return path.lower().startswith(("http://", "https://"))


def web_address(value: object) -> str | None:
    """The value, if it is the address of a page or file on the web."""
    return value if isinstance(value, str) and is_web_address(value) else None


def file_system(url: str) -> tuple[Any, str]:
    """The fsspec file system of a URL, and the path within it.

    Raises:
        RemoteError: fsspec, or the package it needs for such URLs, is not installed.
    """
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise RemoteError("URLs need a part that is not installed", "pip install 'claimx[ray]'") from error
    try:
        found: tuple[Any, str] = url_to_fs(url)
    except (ImportError, ValueError) as error:
        remedy = "install what fsspec needs for such URLs: s3fs for s3://, gcsfs for gs://"
        raise RemoteError(str(error), remedy) from error
    return found


def open_url(url: str) -> BufferedReader:
    """Open the file at a URL.

    Raises:
        OSError: it is not there, or may not be read.
        RemoteError: it cannot be reached.
    """
    files, path = file_system(url)
    with remote_errors():
        return BufferedReader(cast(Any, files.open(path, "rb")), _URL_BUFFER)


@contextmanager
def remote_errors() -> Iterator[None]:
    """Convert the exceptions of a file system's library to `RemoteError`."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        remedy = "check the address, the network and your credentials"
        raise RemoteError(f"{type(error).__name__}: {error}", remedy) from error


class Fetched(NamedTuple):
    """What an address answered; `address` is where redirections led to."""

    buffer: BufferedReader
    address: str
    content_type: str | None


def fetch(address: str, most: int) -> Fetched:
    """The content at an address, if its site's robots.txt allows to fetch it.

    Raises:
        RemoteError: it cannot be fetched, is forbidden, or has more than `most` bytes.
    """
    try:
        from requests import RequestException
    except ImportError as error:
        raise RemoteError(
            "reading addresses needs a part that is not installed", "pip install 'claimx[web]'"
        ) from error
    try:
        _check_robots(address)
        with _get(address) as response:
            if _site(response.url) != _site(address):
                _check_robots(response.url)
            if not response.ok:
                raise RemoteError(
                    f"the server answered {response.status_code} {response.reason}", _remedy(response)
                )
            return Fetched(_content(response, most), response.url, response.headers.get("Content-Type"))
    except RequestException as error:
        remedy = "check the address and the network"
        raise RemoteError(f"the address cannot be reached: {type(error).__name__}", remedy) from error


def _get(address: str) -> Response:
    import requests

    return requests.get(address, headers={"User-Agent": _AGENT}, timeout=_SECONDS, stream=True)


def _content(response: Response, most: int) -> BufferedReader:
    data = bytearray()
    for chunk in response.iter_content(_CHUNK):
        data += chunk
        if len(data) > most:
            raise RemoteError(
                f"there is more than {most // 2**20} MB at this address", "save it to a file, and give that"
            )
    return BufferedReader(BytesIO(bytes(data)))


def _remedy(response: Response) -> str:
    if response.status_code in (401, 402, 403, 451):
        return "open it in a browser, save the page, and give that file"
    return "try again later" if response.status_code >= 500 else "check the address in a browser"


def _site(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _check_robots(address: str) -> None:
    if not _rules(_site(address)).can_fetch(_AGENT, address):
        raise RemoteError(
            "the site's robots.txt does not allow programs to read this address",
            "open it in a browser, save the page, and give that file",
        )


@lru_cache(maxsize=256)
def _rules(site: str) -> RobotFileParser:
    """The rules of a site; without a robots.txt all is allowed, and where it cannot be read nothing is."""
    from urllib.robotparser import RobotFileParser

    rules = RobotFileParser()
    with _get(f"{site}/robots.txt") as response:
        if response.ok:
            lines = bytes(_content(response, _ROBOTS_BYTES).read()).decode("utf-8", "replace").splitlines()
        else:
            lines = [] if response.status_code < 500 else ["User-agent: *", "Disallow: /"]
    rules.parse(lines)
    return rules
