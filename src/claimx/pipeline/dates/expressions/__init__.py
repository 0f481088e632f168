"""What a calendar expression says, before it is placed on the calendar.

Every expression has `place`, which turns it into a `Period` at a `Moment` of reading, or into None where
what the article gives is not enough (a bare weekday without a publication date).
"""

from claimx.pipeline.dates.expressions.days import (
    AtTime,
    DayOfMonth,
    Fixed,
    FromDay,
    Holiday,
    MonthDay,
    NthWeekday,
    Shifted,
    Spoken,
    Weekday,
)
from claimx.pipeline.dates.expressions.longer import (
    Month,
    PartOfYear,
    Season,
    ShortDecade,
    Weekend,
    WeekOf,
    YearsBack,
)
from claimx.pipeline.dates.expressions.moment import (
    SHIFTS,
    Expression,
    Moment,
    RelativeYear,
    Tense,
    Which,
    Year,
)

__all__ = [
    "SHIFTS",
    "AtTime",
    "DayOfMonth",
    "Expression",
    "Fixed",
    "FromDay",
    "Holiday",
    "Moment",
    "Month",
    "MonthDay",
    "NthWeekday",
    "PartOfYear",
    "RelativeYear",
    "Season",
    "Shifted",
    "ShortDecade",
    "Spoken",
    "Tense",
    "WeekOf",
    "Weekday",
    "Weekend",
    "Which",
    "Year",
    "YearsBack",
]
