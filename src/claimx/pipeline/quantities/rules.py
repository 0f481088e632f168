"""How a number is read together with its sign, its unit and its per-part.

An example of a rule has its quantities in braces, and their readings as values and units. Offsets are code
points into the text, end exclusive.
"""

from __future__ import annotations

import re

from claimx.pipeline.quantities.dates_and_times import in_date
from claimx.pipeline.quantities.grammar import Context, Expression, Rule, Written, rule
from claimx.pipeline.quantities.numbers import FOOTNOTE, Numeral, find_numerals
from claimx.pipeline.quantities.places import codes_of_name, shared_currency_name
from claimx.pipeline.quantities.ranges import SIZES, is_smaller, range_of_two, shared_unit, with_unit_of
from claimx.pipeline.quantities.tables import currencies, number_words, units
from claimx.pipeline.quantities.units import (
    UNKNOWN_CURRENCY,
    name_before,
    per_after,
    sign_before,
    time_after_nouns,
    unit_after,
)
from claimx.text.lexicon import GAP
from claimx.text.tokens import Range


def find_expressions(context: Context) -> list[Expression]:
    """Every expression of quantity in the text, in order, before anything is left out.

    A number inside a date is joined with no other (`from 40% on July 14 to 46%`).
    """
    found: list[Expression] = []
    for numeral in find_numerals(context.text, context.is_plural_at, context.places.signs):
        if numeral.start in context.dated and numeral.end - 1 in context.dated:
            context.reject(Range(numeral.start, numeral.end), in_date)
            continue
        expression = _one_number(context, numeral, found[-1].end if found else 0)
        if expression is None or (found and expression.start < found[-1].end):
            continue
        if found:
            if joined := range_of_two(context, found[-1], expression):
                found[-1] = joined
                continue
            if shared_unit(context, found[-1], expression):
                found[-1] = with_unit_of(found[-1], expression)
        found.append(expression)
    return found


_MINUS_WORD = re.compile(rf"(?<!\w)(?<!or )(?:minus|negative){GAP}$", re.IGNORECASE)
# What a fraction is a part of: `half the crew`. `Of` may follow a distance: `a mile and a half of Palermo`.
_OF_ANOTHER = re.compile(rf"{GAP}(?:the|an?|its|his|her|their|our|my)(?!\w)", re.IGNORECASE)
_UNIT_AND = re.compile(
    rf"(?<!\w)(?:(?P<count>an?|one)(?:{GAP}(?:further|additional|extra|full|whole|good))?|another|every"
    rf"|the|past|last|next|first){GAP}(?P<unit>[^\W\d_]+){GAP}and{GAP}$",
    re.IGNORECASE,
)
_PART_OF_A = re.compile(rf"{GAP}(?:of{GAP})?(?:an?|one|1)(?=[\s-])", re.IGNORECASE)
_NEXT_IN_ROW = re.compile(
    rf"{GAP}(?:(?:straight|consecutive|successive|running){GAP}|[^\W\d_]+{GAP}(?:in{GAP}a{GAP}row|running)(?!\w))",
    re.IGNORECASE,
)
_SHARE = re.compile(r"\b(?:in|of)\b", re.IGNORECASE)  # `one in eleven a year ago`
_OF_A = re.compile(rf"{GAP}of{GAP}(?:an?|one)(?=\s)", re.IGNORECASE)
_MAGNITUDE = re.compile(r"[ -]magnitude(?!\w)")
_MAGNITUDE_BEFORE = re.compile(r"(?<!\w)magnitude(?: of | |-)$", re.IGNORECASE)


@rule(
    "multiple",
    needs="text",
    examples={
        "Sales {doubled}.": "2 times",
        "It costs {twice} as much.": "2 times",
        "Rents in Lisbon have {tripled} since then.": "3 times",
        "Exports rose {fivefold}.": "5 times",
        "Debt {quadrupled} under the old junta.": "4 times",
        "The bank has {halved} in value.": "0.5 fraction",
    },
    none=["The actor's double was hurt."],
)
def multiple(context: Context, at: Written) -> Expression | None:
    """One word says how many times: `twice`, `tripled`, `fivefold`, `halved`."""
    if at.value < 1:
        return at.expression("fraction", "fraction")
    return at.expression("times", "times")


