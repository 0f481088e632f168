"""Which numbers are sums of money: by a sign, a code or a name of a currency beside them.

An example of a rule has its quantities in braces, and their readings as values and units. Offsets are code
points into the text, end exclusive.
"""

from __future__ import annotations

import re

from claimx.pipeline.quantities.grammar import Context, Expression, Written, rule
from claimx.pipeline.quantities.places import SUM_FORM, codes_of_name, shared_currency_name
from claimx.pipeline.quantities.tables import currencies, number_words, units, words
from claimx.pipeline.quantities.units import (
    UNKNOWN_CURRENCY,
    CurrencyMatch,
    name_before,
    per_after,
    sign_before,
    unit_after,
)
from claimx.text.lexicon import GAP
from claimx.text.tokens import Range

_OF = re.compile(rf"{GAP}of(?=\s)", re.IGNORECASE)


def after_plural(text: str, at: Written) -> int:
    """Where the unit of a plural number begins: after the `of` of `thousands of`."""
    of = _OF.match(text, at.end)
    return of.end() if of and text[at.end - 1] == "s" else at.end


# `R500,000` is rand and `N15,000` naira, but `R2` is a droid and `N95` a mask: no code has so large a number.
LEAST_AFTER_LETTER = 1_000


@rule(
    "money.sign",
    needs="syntax",
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
    if (
        written in currencies().letters
        and not (is_large and code)
        and not (local and _is_sum(context, at, sign))
    ):
        return None
    if not (code := local or code):
        return None
    value = at.value * number_words().abbreviations.get(suffix, 1e6) if suffix else at.value
    return at.expression(code, "money", start=sign.start, end=at.end + len(suffix), value=value * sign.factor)


_SIGN_AFTER = re.compile(rf"{GAP}?(?P<sign>[A-Z][A-Za-z]{{1,2}})(?!\w)")
_LAST_QUARTER = 4  # `Q4` is no sum in quetzals


def _is_sum(context: Context, at: Written, sign: CurrencyMatch) -> bool:
    """Whether a number after letters is money, as its form, another sum or the sentence says: not `K9`."""
    text, span = context.text, Range(sign.start, at.end)
    if len(sign.sign) == 1 and sign.start + 1 < at.start:
        return False  # `vitamin D 500`
    named_so = len(sign.sign) > 1 and not sign.sign.isupper()  # `Dhs`, `Bs`, unlike `SR`
    if named_so or at.numeral.scaled or at.numeral.suffix or re.match(SUM_FORM, text[at.start : at.end + 1]):
        return True
    if text[at.end : at.end + 1] in ("-", "\u2011") or (sign.sign == "Q" and at.value <= _LAST_QUARTER):
        return False
    before, following = context.word_before(span.start), context.word_after(span.end)
    if following is not None and following.pos_ in ("NOUN", "PROPN"):
        return following.lemma_.lower() in words("prices")
    if before is not None and (
        before.lower_ == "the"
        or before.lemma_.lower() in words("labels")
        or (before.pos_ in ("NOUN", "PROPN") and before.text[0].isupper())
    ):
        return False  # `on the N2`, `bus K50`, `Unit L5`
    return sign.sign in context.places.signs_of_sums or context.is_about(words("prices"), span)


@rule(
    "money.sign_after",
    needs="syntax",
    examples={
        "Turkey raised the wage to {17,002 TL}.": "17002 TRY",
        "A loaf in Budapest costs {900 Ft}.": "900 HUF",
        "The toll in Dubai is {25 Dhs}.": "25 AED",
        "Bolivia doubled the fine to {400 Bs a day}.": "400 BOB/day",
    },
    none=["The club has {40} TL members.", "Turkey sold {30 kg} of tea.", "Kenya has {12} K roads."],
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
    needs="syntax",
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
        return context.places.dollar(*span) or context.places.sole_currency(codes)
    return context.places.currency(codes, *span) if codes else None


@rule(
    "money.by_place",
    needs="syntax",
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
    },
    none=[
        "Algeria struck {30 million} coins for the dinar's birthday.",
        "Denmark's queen has {two} crowns. Of the clubs from Seoul, {7} won.",
    ],
)
def currency_by_place(context: Context, at: Written) -> Expression | None:
    """The currency names of several countries mean that of the countries and cities in the article."""
    name = shared_currency_name().match(context.text, after_plural(context.text, at))
    if name is None:
        return None
    written = name["name"].lower()
    # Pounds may be a weight: see `money.pounds`.
    if written.startswith("pound") or at.value < _LEAST_SUMS.get(written, 0):
        return None
    default = UNKNOWN_CURRENCY if written in _NAMES_WITHOUT_DEFAULT else None
    code = _local_currency(context, written, Range(at.start, name.end())) or default
    return at.expression(code, "money", end=name.end()) if code else None


_NAMES_WITHOUT_DEFAULT = frozenset(
    ("peso", "pesos", "krone", "kroner", "dinar", "dinars", "shilling", "shillings", "rial", "rials")
)
