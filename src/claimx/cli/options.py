"""Arguments and options shared by commands: declarations, checks (exit code 2) and shell completion.

Options that belong together are the fields of a frozen dataclass (`InputOptions`); `grouped` gives a command
with a parameter of such a type all of its options, in a panel of the help.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, timedelta
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast, get_type_hints

import typer

from claimx.cli import console
from claimx.cli.console import set_quiet
from claimx.readers import FORMATS as INPUT_FORMATS
from claimx.readers import STDIN
from claimx.writers import FORMATS, STORES, format_of

if TYPE_CHECKING:
    from claimx.errors import ClaimxError
    from claimx.schema import Extraction, Layer
    from claimx.writers import Settings

OUTPUT_FORMATS = (*FORMATS, *STORES)
# Tables are for a terminal, and a page of HTML holds one article.
BATCH_FORMATS = tuple(name for name in OUTPUT_FORMATS if name not in ("table", "html"))
REPORT_FORMATS = ("table", "json")
SIDE_BY_SIDE_FORMATS = ("table", "json", "html")
SIDE_BY_SIDE_ENDINGS = {".html": "html", ".htm": "html", ".json": "json", ".txt": "table"}
# `claimx.schema.LAYERS`, which would load pydantic.
LAYER_NAMES = ("entities", "statements", "quantities", "dates")
# `claimx.saved.FIELDS`, which would load pydantic too.
WHERE_FIELDS = ("speaker", "unit", "what", "author", "publisher", "title")
# Panels of the help.
INPUT, READING, SELECTION, OUTPUT = "Input", "Reading", "Selection", "Output"
# The format without --format.
INFERRED = "inferred from the extension of --output, or table on a terminal and json in a pipe"
_DAYS_AGO = {"today": 0, "yesterday": 1}
# Other names that are accepted for a layer or a section of a comparison.
_SYNONYMS = {"numbers": "quantities", "quantities": "numbers", "quotes": "quotations"}


def one_of(names: Collection[str]) -> Callable[[str | None], str | None]:
    """A check that a value is one of some names."""

    def check(value: str | None) -> str | None:
        if value is not None and value not in names:
            raise typer.BadParameter(f"{value!r} is not one of {', '.join(names)}")
        return value

    return check


def all_of(names: Collection[str]) -> Callable[[str | None], str | None]:
    """A check that a value is a comma-separated list of some names; gives them in their own order."""

    def check(value: str | None) -> str | None:
        if value is None:
            return None
        chosen = {_canonical(name, names) for name in value.split(",") if name.strip()}
        if not chosen:
            raise typer.BadParameter(f"there is no name; give one or more of {', '.join(names)}")
        return ",".join(name for name in names if name in chosen)

    return check


def _canonical(written: str, names: Collection[str]) -> str:
    """The name meant by `Statements`, ` statement`, or `numbers` for `quantities`."""
    name = written.strip().lower()
    plural = f"{name.removesuffix('y')}ies" if name.endswith("y") else f"{name}s"
    for candidate in (name, plural, _SYNONYMS.get(name, ""), _SYNONYMS.get(plural, "")):
        if candidate in names:
            return candidate
    raise typer.BadParameter(f"{written.strip()!r} is not one of {', '.join(names)}")


def check_inputs(output: Path | None, paths: Sequence[str]) -> None:
    """Refuse an output file that is one of the inputs, and a second `-`."""
    if paths.count(STDIN) > 1:
        raise typer.BadParameter("- is named twice; the standard input can be read once")
    if output and output.exists() and any(Path(p).exists() and output.samefile(p) for p in paths):
        raise typer.BadParameter(f"{output} is one of the inputs; name another file with --output")


def check_no_folder(output: Path) -> None:
    """Refuse an output file that is a folder."""
    if output.is_dir():
        raise typer.BadParameter(f"{output} is a folder; name a file in it with --output")


def infer_format(output: Path | None, endings: Mapping[str, str], *, device: str = "table") -> str:
    """The format of an output by its extension; a table for a terminal, JSON for a pipe.

    `device`: the format for a named pipe or a device, which have no extension.
    """
    if output is None:
        return "table" if sys.stdout.isatty() else "json"
    if found := format_of(output, endings):
        return found
    check_no_folder(output)
    if output.exists() and not output.is_file():
        return device
    raise typer.BadParameter(
        f"{output}: the format is not clear; use one of the extensions {', '.join(endings)}, or --format"
    )


def _parse_float(value: str, least: float, most: float, wanted: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    # False for a NaN too.
    if not least <= number <= most:
        raise typer.BadParameter(f"{value!r} is not {wanted}")
    return number


def parse_probability(value: str) -> float:
    """A number from 0 to 1."""
    return _parse_float(value, 0, 1, "a number from 0 to 1")


def parse_day(value: str) -> date:
    """A day, or the day of a time: `2024-03-04`, `2024-03-04T10:00:00Z`, `4 March 2024`, `yesterday`."""
    from claimx.errors import InputError
    from claimx.metadata.days import as_day

    if (name := value.strip().lower()) in _DAYS_AGO:
        return date.today() - timedelta(days=_DAYS_AGO[name])
    try:
        day = as_day(value)
    except InputError as error:
        raise typer.BadParameter(f"{error.message}; {error.remedy}") from None
    if day is None:
        raise typer.BadParameter("there is no day; write it as YYYY-MM-DD, or like 4 March 2024")
    return day


def parse_number(value: str) -> int:
    """A whole number from 1."""
    if not value.isascii() or not value.isdigit() or not int(value):
        raise typer.BadParameter(f"{value!r} is not a whole number from 1")
    return int(value)


def parse_seconds(value: str) -> float:
    """A time in seconds, a tenth of one at least."""
    return _parse_float(value, 0.1, sys.float_info.max, "a number of seconds from 0.1")


def chosen_layers(names: str | None) -> tuple[Layer, ...]:
    """The layers in a list that `all_of` has checked; all layers if there is none."""
    return cast("tuple[Layer, ...]", tuple(names.split(",")) if names else LAYER_NAMES)


def complete_from(names: Iterable[str]) -> Callable[[str], list[str]]:
    """Shell completion: one of some names."""
    return lambda incomplete: [name for name in names if name.startswith(incomplete)]


def complete_list_from(names: Iterable[str]) -> Callable[[str], list[str]]:
    """Shell completion: one more name of a comma-separated list."""

    def complete(incomplete: str) -> list[str]:
        before, comma, last = incomplete.rpartition(",")
        given = before.split(",")
        return [f"{before}{comma}{name}" for name in names if name.startswith(last) and name not in given]

    return complete


def option(
    *names: str, help: str, metavar: str = "", default: str = "", panel: str | None = None, **settings: Any
) -> Any:
    """An option; flags have no `metavar`; `default`: what happens without it; `panel`: of the help."""
    help = f"{help} Default: {default}." if default else help
    return typer.Option(
        *names, metavar=metavar, help=help, show_default=False, rich_help_panel=panel, **settings
    )


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """The command with the options of each dataclass among its parameters in the place of that parameter."""
    hints = get_type_hints(command, include_extras=True)
    parameters: list[Parameter] = []
    groups: dict[str, Any] = {}
    for name, parameter in signature(command).parameters.items():
        members: Iterable[tuple[str, Any, Any]] = [(name, parameter.default, hints[name])]
        if is_dataclass(hints[name]):
            group = groups[name] = hints[name]
            annotations = get_type_hints(group, include_extras=True)
            members = [(field.name, field.default, annotations[field.name]) for field in fields(group)]
        parameters += [
            Parameter(member, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
            for member, default, annotation in members
        ]

    def call(**values: Any) -> None:
        for name, group in groups.items():
            values[name] = group(**{field.name: values.pop(field.name) for field in fields(group)})
        command(**values)

    call.__name__, call.__doc__, call.__module__ = command.__name__, command.__doc__, command.__module__
    call.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    call.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    return call


def choice_option(
    names: Collection[str], *option_names: str, metavar: str, help: str, **settings: Any
) -> Any:
    """One of some names."""
    check, complete = one_of(names), complete_from(names)
    return option(
        *option_names, metavar=metavar, callback=check, autocompletion=complete, help=help, **settings
    )


def list_option(names: Collection[str], *option_names: str, metavar: str, help: str) -> Any:
    """A comma-separated list of names."""
    return option(
        *option_names,
        metavar=metavar,
        callback=all_of(names),
        autocompletion=complete_list_from(names),
        help=help,
        default="all",
        panel=OUTPUT,
    )


def layers_option(verb: str, *names: str) -> Any:
    """Which layers a command is to keep, mark, …; `names`: of the option, where it has more than one."""
    help = f"Layers to {verb}: {', '.join(LAYER_NAMES)}. Example: `--only statements,quantities`."
    return list_option(LAYER_NAMES, *names, metavar="LAYERS", help=help)


def format_option(formats: Collection[str], default: str, help: str) -> Any:
    """The output format; `default`: the format without this option, in words."""
    help = f"Output format: {', '.join(formats)}. {help}"
    return choice_option(
        formats, "--format", "-f", metavar="FORMAT", help=help, default=default, panel=OUTPUT
    )


def output_option(
    example: str, *, more: str = "", lead: str = "Write to FILE", default: str = "standard output"
) -> Any:
    """A file for the output; `-` is the standard output."""
    help = f"{lead}, which is replaced only once it is complete{more}. Example: `-o {example}`."
    return option(
        "--output",
        "-o",
        metavar="FILE",
        callback=lambda path: None if path == Path("-") else path,
        help=help,
        default=default,
        panel=OUTPUT,
    )


def timeout_option(panel: str) -> Any:
    """The time that one article may take; `panel`: of the help."""
    help = "Time that one article may take. Example: `--timeout 60`."
    return option(metavar="SECONDS", parser=parse_seconds, help=help, default="600", panel=panel)


def field_option(what: str, default: str, example: str) -> Any:
    """The field of records that has the text, the title, …"""
    help = f"Field of records with {what}. Example: `{example}`."
    other = "" if default == "id" else ", or another common name"
    return option(metavar="NAME", default=f"`{default}`{other}", help=help, panel=INPUT)


Results = Annotated[
    list[str],
    typer.Argument(
        metavar="RESULTS",
        show_default=False,
        help="Output of `claimx extract` or `claimx batch` (JSON, JSON Lines, SQLite), or articles; "
        "`-` is the standard input.",
    ),
]
SideBySideFormat = Annotated[
    str | None, format_option(SIDE_BY_SIDE_FORMATS, INFERRED, "Example: `--format json`.")
]
ReportFormat = Annotated[
    str | None,
    format_option(REPORT_FORMATS, "table on a terminal and json in a pipe", "Example: `--format json`."),
]
Model = Annotated[
    str | None,
    option(
        metavar="FOLDER",
        help="Model to use. Example: `--model models/my_model`.",
        default="the model shipped with claimx",
        panel=READING,
    ),
]
MinConfidence = Annotated[
    float | None,
    option(
        metavar="P",
        parser=parse_probability,
        help="Drop statements below this confidence (0 to 1); their numbers are kept, without statement and "
        "speaker. Example: `--min-confidence 0.8`.",
        default="keep all",
        panel=READING,
    ),
]
Published = Annotated[
    date | None,
    option(
        "--date",
        metavar="DAY",
        parser=parse_day,
        help="Day of publication of the articles, from which relative dates such as `Friday` are computed. "
        "Example: `--date 2023-12-02`, `--date '2 December 2023'`, or `--date today`.",
        default="the date given in each article",
        panel=READING,
    ),
]
NoText = Annotated[
    bool, option("--no-text", help="Leave the text of the articles out of the results.", panel=OUTPUT)
]
Links = Annotated[
    bool,
    option(
        "--links",
        help="Add to each result a link that opens the article's page at its words (`#:~:text=…`), for "
        "articles whose address is known: web pages, WARC, feeds, addresses.",
        panel=OUTPUT,
    ),
]
Quiet = Annotated[
    bool,
    option("--quiet", "-q", callback=set_quiet, help="Print no warnings, notes or progress; errors only."),
]


class WriterOptions:
    """What the options of a command that writes results have in common."""

    only: str | None
    no_text: bool
    links: bool

    @property
    def settings(self) -> Settings:
        """What the writer leaves out or adds."""
        from claimx.writers import Settings

        return Settings(layers=chosen_layers(self.only), text=not self.no_text, links=self.links)


@dataclass(frozen=True)
class InputOptions:
    """How files of articles are read."""

    input_format: Annotated[
        str | None,
        choice_option(
            INPUT_FORMATS,
            metavar="FORMAT",
            default="inferred from each file's name, or its first bytes",
            help=f"Input format: {', '.join(INPUT_FORMATS)}. Example: `--input-format jsonl`.",
            panel=INPUT,
        ),
    ] = None
    text_field: Annotated[str | None, field_option("the text", "text", "--text-field body")] = None
    id_field: Annotated[str | None, field_option("an id", "id", "--id-field url")] = None
    date_field: Annotated[
        str | None, field_option("the day of publication", "published", "--date-field published_at")
    ] = None
    title_field: Annotated[str | None, field_option("the title", "title", "--title-field headline")] = None
    author_field: Annotated[str | None, field_option("the author", "author", "--author-field byline")] = None
    publisher_field: Annotated[
        str | None, field_option("the publisher", "publisher", "--publisher-field source")
    ] = None

    @property
    def names(self) -> dict[str, str]:
        """Field of an article -> its name in the records, where that is another."""
        names = {field.name.removesuffix("_field"): getattr(self, field.name) for field in fields(self)[1:]}
        names["published"] = names.pop("date")
        return {field: name for field, name in names.items() if name is not None}

    def results(self, paths: Iterable[str], model: str | None) -> Iterator[Extraction | ClaimxError]:
        """The results in files, and those of articles, which the model reads; errors in their place."""
        from claimx.readers import NO_ARTICLE
        from claimx.saved import read_results

        passed_over: list[str] = []
        yield from read_results(
            paths, model=model, input_format=self.input_format, fields=self.names, passed_over=passed_over
        )
        console.note_passed_over(passed_over, NO_ARTICLE)


def parse_condition(value: str) -> tuple[str, str]:
    """`speaker=Rita Moura`: a field and the words that its value contains."""
    name, equals, words = value.partition("=")
    name = name.strip().lower()
    if not equals or name not in WHERE_FIELDS or not any(letter.isalnum() for letter in words):
        raise typer.BadParameter(f"{value!r} is not FIELD=WORDS with one of {', '.join(WHERE_FIELDS)}")
    return name, words


def check_conditions(values: list[str] | None) -> list[str]:
    """Conditions, no two of them for the same field."""
    names = [parse_condition(value)[0] for value in values or ()]
    for name in names:
        if names.count(name) > 1:
            raise typer.BadParameter(f"{name} is given twice; one set of words is possible for each field")
    return values or []


@dataclass(frozen=True)
class Narrowing:
    """Which articles and results are kept."""

    ids: Annotated[
        list[str] | None,
        option(
            "--id",
            metavar="ID",
            help="Keep the article with this id; may be repeated. Example: `--id truce --id chips`.",
            default="keep all",
            panel=SELECTION,
        ),
    ] = None
    since: Annotated[
        date | None,
        option(
            metavar="DAY",
            parser=parse_day,
            help="Keep articles that are known to be published on this day or later. "
            "Example: `--since 2024-03-04`.",
            default="keep all",
            panel=SELECTION,
        ),
    ] = None
    where: Annotated[
        list[str] | None,
        option(
            metavar="FIELD=WORDS",
            callback=check_conditions,
            help="Keep what a speaker claims, numbers with a unit or about a thing, or the articles of an "
            f"author, a publisher or with a title; may be repeated. Fields: {', '.join(WHERE_FIELDS)}. "
            "Example: `--where speaker=Marwick`.",
            default="keep all",
            panel=SELECTION,
        ),
    ] = None

    def narrow(self, results: Iterable[Extraction | ClaimxError]) -> Iterator[Extraction | ClaimxError]:
        """The results that are kept, and the errors among them."""
        from claimx.saved import Selection

        where = dict(map(parse_condition, self.where or ()))
        return Selection(tuple(self.ids or ()), self.since, where).narrow(results)