@rule(
    "unit.and_fraction",
    needs="text",
    examples={
        "It took {an hour and a half}.": "1.5 hour",
        "The ferry sank within {a mile and a half} of Palermo.": "1.5 mile",
        "The siege lasted {a year and a half}.": "1.5 year",
        "It rained for the past {week and a half}.": "1.5 week",
        "They need another {year and a half}.": "1.5 year",
        "A ferry leaves Patras every {hour and a half}.": "1.5 hour",
        "He stayed {a further week and a half}.": "1.5 week",
    },
    none=["They lost an ox and {half} of the hens.", "It took a day and {half} the crew left."],
)
def unit_and_fraction(context: Context, at: Written) -> Expression | None:
    """A fraction after `a`, a unit and `and` adds to one of the unit."""
    before = _UNIT_AND.search(context.text, max(0, at.start - 36), at.start)
    whole = unit_after(context.text, before.start("unit") - 1, 1) if before else None
    if before is None or whole is None or whole.end != before.end("unit"):
        return None
    if _OF_ANOTHER.match(context.text, at.end):
        return None
    start = before.start("count") if before["count"] else before.start("unit")
    return at.expression(whole.unit, whole.kind, start=start, value=1 + at.value)


@rule(
    "unit.of_fraction",
    needs="text",
    examples={
        "It took {half an hour}.": "0.5 hour",
        "It rose {half a percentage point}.": "0.5 percentage_point",
    },
    none=["She won a third straight year.", "Rates fell for a fifth month in a row."],
)
def fraction_of_unit(context: Context, at: Written) -> Expression | None:
    """A fraction is a part of the unit after it."""
    if _NEXT_IN_ROW.match(context.text, at.end) or _SHARE.search(context.text, at.start, at.end):
        return None
    of_a = _PART_OF_A.match(context.text, at.end)
    unit = unit_after(context.text, of_a.end() if of_a else at.end, at.value)
    return at.measured(unit) if unit is not None and (of_a or unit.kind != "point") else None


@rule(
    "fraction",
    examples={
        "{Two-thirds} of the voters came.": "0.666666666667 fraction",
        "{One voter in eight} stayed at home.": "0.125 fraction",
        "{One shop in six} closed.": "0.166666666667 fraction",
        "{Three in a hundred} hens in Chad fell ill.": "0.03 fraction",
        "It is a {one-in-a-million} chance.": "1e-06 fraction",
        "It has a {one-in-ten} chance.": "0.1 fraction",
        "The odds are {1 in 8,000}.": "0.000125 fraction",
    },
    none=["One man in {20 years} did it.", "It saw {3} in {a hundred years}.", "It sold {80} over {3}."],
)
def fraction(context: Context, at: Written) -> Expression | None:
    """A fraction without a unit is a share: `one in five`, `half of them`."""
    return at.expression("fraction", "fraction")


@rule(
    "unit.of_plural",
    needs="text",
    examples={
        "They drove {thousands of miles}.": "2000 mile",
        "The slick spread for {hundreds of kilometres}.": "200 kilometre",
        "Farmers lost {millions of dollars} in the frost.": "2000000 USD",
        "They dumped {dozens of tonnes} of milk.": "24 tonne",
        "It owes {several billion dollars} for a {multi-million-dollar} deal.": "2000000000 USD, 2000000 USD",
    },
    none=["{Thousands} of monks marched.", "It is a multi-million seller."],
)
def plural_of_unit(context: Context, at: Written) -> Expression | None:
    """A plural number with a unit or currency after it, and `of` after a plural in `-s`."""
    unit = unit_after(context.text, _after_plural(context.text, at), at.value)
    return at.measured(unit) if unit is not None and unit.kind not in ("point", "times") else None


