"""Articles in, extractions out, and the model that reads them: what the command line does, from Python."""

from __future__ import annotations

import ctypes
import logging
import re
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import lru_cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from threading import TIMEOUT_MAX, Timer, current_thread, get_ident, main_thread
from typing import TYPE_CHECKING

from claimx.article import Article, label, time_limit
from claimx.errors import ArticleError, InputError, ModelError, WrongTypeError, check_type
from claimx.metadata.days import as_day
from claimx.pipeline.records import assemble, head_of, register_extensions
from claimx.schema import Extraction, ModelInfo, check_probability, keep_confident

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# What a day of publication may be given as: see `claimx.metadata.days.as_day`.
Published = date | str | float | None

# The fields of an article that hold text, and whether each must.
_TEXTS = {"text": True, "id": True, "title": False, "author": False, "publisher": False, "url": False}

_logger = logging.getLogger(__name__)

# Texts of a batch are read through the encoder together; more than this gains nothing and takes memory.
_BATCH_CHARACTERS = 200_000


def extract(
    text: str,
    *,
    published: Published = None,
    title: str | None = None,
    author: str | None = None,
    publisher: str | None = None,
    id: str = "text",
    min_confidence: float | None = None,
    timeout: float | None = None,
    nlp: Language | None = None,
) -> Extraction:
    """Read one article.

    Args:
        text: the article. Offsets in the result are Unicode code points into it, end exclusive.
        published: the day it was published, which relative dates (`Friday`) count from: a `date`, `datetime`
            or pandas `Timestamp`, or a string (`2023-12-02`, `2023-12-02T10:00Z`, `2 December 2023`). What
            is not given here is read from the head of the text, if it is there; None, NaN and NaT give none.
        title: its title.
        author: who wrote it.
        publisher: who published it.
        id: what to call it in the result.
        min_confidence: how sure a statement must be to be kept, from 0 to 1; by default all are. Quantities
            are kept, but without a statement and a source where those are left out.
        timeout: how many seconds it may take, or, of a text of more than 2.5 million characters, each 2.5
            million of them; by default as long as it does.
        nlp: the pipeline to read it with; by default the model that comes with claimx.

    Raises:
        WrongTypeError: an argument is of another type; it is an `InputError` and a `TypeError`.
        InputError: the text or what is given with it holds unpaired surrogates, `published` is not a day,
            `min_confidence` not a probability, or `timeout` not above 0.
        ArticleError: the pipeline failed on this text, or took longer than `timeout`.
        ModelError: the model cannot be loaded.
    """
    article = Article(
        id=id,
        text=text,
        title=title,
        author=author,
        publisher=publisher,
        published=as_day(published),
    )
    (result,) = extract_articles([article], nlp, min_confidence=min_confidence, timeout=timeout)
    if isinstance(result, Extraction):
        return result
    raise result


def extract_articles(
    articles: Iterable[Article],
    nlp: Language | None = None,
    *,
    batch_size: int = 32,
    min_confidence: float | None = None,
    timeout: float | None = None,
    on_doc: Callable[[Doc], object] | None = None,
) -> Iterator[Extraction | ArticleError | InputError]:
    """Read articles as they come, and give what was read of each, in the same order.

    An article that cannot be read gives its error, not raised, in its place; the others are still read.

    Args:
        articles: the articles, of which no more than a batch is held at a time.
        nlp: the pipeline to read them with; by default the model that comes with claimx.
        batch_size: how many articles go through the pipeline together at the most.
        min_confidence: as in `extract`.
        timeout: as in `extract`, for each article. Articles of a batch that take longer together are read one
            by one.
        on_doc: a function that is called with the `Doc` of each article right before its extraction is given;
            `claimx.explain.explain` reads from it why the article was read so.

    Raises:
        WrongTypeError: an argument, or an item of `articles`, is of another type.
        InputError: `min_confidence` is not a probability, or `timeout` or `batch_size` not above 0.
        ModelError: the model cannot be loaded.
    """
    least = check_probability(min_confidence)
    _check_arguments(articles, batch_size, timeout, on_doc)
    nlp = _pipeline(nlp)
    model = ModelInfo(name=f"{nlp.lang}_{nlp.meta['name']}", version=nlp.meta["version"])
    for batch in _batches(map(_checked, articles), batch_size):
        docs = iter(_read_batch([item for item in batch if isinstance(item, Article)], nlp, timeout))
        for article in batch:
            doc = article if isinstance(article, InputError) else next(docs)
            if isinstance(doc, Exception):
                yield doc
                continue
            assert isinstance(article, Article)
            if on_doc is not None:
                on_doc(doc)
            language = detect_language(article.text)
            extraction = assemble(doc, _completed(article, doc), model=model, language=language)
            yield extraction if least is None else keep_confident(extraction, least)


