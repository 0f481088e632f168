"""The regular expressions that calendar expressions are read with, each anchored where it is tried.

A pattern is written with the parts named in `parts` (`<MONTH>`) and a space for any gap between
words; `pattern` puts them in and compiles it once. Groups have the same names everywhere: `month`, `day`, ...
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from claimx.pipeline.dates.lexicon import lexicon
from claimx.text import patterns
from claimx.text.patterns import GAP


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of `words`; a space stands for any gap, ' for either apostrophe."""
    return patterns.any_of(words, GAP).replace("'", "['’]")


def year_words(cardinals: Mapping[str, float]) -> str:
    """A year in words: nineteen eighty-six, twenty twelve, two thousand and fifteen."""
    number = any_of(word for word in cardinals if " " not in word and len(word) > 2)
    teen_or_ten = any_of(word for word, value in cardinals.items() if value >= 10)
    return (
        rf"(?P<year_words>(?:(?:nineteen|eighteen)[-\s](?:oh[-\s])?{number}|twenty[-\s]{teen_or_ten}"
        rf"|two\sthousand(?:(?:\sand)?\s{number})?)(?:[-\s]{number})?)\b"
    )


@cache
def parts() -> dict[str, str]:
    """The parts that patterns are made of, each written `<NAME>` in a pattern."""
    words = lexicon()
    # Only short forms take a full stop: a sentence may end with `July.`
    full_months = [month for month in words.months if len(month) > 4 or month in ("may", "june", "july")]
    units = r"(?P<unit>day|week|weekend|month|quarter|year|decade|century)"
    # '87, and after `of` also 87 where the sentence or a part of it ends.
    short_year = r"(?:['’‘]|(?<=\bof\s)(?=\d\d\s*(?:[.,;:!?)]|$)))(?P<short>\d\d)(?!\w|[.,]\d|%)"
    return {
        # Digits may follow without a space: Dec31
        "MONTH": rf"(?P<month>{any_of(full_months)}(?![^\W\d])|{any_of(words.months)}(?![^\W\d])\.?)",
        "WEEKDAY": rf"(?P<weekday>{any_of(words.weekdays)})\b",
        "DAY": r"(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\w%$°]|[.:,/]\d)",
        "ORDINAL_DAY": rf"(?P<ordinal>{any_of(words.ordinals)})\b",
        "ORDINAL": rf"(?:(?P<ordinal>{any_of(words.ordinals)})|(?P<number>\d{{1,2}})(?:st|nd|rd|th))\b",
        "YEAR": r"(?:(?P<year>(?:1\d|20|21)\d\d)(?!\w|[.,]\d|%)|"
        + year_words(words.cardinals)
        + rf"|{short_year}|(?P<which_year>last|this|next)[^\S\r\n]year\b)",
        "PART": rf"(?P<part>{any_of(words.day_parts)})\b",
        "YEAR_WORDS": year_words(words.cardinals),
        "SEASON": rf"(?P<season>{any_of(words.seasons)})\b",
        "UNIT": units,
        "CARDINAL": rf"(?:{any_of(words.cardinals)})(?:[-\s](?:{any_of(words.cardinals)}))?",
        "HOLIDAY": rf"(?P<holiday>{any_of(words.holidays)})(?!\w)",
        "DECADE": rf"(?P<decade>{any_of(words.decades)})\b",
        "TO": rf"(?:{GAP}?[-–—]{GAP}?|{GAP}(?:to|through|thru|until|till|and|or|&){GAP}(?:the{GAP})?)",
        "BARE_DAY": r"\d{1,2}(?:st|nd|rd|th)?",
        "ZONE": rf"(?:{GAP}?\(?{any_of(words.words['time_zones'])}\b\)?)?",
    }


# How many units, wherever a word may begin; brackets are what editors put around what they add.
COUNT = r"(?:(?<=[\s(\[“\"'‘—–-])|^)\[?(?P<count>\d{1,4}|<CARDINAL>)\]?(?P<half> and a half)?(?: |-)"