_OF = re.compile(rf"{GAP}of(?=\s)", re.IGNORECASE)


def _after_plural(text: str, at: Written) -> int:
    """Where the unit of a plural number begins: after the `of` of `thousands of`."""
    of = _OF.match(text, at.end)
    return of.end() if of and text[at.end - 1] == "s" else at.end


# `R500,000` is rand and `N15,000` naira, but `R2` is a droid and `N95` a mask: no code has so large a number.
LEAST_AFTER_LETTER = 1_000


@rule(
    "money.sign",
    examples={
        "It costs {$3.2 million}.": "3200000 USD",
        "It costs {R18 million}.": "18000000 ZAR",
        "It costs {N15,000}.": "15000 NGN",
        "It costs {KSh2,000}.": "2000 KES",
        "It costs {GH¢300}.": "300 GHS",
        "It costs {FJ$2.90}.": "2.9 FJD",
        "It costs {$US55,931}.": "55931 USD",
        "It costs {US$ 20,000}.": "20000 USD",
        "It costs {CAD $45}.": "45 CAD",
        "It costs {EUR5m}.": "5000000 EUR",
        "It costs {TRY5.2 million}.": "5200000 TRY",
        "It costs {MAD 4 billion}.": "4000000000 MAD",
        "The lender lost {SKr1.2bn}.": "1200000000 SEK",
        "The state was paid {NKr 400m}.": "400000000 NOK",
        "A seat is {DKr95}, the club in Odense says.": "95 DKK",
        "In Zambia the levy rose to {K50} from {K31.40}.": "50 ZMW, 31.4 ZMW",
        "A lunch in Cusco costs {S/15}.": "15 PEN",
        "Colombo raised the fare to {Rs 60}, or {60 rupees}.": "60 LKR, 60 LKR",
        "The toll in Manila is {P40}.": "40 PHP",
        "Each family of the dead was offered {P200,000}.": "200000 XXX",
        "TORONTO — Ontario will spend {$40 million} on clinics.": "40000000 CAD",
        "The court in Suva fined him {$900}. All sums are in US dollars.": "900 USD",
        "Brent for June rose to {$83 a barrel} in Singapore.": "83 USD/barrel",
        "The mint in Perth paid {A$30m} ({$20m}) for it.": "30000000 AUD, 20000000 USD",
    },
    none=[
        "They met on the N95 road.",
        "It has XQ5.2 million there.",
        "ALL {5,000} people left.",
        "Police in Zambia paid for a K9 dog.",
        "The K50 went to K2 for a fee.",
        "Guatemala's sales rose in Q3.",
    ],
)
def currency_sign(context: Context, at: Written) -> Expression | None:
    """A currency sign or code right before the number; an `m` after it is million."""
    if at.numeral.form != "digits":
        return None
    sign = sign_before(context.text, at.start)
    if sign is None or sign.start < at.since:
        return None
    code, suffix = sign.code, at.numeral.suffix
    written = context.text[sign.start : at.start].strip()
    if written in currencies().everyday and (
        not at.numeral.scaled or context.text[: sign.start].rstrip()[-3:].isupper()
    ):
        return None  # `TOP 5,000 TEAMS`
    local = None
    if sign.sign in context.places.signs:
        local = context.places.currency_of_sign(sign.sign, sign.start, at.end)
    elif sign.sign == "$":
        local = context.places.dollar(sign.start, at.end)
    is_large = at.value >= LEAST_AFTER_LETTER or bool(suffix)
    if sign.sign in currencies().shared and at.value >= LEAST_AFTER_LETTER:
        code = code or UNKNOWN_CURRENCY
    if (
        written in currencies().letters
        and not (is_large and code)
        and not (local and context.is_sum(at, sign))
    ):
        return None
    if not (code := local or code):
        return None
    value = at.value * number_words().abbreviations.get(suffix, 1e6) if suffix else at.value
    return at.expression(code, "money", start=sign.start, end=at.end + len(suffix), value=value * sign.factor)