def make_doc(text: str, *, published: Published = None, nlp: Language | None = None) -> Doc:
    """A `Doc` with its day of publication, to be read by `nlp(doc)` or `nlp.pipe(docs)`.

    `doc._.entities`, `statements`, `quantities` and `dates` then hold the records of
    `claimx.pipeline.records`, and `doc.spans` the groups `claimx_entities`, `claimx_statements`,
    `claimx_sources`, `claimx_cues`, `claimx_quantities` and `claimx_dates`.

    Args:
        text: the article.
        published: as in `extract`; by default it is read from the head of the text.
        nlp: the pipeline that is to read the `Doc`; by default the model that comes with claimx.

    Raises:
        WrongTypeError: an argument is of another type.
        InputError: `published` is not a day.
        ModelError: the model cannot be loaded.
    """
    nlp = _pipeline(nlp)
    article = _checked(Article(id="text", text=text, published=as_day(published)))
    if isinstance(article, InputError):
        raise article
    return _make_doc(article, nlp)


def _pipeline(nlp: Language | None) -> Language:
    """The pipeline that is given, or that of the model that comes with claimx."""
    from spacy.language import Language

    if nlp is None:
        nlp = load()
    check_type(nlp, Language, "nlp", "give what claimx.load() returns, or leave it out")
    register_extensions()
    return nlp


def _check_arguments(articles: object, batch_size: object, timeout: object, on_doc: object) -> None:
    if isinstance(articles, Article) or not isinstance(articles, Iterable):
        kind = type(articles).__name__
        raise WrongTypeError(f"articles must be several, not one {kind}", "give a list: [article]")
    check_type(batch_size, int, "batch_size", "give a whole number from 1")
    check_type(timeout, (int, float, type(None)), "timeout", "give a number of seconds above 0, or None")
    if on_doc is not None and not callable(on_doc):
        kind = type(on_doc).__name__
        raise WrongTypeError(f"on_doc must be a function, not {kind}", "give a function of a Doc, or None")
    for name, value in (("batch_size", batch_size), ("timeout", timeout)):
        # Written so that NaN does not pass.
        if isinstance(value, int | float) and not value > 0:
            raise InputError(f"{name} must be above 0, not {value}", "give a larger number, or leave it out")


def _checked(article: Article) -> Article | InputError:
    """The article with texts and a day of publication of the right types, or what is wrong with it.

    Raises:
        WrongTypeError: it is no `Article`.
    """
    if not isinstance(article, Article):
        raise WrongTypeError(
            f"an article must be a claimx.Article, not a {type(article).__name__}",
            "make one: claimx.Article(id='a1', text='…')",
        )
    for field, needed in _TEXTS.items():
        value: object = getattr(article, field)
        if not isinstance(value, str) and (needed or value is not None):
            name = label(str(article.id), article.path)
            message = f"{name}: the {field} must be a str, not a {type(value).__name__}"
            remedy = "decode bytes, and leave out articles without a text"
            return WrongTypeError(message, remedy if field == "text" else "give a str, or None")
    if type(article.text) is not str:
        # Tokenizers take no subclass, such as `numpy.str_`.
        article = replace(article, text="".join(article.text))
    if article.published is None or type(article.published) is date:
        return article
    try:
        return replace(article, published=as_day(article.published))
    except InputError as error:
        return error


def _batches(
    articles: Iterable[Article | InputError], batch_size: int
) -> Iterator[list[Article | InputError]]:
    batch: list[Article | InputError] = []
    characters = 0
    for article in articles:
        batch.append(article)
        characters += len(article.text) if isinstance(article, Article) else 0
        if len(batch) == batch_size or characters >= _BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _completed(article: Article, doc: Doc) -> Article:
    """The article, completed with what its own head says; what was known before stays."""
    head = head_of(doc)
    return replace(
        article,
        title=article.title or head.title,
        author=article.author or head.author,
        publisher=article.publisher or head.publisher,
        published=article.published or head.published,
        dateline=article.dateline or head.dateline,
    )


def _read_batch(
    batch: list[Article], nlp: Language, timeout: float | None
) -> list[Doc | ArticleError | InputError]:
    limit = timeout and min(time_limit(timeout, sum(len(a.text) for a in batch)), TIMEOUT_MAX)
    cause: Exception
    try:
        with _ended_after(limit):
            docs = [_make_doc(article, nlp) for article in batch]
            return list(nlp.pipe(docs, batch_size=len(docs)))
    except _TimeIsUp:
        cause = TimeoutError(f"reading took longer than {limit:g} seconds")
    except Exception as raised:  # whatever a component raises, the other articles are still read
        cause = raised
    if len(batch) > 1:
        _logger.debug("a batch of %d articles failed; reading them one by one", len(batch), exc_info=cause)
        return [doc for article in batch for doc in _read_batch([article], nlp, timeout)]
    return [_failure(batch[0], cause)]


class _TimeIsUp(BaseException):
    """The time limit is over. No `Exception`, which a component may catch."""