PATTERNS: dict[str, str] = {
    # 2023-12-02, 2023/12/02, 2023-12-02T14:30:00Z
    "iso": r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d|[-/.]\d)"
    r"(?:(?:T| )(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::\d\d(?:\.\d+)?)?"
    r"(?:Z|[+-]\d\d:?\d\d)?(?!\w))?",
    # 2023/Dec/2, 2023-2-Dec
    "year_month_day": r"(?P<year>\d{4})(?P<sep>[-/])<MONTH>(?P=sep)<DAY>",
    "year_day_month": r"(?P<year>\d{4})(?P<sep>[-/])<DAY>(?P=sep)<MONTH>",
    # 12/2023, 2023-12
    "month_number": r"(?P<number>0?[1-9]|1[0-2])[-/](?P<year>(?:19|20)\d\d)(?!\w|[-/.,:]\d|%)",
    "number_of_year": r"(?P<year>(?:19|20)\d\d)[-/](?P<number>0[1-9]|1[0-2])(?!\w|[-/.,:]\d|%)",
    # 12/2/2023, 2.12.2023, 12-2-23; another one may follow after a hyphen
    "numeric": r"(?P<first>\d{1,2})(?P<sep>[/.-])(?P<second>\d{1,2})(?P=sep)"
    r"(?P<year>\d{4}|\d\d)(?!\w|[/.]\d|-(?!\d{1,2}[/.-]\d{1,2}[/.-]\d\d)\d)",
    # 9/15, only where something else says that it is a date, such as the year behind it
    "slashed": r"(?P<first>\d{1,2})/(?P<second>\d{1,2})(?:, ?(?P<year>20\d\d)(?!\w|[.,:]\d|%)"
    r"|(?!\w|[/.]\d|-(?!\d{1,2}/)\d))",
    # 4 May 2021, 4th of May, fourth of July
    "day_month": r"(?:<DAY>|<ORDINAL_DAY>)(?: |[-/])(?:(?:day )?of )?(?:the )?<MONTH>"
    r"(?:(?:,? |[-/]|,)(?:(?:of|in) )?<YEAR>)?",
    # May 4, May 4th, 2021; June 16 of last year
    "month_day": r"<MONTH>(?: |[-/])?(?:the )?(?:<DAY>|<ORDINAL_DAY>)"
    r"(?:(?: ?, ?| |-)(?:(?:of|in) )?<YEAR>)?",
    # May 2021, May of last year, Dec-2018
    "month": r"<MONTH>(?!\d)(?:(?: ?,? |-)(?:(?:of|in) )?<YEAR>)?",
    "weekday": r"<WEEKDAY>\.?",
    # Monday 21
    "weekday_number": r" (?P<day>\d{1,2})(?=\s*(?:[,;!?)]|\.(?!\d)|$)|\s(?:at|between|from)\s)",
    # first Monday in October, last day of the month, second week of 2021, week 3 of 2021
    "nth": r"(?:(?:<ORDINAL>|(?P<last>last|final)) (?:full )?"
    r"(?:(?P<part>day|week|month|quarter|half)|<WEEKDAY>)|(?P<part2>week) (?P<number2>\d{1,2})) (?:of|in) ",
    "the_whole": r"the (?P<unit>week|month|quarter|year)\b",
    "week_with": r"(?:week (?:of|beginning|starting|commencing)|w/c) (?:on )?",
    "day_part": r" <PART>(?![-\w])",
    "of_week": r",? (?:of )?(?P<which>last|this|next) week\b",
    "week_day": r" (?:on )?<WEEKDAY>",
    "part_of": r"<PART> (?:of|on) ",
    "deictic": r"(?P<word>today|tonight|tonite|yesterday|tomorrow)\b",
    "last_night": r"(?P<which>last|this) <PART>",
    "around_day": r"day (?P<side>after tomorrow|before yesterday)\b",
    "which_unit": r"(?P<which>this (?:past|coming)|last|this|next|past|coming|previous|following|same"
    r"|that same|that)(?: (?:coming|current|calendar|fiscal|working))? (?:<UNIT>|<PART>)"
    r"(?:\b|(?<=this.year)(?=s\b))(?!-(?!end))",
    "which_day": r"(?P<which>this (?:past|coming|upcoming)|last|this|next|past|coming|upcoming|previous"
    r"|following) (?:<WEEKDAY>|<MONTH>|<SEASON>|<HOLIDAY>)",
    "day_beside": r"day (?P<side>before|after)\b",
    "weekend": r"weekend\b",
    "end_of": r"(?:end|beginning|start|middle|close|rest|remainder|remaining) of (?:the )?"
    r"(?P<unit>week|month|quarter|year|decade|century)\b",
    "to_date": r"(?P<unit>year|quarter|month|week) to date\b",
    "years_end": r"(?P<unit>year|month|week)(?:['’]s |-| )end\b",
    "later_in": r"(?:earlier|later|late|early) in the (?P<unit>week|month|year|decade|century)\b",
    "century": r"<ORDINAL>(?: |-)century\b",
    "decade": r"(?:(?P<year>(?:1\d|20)\d0)(?:['’]?| )s\b|(?P<digit>[2-9])0['’]?s\b)",
    "decade_word": r"(?:(?P<teens>nineteen|eighteen)[-\s])?<DECADE>",
    "part_of_year": r"<ORDINAL>(?: |-)(?P<unit>quarter|half)\b"
    r"(?:,? (?:(?:of|in) )?(?:(?:fiscal|the) )?(?:<YEAR>|(?P<the_year>year)\b))?",
    "years_part": r"(?:(?P<which_year>last|this|next) year|(?P<year>(?:19|20)\d\d))['’]s <ORDINAL>"
    r" (?P<unit>quarter|half)\b",
    "coded_quarter": r"(?:(?P<kind>[QH])(?P<number>[1-4])|(?P<number2>[1-4])(?P<kind2>[QH]))(?!\w)"
    r"(?:(?: |-|(?=['’‘]))(?:(?:of|in) )?<YEAR>)?",
    "year_quarter": r"(?P<year>(?:19|20)\d\d)(?: |-)?(?P<kind>[QH])(?P<number>[1-4])(?!\w)",
    "season": r"<SEASON>(?:,? (?:(?:of|in) )?<YEAR>)?",
    "holiday": r"<HOLIDAY>(?P<weekend> weekend\b)?(?:,? (?:(?:of|in) )?<YEAR>(?P<weekend2> weekend\b)?)?",
    "year_words": r"<YEAR_WORDS>",
    "year": r"(?P<year>[12]\d\d\d)(?!\w|[.,:]\d|/(?!(?:\d\d)?\d\d(?!\w|[/.,:-]\d))\d|%|°| (?:BCE?|B\.C\.))",
    "short_year": r"(?P<short>\d\d)(?!\w|[.,:/]\d|%)",
    "over_next": r"(?P<unit>week|weekend|month|year) (?:after (?P<next>next)|before last)\b",
    "day_of_month": r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)|<ORDINAL_DAY>)\b"
    r"(?: (?:day )?of (?P<which>the|this|next|last) month\b)?",
    "in_part": r" in the <PART>",
    "fiscal": r"[FC]Y[-'’]? ?(?:(?P<year>20\d\d|19\d\d)|(?P<short>\d\d))(?!\w)",
    "clock": r"(?:(?P<hour>0?[1-9]|1[0-2])(?:[:.](?P<minute>[0-5]\d))?[^\S\r\n]?(?P<half>[ap])\.?"
    r"[^\S\r\n]?m\b\.?"
    r"|(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d)(?::[0-5]\d)?(?![\d:]|[^\S\r\n]?[ap]\.?m\b)"
    r"|(?P<hour12>\d{1,2}) o['’]?clock)(?!\w)<ZONE>",
    "named_hour": r"(?P<hour>noon|midnight)\b<ZONE>",
    # a second day of the same month: Sept. 27-29, Jan. 3 and 4, June 1, 2 and 5
    "next_day": r"(?:<TO>|, (?=<BARE_DAY>(?:, <BARE_DAY>)*,? (?:and|or|&) \d))"
    r"(?P<shown>(?P<day>\d{1,2})(?:st|nd|rd|th)?(?![\w%:/]|[.,]\d)|<ORDINAL_DAY>)"
    r"(?P<year>,? (?:19|20)\d\d\b)?"
    r"(?=\s*$|[.,;:)\]]|\s(?:[-–—]|(?:in|at|for|of|with|on|to|and|or|when|as|through|until)\b)|['’-])",
    # the day before it, where the month is written once at the end: 27-29 September
    "first_day": r"(?<![\w.,:/$-])(?P<shown>(?P<day>\d{1,2})(?:st|nd|rd|th)?|<ORDINAL_DAY>)"
    r"(?:<TO>|, (?:the )?)$",
    # joints between a day and its time
    "then_time": r",? (?:(?:shortly|just) )?(?:(?:at|around|about|from|by|after|before) )?"
    r"(?=\d|noon|midnight)",
    "then_day": r",? (?:on )?(?:(?:the|a) )?",
    # counted from now, read backwards from the word after it
    "counting": r"(?P<last>ago|hence|now|later|earlier)\b",
    "ago_today": r" today\b",
    "counted": COUNT
    + r"(?P<unit>day|week|fortnight|month|year|decade|century|centurie)s?(?: (?P<from>from))? $",
    "from_day": "(?:" + COUNT + r"(?P<unit>day|week|fortnight|month|year)s? (?P<side>from|before|after)"
    r"|(?<![\w-])(?P<next>day) (?P<side2>before|after)) $",
    "in_units": r"in (?P<count>\d{1,3}|<CARDINAL>) (?P<unit>day|week|fortnight|month|year|decade)s?\b",
}


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The compiled pattern of that name."""
    known = parts()
    text = re.sub(r"<([A-Z_]+)>", lambda part: known[part.group(1)], PATTERNS[name].replace(" ", GAP))
    return re.compile(text, re.IGNORECASE)