_SIGN_AFTER = re.compile(rf"{GAP}?(?P<sign>[A-Z][A-Za-z]{{1,2}})(?!\w)")


@rule(
    "money.sign_after",
    examples={
        "Turkey raised the wage to {17,002 TL}.": "17002 TRY",
        "A loaf in Budapest costs {900 Ft}.": "900 HUF",
        "The fee in Accra is {40 GHs}.": "40 GHS",
        "Bolivia set the fine at {400 Bs a day}.": "400 BOB/day",
    },
    none=[
        "The club in Turkey has {40} TL members.",
        "The fee in Accra is {40} TL.",
        "Hungary laid {900} Ft cables.",
    ],
)
def currency_sign_after(context: Context, at: Written) -> Expression | None:
    """Letters that are the currency of the article's places, behind a number: `17,002 TL`."""
    found = _SIGN_AFTER.match(context.text, at.end)
    if found is None or found["sign"] not in context.places.signs or found["sign"] in units().symbols:
        return None
    following = context.word_after(found.end())
    if (
        following is not None
        and following.pos_ in ("NOUN", "PROPN")
        and not per_after(context.text, found.end(), "money", context.lemma_at)
    ):
        return None
    code = context.places.currency_of_sign(found["sign"], at.start, found.end())
    return at.expression(code, "money", end=found.end()) if code else None


_GRAND = re.compile(rf"{GAP}(?P<word>grand)(?![\w-])")


@rule(
    "money.grand",
    examples={
        "It cost him {40 grand}.": "40000 XXX",
        "They took {five grand} in cash.": "5000 XXX",
        "He won {£30} and owes {12 grand}.": "30 GBP, 12000 GBP",
    },
    none=["She has {two} grand pianos.", "He won {20} Grand Slams."],
)
def grand(context: Context, at: Written) -> Expression | None:
    """`grand` is a thousand of the currency of the article."""
    word = _GRAND.match(context.text, at.end)
    if word is None or at.numeral.scaled or context.is_noun_at(word.end()):
        return None
    return at.expression(UNKNOWN_CURRENCY, "money", end=word.end(), value=at.value * 1000)


@rule(
    "money.name_first",
    needs="text",
    examples={
        "It costs {rupees 5 lakh}.": "500000 INR",
        "The bridge will cost {Rupees 40 crore}.": "400000000 INR",
        "The state owes {naira 3 billion}.": "3000000000 NGN",
    },
    none=["In rupees, {5} sacks are cheap."],
)
def currency_name(context: Context, at: Written) -> Expression | None:
    """A currency name right before a number with a magnitude."""
    if not at.numeral.scaled or (sign := name_before(context.text, at.start)) is None:
        return None
    if unit_after(context.text, at.end, at.value):
        return None
    name = context.text[sign.start : at.start].strip()
    code = _local_currency(context, name, Range(sign.start, at.end)) or sign.code
    return at.expression(code, "money", start=sign.start, value=at.value * sign.factor)


# Fewer crowns are headgear or teeth, and fewer `won` is a verb.
_LEAST_SUMS = {"crown": 10, "crowns": 10, "won": 100}


def _local_currency(context: Context, name: str, span: Range) -> str | None:
    """The currency called `name` that is in use where the article is about; dollars in all its places."""
    codes = codes_of_name(name)
    if "USD" in codes:
        return context.places.dollar_in_words(codes, *span)
    return context.places.currency(codes, *span) if codes else None