@contextmanager
def _ended_after(seconds: float | None) -> Iterator[None]:
    """Raise `_TimeIsUp` in a block that takes longer.

    In the main thread, a signal ends what Python and its search for patterns do. In others, and without
    signals, the exception comes at the next step of Python.
    """
    if seconds is None:
        yield
    elif current_thread() is main_thread() and hasattr(signal, "setitimer"):

        def stop(number: int, frame: object) -> None:
            raise _TimeIsUp

        handler = signal.signal(signal.SIGALRM, stop)
        before = signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, *before)
            signal.signal(signal.SIGALRM, handler)
    else:
        raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
        thread = ctypes.c_ulong(get_ident())
        timer = Timer(seconds, raise_in, (thread, ctypes.py_object(_TimeIsUp)))
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()
            # Take back what has not been raised yet.
            raise_in(thread, None)


def _make_doc(article: Article, nlp: Language) -> Doc:
    for known in (article.id, article.title, article.author, article.publisher):
        (known or "").encode()
    doc = nlp.make_doc(article.text)
    doc._.published = article.published or head_of(doc).published
    return doc


def _failure(article: Article, cause: Exception) -> ArticleError | InputError:
    name = label(article.id, article.path)
    if isinstance(cause, UnicodeEncodeError):
        return InputError(
            f"{name}: the text, or what is given with it, holds unpaired surrogates, which are no characters",
            "replace them: text.encode('utf-16', 'surrogatepass').decode('utf-16', 'replace')",
        )
    if isinstance(cause, TimeoutError):
        remedy = "look for what is special about the article, or allow more time"
        return ArticleError(f"{name}: {cause}", remedy)
    error = ArticleError(
        f"{name}: reading failed: {type(cause).__name__}: {cause}",
        "this is a fault of claimx; please report it with the article",
    )
    error.__cause__ = cause
    return error


ENGLISH = "en"

# The detector is sure of itself on a few words, and wrong about them: headlines, names, numbers.
_SAMPLE_CHARACTERS = 4000
_FEWEST_BYTES = 100
_LETTERS = re.compile(r"[^\W\d_]+")


def detect_language(text: str) -> str:
    """The ISO 639 code of the language `text` seems to be in, judged by its beginning.

    A text with too few words to tell is taken to be English, the language claimx reads.
    """
    import gcld3

    # Figures, signs and control characters mislead the detector.
    sample = " ".join(_LETTERS.findall(text[:_SAMPLE_CHARACTERS]))
    size = len(sample.encode("utf-8"))
    if size < _FEWEST_BYTES:
        return ENGLISH
    result = gcld3.NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=size).FindLanguage(sample)
    return str(result.language) if result.is_reliable else ENGLISH


SHIPPED_MODEL = "en_claimx_news"

_COMPONENTS = ("encoder", "syntax", "entities", "dates", "statements", "quantities")


def load(model: str | Path | None = None, *, threads: int = 0) -> Language:
    """The spaCy pipeline that reads articles; a second call for the same model returns the same object.

    Args:
        model: the folder of a pipeline, or the name of an installed pipeline package; None for the
            model that comes with claimx.
        threads: how many threads the encoder reads with; 0 is one for every core the process may use.

    Raises:
        WrongTypeError: an argument is of another type.
        ModelError: there is no such model, or it cannot be loaded.
    """
    remedy = "give the folder or the name of a pipeline, or leave it out"
    check_type(model, (str, Path, type(None)), "model", remedy)
    check_type(threads, int, "threads", "give a whole number, 0 for one for every core")
    if threads < 0:
        raise InputError(f"threads must not be below 0, but is {threads}", "give 0 for one for every core")
    return _load(str(shipped_model() if model is None else model), threads)


def shipped_model() -> Path:
    """The folder of the model that comes with claimx: inside the package where claimx was installed
    from a wheel, else in the checkout that the package is run from.

    Raises:
        ModelError: it is in neither place.
    """
    package = Path(str(files("claimx")))
    places = [package / "models" / SHIPPED_MODEL, package.parents[1] / "models" / SHIPPED_MODEL]
    for place in places:
        if (place / "config.cfg").is_file():
            return place
    raise ModelError(
        f"the model {SHIPPED_MODEL} is not part of this installation (looked in {places[0]} and {places[1]})",
        "install claimx again from a wheel or a complete checkout, or name a model with --model",
    )


@lru_cache(maxsize=4)
def _load(model: str, threads: int) -> Language:
    import spacy

    for component in _COMPONENTS:
        # Declares the factories also where claimx is run without being installed.
        import_module(f"claimx.pipeline.{component}.component")
    try:
        nlp = spacy.load(model, config={"components.claimx_encoder.threads": threads} if threads else {})
    except Exception as error:  # whatever a library says about a damaged file
        # spaCy's error for a name that is neither a folder nor a package.
        reason = "there is no such folder or package" if "[E050]" in str(error) else error
        raise ModelError(
            f"the model {model} cannot be loaded: {reason}",
            "give the folder of a spaCy pipeline, or leave --model out for the one that comes with claimx",
        ) from error
    # spaCy's limit protects parsers whose memory grows with the text; this pipeline reads in windows.
    nlp.max_length = sys.maxsize
    return nlp
