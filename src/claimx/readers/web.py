"""Web addresses: fetching a page or file, if the site's robots.txt allows it, up to a size.

This is the only thing for which claimx uses a network.
"""

from __future__ import annotations

from functools import lru_cache
from io import BufferedReader, BytesIO
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from claimx import __version__
from claimx.readers.inputs import RemoteError

if TYPE_CHECKING:
    from requests import Response

_AGENT = f"claimx/{__version__}"
_SECONDS = 30
_CHUNK = 2**16
# What crawlers read of a robots.txt.
_ROBOTS_BYTES = 500 * 2**10


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
    _check_robots(address)
    try:
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
    from requests import RequestException

    rules = RobotFileParser()
    try:
        with _get(f"{site}/robots.txt") as response:
            if response.ok:
                rules.parse(
                    bytes(_content(response, _ROBOTS_BYTES).read()).decode("utf-8", "replace").splitlines()
                )
            else:
                rules.parse([] if response.status_code < 500 else ["User-agent: *", "Disallow: /"])
    except RequestException as error:
        remedy = "check the address and the network"
        raise RemoteError(f"the address cannot be reached: {type(error).__name__}", remedy) from error
    return rules