@rule(
    "money.by_place",
    examples={
        "Denmark fined the firm {40 million kroner}.": "40000000 DKK",
        "Mexico will spend {90 billion pesos} on the railway.": "90000000000 MXN",
        "In Algeria bread now costs {30 dinars}.": "30 DZD",
        "Kenya pays each farmer {9,000 shillings a month}.": "9000 KES/month",
        "Jordan sold the port for {2 million dinars}.": "2000000 JOD",
        "Petrol rose to {350 rupees} in Kandy, and to {280 rupees} in Lahore.": "350 LKR, 280 PKR",
        "Senegal's herders lost {millions of francs}.": "2000000 XOF",
        "A Prague baker asks {45 crowns} for a loaf.": "45 CZK",
        "The council in Perth fined him {900 dollars}.": "900 AUD",
        "The firm was fined {40 million kroner}.": "40000000 XXX",
        "Its shares closed at {41.20 crowns}.": "41.2 XXX",
    },
    none=[
        "Algeria struck {30 million} coins for the dinar's birthday.",
        "Denmark's queen has {two} crowns. Of the clubs from Seoul, {7} won.",
    ],
)
def currency_by_place(context: Context, at: Written) -> Expression | None:
    """The currency names of several countries mean that of the countries and cities in the article."""
    name = shared_currency_name().match(context.text, _after_plural(context.text, at))
    if name is None:
        return None
    written = name["name"].lower()
    # Pounds may be a weight: see `money.pounds`.
    if written.startswith("pound") or at.value < _LEAST_SUMS.get(written, 0):
        return None
    is_sum = at.numeral.scaled or not at.value.is_integer()
    known = written in _NAMES_WITHOUT_DEFAULT or (is_sum and written == "crowns")
    default = UNKNOWN_CURRENCY if known else None
    code = _local_currency(context, written, Range(at.start, name.end())) or default
    return at.expression(code, "money", end=name.end()) if code else None


_NAMES_WITHOUT_DEFAULT = frozenset(
    ("peso", "pesos", "krone", "kroner", "dinar", "dinars", "shilling", "shillings", "rial", "rials")
)


# Units that things are made of as well.
_MATERIALS = frozenset(("stone",))


@rule(
    "unit",
    examples={
        "It fell {16 per cent}.": "16 percent",
        "It costs {50 cents}.": "0.5 USD",
        "It costs {300 Kuwaiti dinars}.": "300 KWD",
        "The {50-kg} sack on the {4-km} road weighs {20 kg}.": "50 kilogram, 4 kilometre, 20 kilogram",
        "It lasts {three more months}.": "3 month",
        'A {55"} television and a {9"} knife were stolen.': "55 inch, 9 inch",
        "He played {19 second-half minutes}.": "19 minute",
        "The choir in Riga lost {nine rehearsal days}.": "9 day",
        "They sold {900kt} of wheat.": "900 kilotonne",
        "The table is {5'} long.": "5 foot",
        "The deficit fell {0.4 of a percentage point}.": "0.4 percentage_point",
        "It costs {50,000¹ euros}.": "50000 EUR",
        "It earned {£5m} and wants {1.5m}-wide lanes.": "5000000 GBP, 1.5 metre",
    },
    none=["It has {240} seats.", "{Two} stone lions fell.", "At least {two} MP candidates left."],
)
def unit(context: Context, at: Written) -> Expression | None:
    """A unit of measure, a percent sign or a currency right after the number."""
    skipped = FOOTNOTE.match(context.text, at.end)
    if 0 < at.value < 1 and at.numeral.form == "digits":
        skipped = _OF_A.match(context.text, at.end) or skipped  # `0.4 of a percentage point`
    found = unit_after(context.text, skipped.end() if skipped else at.end, at.value)
    found = found or time_after_nouns(context.token_at(at.end - 1))
    if found is None or (at.numeral.form == "words" and context.text.endswith("MP", 0, found.end)):
        return None  # `one MP` is a member of parliament
    if found.unit in _MATERIALS and context.is_noun_at(found.end):
        return None
    return at.measured(found)


