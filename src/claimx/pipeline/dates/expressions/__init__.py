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
    WeekWith,
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
from claimx.pipeline.dates.expressions.nth import Nth, NthWeekday

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
    "Nth",
    "NthWeekday",
    "PartOfYear",
    "RelativeYear",
    "Season",
    "Shifted",
    "ShortDecade",
    "Spoken",
    "Tense",
    "WeekWith",
    "Weekday",
    "Weekend",
    "Which",
    "Year",
    "YearsBack",
]
