"""Rules for dates written with a day number, month or year: `Dec. 2, 2023`, `12/2/2023`, `May 2021`."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from claimx.pipeline.dates import filters
from claimx.pipeline.dates.calendar import Period, Unit, containing, day_of, lexicon
from claimx.pipeline.dates.grammar import DateMatch, Rule
from claimx.pipeline.dates.resolve import DayOfMonth, Expression, Fixed, Month, MonthDay, ShortDecade

# Years between the ends of a range such as `1850-2010`; numbers farther apart are no range of years.
LONGEST_RANGE = 200
# What follows a number that counts: not a word that can follow a day.
COUNTED = re.compile(r"\s(?!(?:and|or|to|at|on|for|with|when|as|but|through|until|after|before)\b)[a-z]{2,}")
# What follows a year that is written in digits, so that the digits are not a part of something else.
_YEAR_END = r"(?!\w|[-/.,:]\d|%)"


def fixed(period: Period | None) -> Fixed | None:
    """An expression for a period that the calendar has."""
    return Fixed(period) if period else None


def beginning(unit: Unit, year: int) -> Fixed:
    """The period of `unit` in which a year begins."""
    return Fixed(containing(unit, date(year, 1, 1)))


def iso_day(m: DateMatch) -> Expression | None:
    """Year, month and day in this order, perhaps with a time."""
    time = f"T{int(m['hour']):02d}:{m['minute']}" if m["hour"] else ""
    return fixed(day_of(int(m["year"]), int(m["number"]), int(m["day"]), time))


def numeric_day(m: DateMatch) -> Expression | None:
    """The month first, unless it cannot be, full stops part the numbers, or the article shows otherwise."""
    first, second = int(m["first"]), int(m["second"])
    day_first = first > 12 or (second <= 12 and (m.source.day_first or m["sep"] == "."))
    month, day = (second, first) if day_first else (first, second)
    return fixed(day_of(m.year, month, day)) if isinstance(m.year, int) else None


def slashed_day(m: DateMatch) -> Expression | None:
    """The month first, unless it cannot be, or the article shows otherwise."""
    first, second = int(m["first"]), int(m["second"])
    month, day = (second, first) if first > 12 or m.source.day_first else (first, second)
    return MonthDay(month, day, m.year) if day_of(2000, month, day) else None


def month_day(m: DateMatch) -> Expression | None:
    """A named month and its day, which some year has."""
    text, end = m.source.text, m.match.end()
    if m.year is None and m["day"] and m.before("in ") and COUNTED.match(text, end):
        return None  # `in May 12 shops were robbed`
    valid = m.is_month_name and day_of(2000, m.month, m.day)
    return MonthDay(m.month, m.day, m.year, direction=m.direction) if valid else None


def day_after_year(m: DateMatch) -> Expression | None:
    """The day behind its year."""
    day = m.then.expression if m.then else None
    return replace(day, year=int(m["year"])) if isinstance(day, MonthDay) and not day.year else None


def day_after_weekday(m: DateMatch) -> Expression | None:
    """The day behind a weekday, which helps to find its year or month."""
    if m.then is None:
        return DayOfMonth(m.day, m.weekday)
    day = m.then.expression
    return replace(day, weekday=m.weekday) if isinstance(day, MonthDay | DayOfMonth) else day


def day_of_month(m: DateMatch) -> Expression | None:
    """A day of a month that is not named."""
    months = {"the": 0, "this": 0, "next": 1, "last": -1}
    return DayOfMonth(m.day, month=months.get(m["which"])) if 1 <= m.day <= 31 else None


def next_day(m: DateMatch) -> Expression | None:
    """A later day of the month of the day before it: `Sept. 27-29`."""
    first = m.first.expression if m.first else None
    if not isinstance(first, MonthDay) or first.year is not None or not first.day < m.day <= 31:
        return None
    return replace(first, day=m.day, year=m.year, weekday=None)


def previous_day(m: DateMatch) -> Expression | None:
    """An earlier day of the month of the day after it: `27-29 September`."""
    last = m.then.expression if m.then else None
    if not isinstance(last, MonthDay) or not 0 < m.day < last.day:
        return None
    return replace(last, day=m.day, weekday=None)


def month(m: DateMatch) -> Expression | None:
    """A month, with its year where one is stated."""
    return Month(m.month, m.year) if m.is_month_name or not m["which_year"] else None


def year(m: DateMatch) -> Expression | None:
    """A year in digits or words."""
    return beginning("year", m.year) if isinstance(m.year, int) and m.year > 0 else None


def second_year(m: DateMatch) -> Expression | None:
    """The other end of `2014-2018` and `2014-15`, at most so many years later."""
    first = m.first.expression if m.first else None
    if not isinstance(first, Fixed):
        return None
    begin, written = first.period.start.year, m["year"]
    end = int(written) if len(written) == 4 else begin // 100 * 100 + int(written)
    return beginning("year", end) if begin < end <= begin + LONGEST_RANGE else None


def decade(m: DateMatch) -> Expression | None:
    """The decade of a year; `1800s` is the century."""
    start = int(m["year"])
    return beginning("century" if start % 100 == 0 and start < 2000 else "decade", start)


MONTH_DAYS = ("month_day", "day_month", "year_month_day")

RULES = (
    Rule(
        "iso",
        r"(?P<year>\d{4})(?P<sep>[-/.])(?P<number>\d{1,2})(?P=sep)(?P<day>\d{1,2})(?!\d|[-/.]\d)"
        r"(?:(?:T| )(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::\d\d(?:\.\d+)?)?"
        r"(?:Z|[+-]\d\d:?\d\d)?(?!\w))?",
        iso_day,
        day=True,
        in_names=True,
        examples={
            "It is dated [2022-12-02].": "2022-12-02",
            "Logged at [2022-12-02T14:30:00Z] by the pilot.": "2022-12-02T14:30",
            "The ledger of [1987-10-19] lists the losses.": "1987-10-19",
            "The firmware was signed [2023/07/05].": "2023-07-05",
        },
        counter_examples=("The server's address is 192.168.10.12.",),
    ),
    Rule(
        "numeric",  # another one may follow after a hyphen
        r"(?P<first>\d{1,2})(?P<sep>[/.-])(?P<second>\d{1,2})(?P=sep)"
        r"(?P<year>\d{4}|\d\d)(?!\w|[/.]\d|-(?!\d{1,2}[/.-]\d{1,2}[/.-]\d\d)\d)",
        numeric_day,
        day=True,
        in_names=True,
        examples={
            "It is dated [12/2/2022].": "2022-12-02",
            "It is dated [31/12/2022].": "2022-12-31",
            "It is dated [02.12.2022].": "2022-12-02",
        },
    ),
    Rule(
        "slashed",
        r"(?P<first>\d{1,2})/(?P<second>\d{1,2})"
        r"(?:, ?(?P<year>20\d\d)(?!\w|[.,:]\d|%)|(?!\w|[/.]\d|-(?!\d{1,2}/)\d))",
        slashed_day,
        accept=filters.slashed,
        in_names=True,
        atomic=True,
        examples={
            "They met on [9/15].": "2023-09-15",
            "They met on [9/30, 2022].": "2022-09-30",
        },
        counter_examples=(
            "It happened on 9/11.",
            "It was rated 3/4\nand 4/5.",
            "Maize stood on 4/5 of the land.",
            "The herd shrank by 2/3 in the drought.",
            "They cut 1/4, 300 posts in all.",
            "About 2/3, 2000 of the 3,000 seats, were empty.",
        ),
    ),
    Rule(
        "month_day",
        r"(?:<WHICH> )?<MONTH>(?: |[-/])?(?:the )?<DAY>(?:(?: ?, ?| |-)(?:(?:of|in) )?<YEAR>)?",
        month_day,
        accept=filters.month_day,
        starts="<MONTH> <WHICH>",
        day=True,
        in_names=True,
        atomic=True,
        continued_by="next_day",
        examples={
            "The dam broke on [Dec. 2, 2022], after rain.": "2022-12-02",
            "It opened on [June 16 of last year].": "2022-06-16",
            "The strike began on [October 30th].": "2023-10-30",
            "They met [this past May 4].": "2023-05-04",
            "It closed [last December 4].": "2022-12-04",
            "The treaty lapses [next March 31].": "2024-03-31",
        },
        counter_examples=(
            "The Sept. 11 attacks changed the airport.",
            "They watched the July 4th parade.",
            "The town burns a straw man every May 4.",
        ),
    ),
    Rule(
        "day_month",
        r"<DAY>(?: |[-/])(?:(?:day )?of )?(?:the )?<MONTH>(?:(?:,? |[-/]|,)(?:(?:of|in) )?<YEAR>)?",
        month_day,
        accept=filters.month_day,
        day=True,
        in_names=True,
        atomic=True,
        preceded_by="previous_day",
        examples={
            "The dam broke on the [2nd of December, 2022].": "2022-12-02",
            "The strike began on the [fourth of July].": "2023-07-04",
            "Kenya voted on [9 August 2022], the panel said.": "2022-08-09",
            "The ferry sank on [17 October].": "2023-10-17",
            "He was born on [1st May 1950] in Leeds.": "1950-05-01",
        },
        counter_examples=(
            "Of the sailors, 12 may never return.",
            "The coupon is paid every 15 February.",
        ),
    ),
    Rule(
        "year_month_day",
        r"(?P<year>\d{4})[-/]",
        day_after_year,
        accept=filters.month_day,
        then=("month_day", "day_month"),
        day=True,
        in_names=True,
        continued_by="next_day",
        examples={
            "They met on [2022/dec/31].": "2022-12-31",
            "The file is stamped [2021-Mar-09].": "2021-03-09",
            "It burned on [2022-31-dec] at last.": "2022-12-31",
        },
    ),
    Rule(
        "weekday_number",
        r"(?:<WHICH> )?<WEEKDAY>\.? (?P<day>\d{1,2})(?=\s*(?:[,;!?)]|\.(?!\d)|$)|\s(?:at|between|from)\s)",
        day_after_weekday,
        starts="<WEEKDAY> <WHICH>",
        day=True,
        in_names=True,
        continued_by="next_day",
        examples={
            "They met on [Tuesday 7].": "2023-11-07",
            "The band plays in Cork on [Saturday 18].": "2023-11-18",
            "The museum reopens on [Monday 20], after repairs.": "2023-11-20",
            "The race was moved to [Sunday 5].": "2023-11-05",
        },
        counter_examples=("Every Friday 30 pupils come.",),
    ),
    Rule(
        "weekday_date",
        r"(?:<WHICH> )?<WEEKDAY>(?:(?<!day)\.)?,? (?:on )?(?:(?:the|a) )?",
        day_after_weekday,
        accept=filters.month_day,
        starts="<WEEKDAY> <WHICH>",
        then=(*MONTH_DAYS, "iso", "numeric", "slashed", "day_of_month", "ordinal_day"),
        day=True,
        in_names=True,
        continued_by="next_day",
        examples={
            "They met on [Friday, Oct. 27].": "2023-10-27",
            "They met [last Friday, Nov. 10].": "2023-11-10",
            "They met on [Tuesday the 7th].": "2023-11-07",
            "They met on [Tue. the 7th].": "2023-11-07",
            "They met on [Thursday\n9 November] in Lima.": "2023-11-09",
        },
    ),
    Rule(
        "day_of_month",
        r"(?P<day>\d{1,2})(?:st|nd|rd|th)\b(?: (?:day )?of (?P<which>the|this|next|last) month\b)?",
        day_of_month,
        accept=filters.day_of_month,
        examples={
            "They met on the [14th].": "2023-11-14",
            "Claims had to arrive by the [10th].": "2023-11-10",
            "They meet on the [14th of next month].": "2023-12-14",
            "Pensions are paid on the [10th of the month].": "2023-11-10",
        },
        counter_examples=(
            "The 14th floor burned.",
            "She came 7th in the slalom.",
            "They marked their 50th anniversary.",
        ),
    ),
    Rule(
        "ordinal_day",
        r"<ORDINAL_WORD>(?! (?:day|time|week|month|round|of|in|to|since)\b)",
        day_of_month,
        starts="<ORDINAL_WORD>",
        nested=True,
        counter_examples=(
            "The third of four suspects fled.",
            "She finished second, a length behind the winner.",
            "A fifth of the harvest was lost.",
        ),
    ),
    Rule(
        "next_day",
        r"(?:<TO>|, (?=\d{1,2}(?:st|nd|rd|th)?(?:, \d{1,2}(?:st|nd|rd|th)?)*,? (?:and|or|&) \d))"
        r"(?P<shown><LISTED_DAY>)(?:,? (?P<year>(?:19|20)\d\d)\b)?"
        r"(?=\s*$|[.,;:)\]]|\s(?:[-–—]|(?:in|at|for|of|with|on|to|and|or|when|as|through|until)\b)|['’-])",
        next_day,
        nested=True,
        continued_by="next_day",
        examples={
            "It ran Sept. 27-[29].": "2023-09-29",
            "It ran from April ninth till the [seventeenth].": "2023-04-17",
            "Talks in Geneva took place Oct. 3 and [4].": "2023-10-04",
            "The film festival ran May 16 to [27].": "2023-05-27",
        },
        counter_examples=(
            "The firm hired 27-29 cooks.",
            "He was jailed for 10 to 12 years.",
        ),
    ),
    Rule(
        "previous_day",  # searched up to the day after it
        r"(?<![\w.,:/$-])(?P<shown>(?P<day>\d{1,2})(?:st|nd|rd|th)?|<ORDINAL_WORD>)(?=(?:<TO>|, (?:the )?)$)",
        previous_day,
        nested=True,
        preceded_by="previous_day",
        examples={
            "It ran [27]-29 September 2022.": "2022-09-27",
            "It ran from the [twenty-seventh] through the 29th of June.": "2023-06-27",
            "Curling finals were held on [3] and 4 March 2022.": "2022-03-03",
            "The census took place [14]-16 August 2021.": "2021-08-14",
        },
        counter_examples=(
            "They beat Leeds 3-1 away.",
            "Between 5 and 10 people marched.",
        ),
    ),
    Rule(
        "month_year",
        r"<MONTH>(?!\d)(?: ?,? |-)(?:(?:of|in) )?<YEAR>",
        month,
        examples={
            "It opened in [December 2021].": "2021-12",
            "It opened in [April of 87].": "1987-04",
            "The dam in Laos failed in [July 2018].": "2018-07",
            "The airport opened in [Oct. 2020], nine years late.": "2020-10",
        },
    ),
    Rule(
        "month",
        r"<FULL_MONTH>(?!\d)",
        month,
        accept=filters.month,
        examples={
            "It opened in [June]. In 2021 it burned.": "2023-06",
            "it opened in [may].": "2023-05",
        },
        counter_examples=("She may run.", "They march on."),
    ),
    Rule(
        "short_month",
        r"<SHORT_MONTH>(?!\d)",
        month,
        accept=filters.short_month,
        examples={
            "it opened in [oct] and shut.": "2023-10",
            "Rainfall in Chennai doubled in [Nov.], officials said.": "2023-11",
            "Car sales slipped in [Aug.] for a third time.": "2023-08",
        },
        counter_examples=("The Mar. desert is dry.",),
    ),
    Rule(
        "month_number",
        rf"(?P<number>0?[1-9]|1[0-2])[-/](?P<year>(?:19|20)\d\d){_YEAR_END}",
        lambda m: Fixed(containing("month", date(int(m["year"]), int(m["number"]), 1))),
        accept=filters.month_number,
        atomic=True,
        examples={
            "It opened in [05/2022].": "2022-05",
            "Core inflation has slowed since [11-2022].": "2022-11",
        },
        counter_examples=("The court cited Law 8-1999.", "The score was 11/20 in the test."),
    ),
    Rule(
        "year",
        r"(?P<year>[12]\d\d\d)(?!\w|[.,:]\d|/(?!(?:\d\d)?\d\d(?!\w|[/.,:-]\d))\d|%|°"
        r"|(?: ?(?:-|–|to|and|or) ?\d{1,4})? (?:BCE?|B\.C\.))",
        year,
        accept=filters.year,
        continued_by="second_year",
        examples={
            "It opened in mid-[2019].": "2019",
            "It opened in fiscal [2022].": "2022",
            "It opened before [2000] but after the war.": "2000",
        },
        counter_examples=(
            "About 2000 people live there.",
            "It costs $2016.",
            "They flew to World Cup 2018 together.",
            "Build 2019 of the app crashed; 2023 users were affected.",
            "The wall was built between 2500 and 2000 BCE.",
            "The grave is of 1450-1400 BC.",
            "They built a 1950-seat hall.",
            "The National Parks Act of 1993 is long.",
        ),
    ),
    Rule(
        "second_year",
        rf"[-–—/~](?P<shown>(?P<year>\d{{4}}|\d\d)){_YEAR_END}",
        second_year,
        nested=True,
        examples={
            "The 2014-[15] season was long.": "2015",
            "It grew in 2017/[18].": "2018",
            "The 1914-[1918] war ruined the town.": "1918",
            "Fees rose in 2021–[22].": "2022",
            "The study covers 2003/[2004].": "2004",
        },
        counter_examples=("Pilots flew the 747-400 home.",),
    ),
    Rule(
        "short_year",
        r"(?<=(?P<shown>['’‘]))(?P<short>\d\d)(?!\w|[.,:/]\d|%)",
        year,
        accept=filters.short_year,
        starts="<DIGIT>",
        examples={
            "It opened in [’16].": "2016",
            "It opened in ['35].": "2035",
            "It opened in ['36].": "1936",
        },
    ),
    Rule(
        "fiscal_year",
        r"[FC]Y[-'’]? ?(?:(?P<year>20\d\d|19\d\d)|(?P<short>\d\d))(?!\w)",
        year,
        starts="fy cy",
        examples={
            "It rose in [CY22].": "2022",
            "The agency cut jobs in [FY2021].": "2021",
            "Losses widened in [FY 19].": "2019",
            "Delhi spent less in [FY'23] than planned.": "2023",
        },
    ),
    Rule(
        "year_words",
        "<YEAR_WORDS>",
        year,
        accept=filters.year_words,
        examples={
            "It opened in [twenty twelve].": "2012",
            "The mill burned in [nineteen eighty-six], she recalled.": "1986",
            "He left Cuba in [two thousand and four].": "2004",
            "Peace came in [eighteen sixty-five].": "1865",
        },
        counter_examples=("They sold twenty twelve-packs.",),
    ),
    Rule(
        "decade",
        r"(?P<year>(?:1\d|20)\d0)(?:['’]?| )s\b",
        decade,
        examples={
            "It opened in the [1990s].": "199",
            "It opened in the [1800s].": "18",
            "Cassettes sold well in the [1980s].": "198",
            "Danish turbines were small in the [1970’s].": "197",
            "Cholera spread in the [1830s].": "183",
        },
        counter_examples=("Some 1980 soldiers deserted.",),
    ),
    Rule(
        "short_decade",
        r"(?:(?P<digit>[2-9])0['’]?s|<DECADE>)\b",
        lambda m: ShortDecade(int(m["digit"] or lexicon().decades[m["decade"]])),
        accept=filters.short_decade,
        starts="<DIGIT> <DECADE>",
        examples={
            "It opened in the late ’[90s].": "199",
            "It closed in the mid-[90s].": "199",
            "It opened in the [sixties].": "196",
        },
        counter_examples=(
            "He is in his 60s.",
            "Temperatures were in the high 80s.",
            "She is in her eighties.",
        ),
    ),
    Rule(
        "century",
        r"<ORDINAL>(?: |-)century\b(?! (?:BCE?|B\.C\.))",
        lambda m: beginning("century", max(m.number * 100 - 100, 1)),
        examples={"It opened in the [19th century].": "18"},
        counter_examples=("It was a half century old.", "It dates from the 3rd century BC."),
    ),
)