@rule(
    "magnitude",
    needs="text",
    examples={
        "A {6.8-magnitude} quake hit.": "6.8 magnitude",
        "Its magnitude of {5.7} fell.": "5.7 magnitude",
        "A {4.6 magnitude} tremor shook Crete at dawn.": "4.6 magnitude",
        "The magnitude {7.1} shock was felt in Quito.": "7.1 magnitude",
    },
    none=["The magnitude grew in {5.7 seconds}."],
)
def magnitude(context: Context, at: Written) -> Expression | None:
    """The magnitude of an earthquake."""
    if after := _MAGNITUDE.match(context.text, at.end):
        return at.expression("magnitude", "ratio", end=after.end())
    before = _MAGNITUDE_BEFORE.search(context.text, max(0, at.start - 14), at.start)
    return at.expression("magnitude", "ratio") if before else None


_PART = re.compile(
    r"[^\S\r\n]?(?P<number>[0-9]{1,4}(?:\.[0-9]+)?)"
    r"(?:[^\S\r\n]?(?P<symbol>(?!in)[a-z]{1,4}(?![^\W\d_])|['\u2019\u2032\"\u201d\u2033])|(?P<inch>ins?)(?!\w))"
)
_SYMBOLS = {
    "d": "day", "h": "hour", "hr": "hour", "hrs": "hour", "m": "minute", "min": "minute", "mins": "minute",
    "s": "second", "sec": "second", "secs": "second", "ft": "foot", "'": "foot", "\u2019": "foot",
    "\u2032": "foot", '"': "inch", "\u201d": "inch", "\u2033": "inch", "st": "stone", "lb": "pound",
    "lbs": "pound", "oz": "ounce", "cm": "centimetre", "kg": "kilogram", "g": "gram",
}  # fmt: skip


@rule(
    "composite.symbols",
    needs="text",
    examples={
        "The race took {2h 15m 30s}.": "2.25833333333 hour",
        "She is {5ft 4in} tall.": "5.33333333333 foot",
        "It weighs {9st 6lb}.": "9.42857142857 stone",
        "It lasted {4 min 30 sec}.": "4.5 minute",
        "She is {5'6\"} tall.": "5.5 foot",
    },
    none=["They ran {5 km} in {10 seconds}."],
)
def composite_symbols(context: Context, at: Written) -> Expression | None:
    """A measure in two or three units, each smaller than the one before, in symbols."""
    if at.numeral.form != "digits" or at.numeral.scaled:
        return None
    value, first, smallest, end = 0.0, "", "", at.numeral.start
    while part := _PART.match(context.text, end):
        unit = "inch" if part["inch"] else _SYMBOLS.get(part["symbol"], "")
        amount = float(part["number"])
        if first and not (unit and is_smaller(smallest, unit, amount)):
            break
        if not unit or (not amount.is_integer() and not first):
            return None
        first, smallest, end = first or unit, unit, part.end()
        value += amount * SIZES[unit][1] / SIZES[first][1]
    return None if first == smallest else at.expression(first, SIZES[first][0], end=end, value=value)


@rule(
    "count",
    examples={
        "They held {12} men.": "12 count",
        "The clip drew {3M} views.": "3000000 count",
        "{1.1m} of the {1.6m} voters of Leeds stayed at home.": "1100000 count, 1600000 count",
        "It cost {£2m}, and viewers numbered {40m}.": "2000000 GBP, 40000000 count",
        "The winger, {1.73m} tall, has a release clause of {100m}.": "1.73 metre, 100000000 count",
        "The firm paid {2000} workers a bonus and cut {1999} jobs.": "2000 count, 1999 count",
        "They housed {1800} refugees.": "1800 count",
        "{816 000} people and {634 512} cattle moved.": "816000 count, 634512 count",
    },
    none=["They paid {$5}.", "the 1980s", "the 22nd man", "It cost {£2m} to fence a {40m} drop."],
)
def count(context: Context, at: Written) -> Expression | None:
    """A number without a unit counts what is named around it."""
    return at.expression("count", "count")


@rule(
    "per",
    examples={
        "Oil costs {$40 a barrel}.": "40 USD/barrel",
        "They make {20 a day}.": "20 count/day",
        "A {$15-an-hour} wage began in Ohio.": "15 USD/hour",
        "The rate is {40 per 100,000 people}.": "40 count/100000_person",
        "Fiji gets {$9m a year} from donors.": "9000000 USD/year",
        "It is {31 per 1,000 live births}.": "31 count/1000_live_birth",
        "Power costs {$40 per megawatt hour}.": "40 USD/megawatt_hour",
        "Rent is {€14.50 per square metre}.": "14.5 EUR/square_metre",
    },
    none=["It opened {10 years} later.", "It will have {two} hulls a year from now."],
)
def per(context: Context, expression: Expression) -> Expression | None:
    """A per-part right after the expression: `a barrel`, `per hour`, `each year`."""
    found = per_after(context.text, expression.end, expression.kind, context.lemma_at)
    if found is None:
        return None
    return expression.by(per, end=found.end, unit=f"{expression.unit}/{found.unit}")


_ReadsOne = Rule[[Context, Written], Expression | None]
# By the form of a number the rules that may read it, the first that does decides.
_PRICED: tuple[_ReadsOne, ...] = (currency_sign, currency_name)
_UNITS: tuple[_ReadsOne, ...] = (
    composite_symbols,
    grand,
    currency_by_place,
    currency_sign_after,
    unit,
    magnitude,
    count,
)
_BY_FORM: dict[str, tuple[_ReadsOne, ...]] = {
    "multiple": (multiple,),
    "fraction": (unit_and_fraction, fraction_of_unit, fraction),
    "plural": (currency_by_place, plural_of_unit, count),
}
# Rules whose expression takes no per-part.
_NO_PER = (multiple, unit_and_fraction, fraction, composite_symbols, magnitude)


def _one_number(context: Context, numeral: Numeral, since: int) -> Expression | None:
    """The expression of one number; text before the offset `since` belongs to the expression before."""
    at = Written(numeral, *numeral[:3], since)
    expression = None
    if numeral.form in ("digits", "words"):
        expression = _first(_PRICED, context, at)
    if expression is None:
        if numeral.form in ("digits", "words", "fraction"):
            at = _signed(context, at)
        expression = _first(_BY_FORM.get(numeral.form, _UNITS), context, at)
    if expression is None:
        return None
    end, text = expression.end, context.text
    after_letter = text[numeral.start - 1 : numeral.start].isalpha()
    if after_letter and numeral.form == "digits" and expression.kind != "money":
        return None  # `K9` where the kwacha is the currency
    # Letters cling to an ordinal, a decade or a name: `1st`, `1980s`, `5G`.
    clings = end < len(text) and (text[end].isalnum() or text[end] == "_")
    return None if clings and not FOOTNOTE.match(text, end) else expression


def _first(rules: tuple[_ReadsOne, ...], context: Context, at: Written) -> Expression | None:
    for each in rules:
        if (read := each(context, at)) is not None:
            expression = read.by(each)
            return expression if each in _NO_PER else per(context, expression) or expression
    return None


def _signed(context: Context, at: Written) -> Written:
    """The number with its magnitude `m`, where it is not metres, and its minus sign."""
    text, (numeral, start, end, value, since) = context.text, at
    if numeral.suffix:
        after = end + len(numeral.suffix)
        factor = number_words().abbreviations.get(numeral.suffix, 1e6)
        is_money = numeral.suffix == "m" and unit_after(text, after, value * factor)
        if is_money or context.is_million(start, end, numeral.suffix):
            end, value = after, value * factor
    if (
        start
        and text[start - 1] in "-\u2212"
        and (start == 1 or text[start - 2].isspace() or text[start - 2] in "([")
    ):
        start, value = start - 1, -value
    elif word := _MINUS_WORD.search(text, max(0, start - 12), start):
        start, value = word.start(), -value
    return Written(numeral, start, end, value, since)
