"""Numbers that are no quantities: dates, names, labels, clock times, `one` without counting force.

Each filter is a condition with a name, applied in the order of `FILTERS`; a number stays out where one holds.
An example has the number that stays out in braces, a counter-example those that are kept.
"""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING

from claimx.pipeline.quantities.changes import idle_multiple
from claimx.pipeline.quantities.dates_and_times import (
    clock_time,
    clock_with_point,
    in_date,
    short_year,
    time_ago,
    year,
    year_or_two,
)
from claimx.pipeline.quantities.grammar import Context, Expression, filter_rule
from claimx.pipeline.quantities.numbers import CLOSED
from claimx.pipeline.quantities.sports import RESULTS, points_scored, rank
from claimx.pipeline.quantities.tables import HYPHENS, words, words_of_change
from claimx.schema import Relation
from claimx.text.lexicon import GAP, any_of, months
from claimx.text.tokens import end_of, is_one_of, name_around

if TYPE_CHECKING:
    from spacy.tokens import Token

_NUMBER_SIGN = re.compile(r"(?<!\w)Nos?\.\s?$")
_LIST_NUMBER = re.compile(r"[.)]\s")
# Digits in a row without a comma: news writes such amounts in millions, and identifiers like this.
_ID_DIGITS = 8
# The longest lists of which a number opens a point, alone on its line, or before a full stop or a comma.
_LIST_LENGTH = 20
_LONGEST_LIST = 100
# Relations to a noun before in which a number is not the noun's label.
_LOOSE = frozenset(
    ("conj", "appos", "parataxis", "list", "obj", "nsubj", "nsubj:pass", "root", "ROOT", "xcomp")
)


@filter_rule(
    "name",
    examples=["The {Seven} Seas Group won.", "The {Three} Gorges Dam is full."],
    none=["The firm has {12} ships.", "{Seven} ministers quit."],
)
def in_name(context: Context, expression: Expression) -> bool:
    """Part of a name, and not all of it; sums of money and measures in names are kept."""
    in_words = expression.numeral.form == "words"  # `Million Dollar Baby`
    if expression.kind not in ("count", "fraction", "times", "point", "time") and not in_words:
        return False
    start, end = expression.numeral.start, expression.numeral.end
    first = context.token_at(start)
    if not first.ent_type_:
        return False
    name = name_around(first)
    return name.start <= start and end <= name.end and name.end - name.start > end - start


@filter_rule(
    "address",
    examples=["Write to {24}@example.org.", "Tickets are sold at {36}.com from noon."],
    none=["They sent {24} letters."],
)
def in_address(context: Context, expression: Expression) -> bool:
    """Part of a web or e-mail address."""
    number = _number(context, expression)
    return bool(number.like_url or number.like_email)


# After the number of a house: `Main St.`, `West 42nd Street`.
_STREET = re.compile(
    r"[A-Za-z]?,?[^\S\r\n](?:[A-Z0-9][\w'\u2019.-]*[^\S\r\n]){1,4}"
    r"(?:St|Ave|Rd|Blvd|Ln|Dr|Pl|Sq|Ct|Hwy|Pkwy|Street|Avenue|Road|Boulevard|Lane|Drive|Place|Square|Court"
    r"|Highway|Parkway|Terrace|Crescent|Close|Way|Row|Gardens)\b"
)
# Where the kind of street comes first or is part of its name: `Rue de la Loire`, `Lindenstrasse`.
_STREET_ABROAD = re.compile(
    r"[A-Za-z]?,?[^\S\r\n](?:(?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Qq]uai|Calle|Avenida|Paseo|Rua|Via|Viale|Corso|Jalan|Ulica|Ulitsa)"
    r"[^\S\r\n](?:(?:de|du|des|del|della|dei|da|do|dos|las?|los|le|les)[^\S\r\n]){0,2}[A-Z\u00c0-\u00de]"
    r"|[A-Z\u00c0-\u00de]\w+(?:stra(?:ss|\u00df)e|gasse|allee|gatan|gata|gade|veien|straat|laan)(?!\w))"
)
_BOX = re.compile(r"(?<!\w)(?:P\.?[^\S\r\n]?O\.?[^\S\r\n])?Box[^\S\r\n]$")
_POSTCODE = re.compile(
    r",[^\S\r\n](?:[A-Z]{2}|(?P<city>[A-Z]\w+(?:[^\S\r\n][A-Z]\w+)?))[^\S\r\n](?:[-–][^\S\r\n])?$"
)


@filter_rule(
    "street_address",
    examples=[
        "The council meets at City Hall, {200} Main St., on Monday.",
        "Write to P.O. Box {4521} for a form.",
        "It is in Springfield, IL {62704}.",
        "They met at a flat in Marine Drive, Mumbai {400020}, on Monday.",
        "The embassy is at {14} Rue de la Loire.",
        "She was born at {9} Lindenstrasse in 1931.",
    ],
    none=["It has {12} Main Street shops.", "The road has {3} lanes."],
)
def street_address(context: Context, expression: Expression) -> bool:
    """The number of a house in a street, of a post-office box, or a postal code."""
    text, start, digits = context.text, expression.start, _bare_digits(context, expression)
    if digits is None:
        return False
    if _BOX.search(text, max(0, start - 12), start):
        return True
    code = _POSTCODE.search(text, max(0, start - 30), start) if len(digits) in (5, 6) else None
    if code and (not code["city"] or text[expression.end : expression.end + 1] in ",.;)\n"):
        return True
    if _STREET_ABROAD.match(text, expression.end):
        return True
    street = _STREET.match(text, expression.end)
    following = context.word_after(street.end()) if street else None
    return street is not None and (following is None or following.pos_ != "NOUN")


# Groups of digits with an area code, a plus sign or a trunk zero: `01632 960 174`, `+44 20 7946 0018`,
# `(555) 010-1234`, `1-800-555-0199`, `555-0134`.
_TELEPHONE = re.compile(
    r"(?<![\w.,])(?:\+[0-9]{1,3}[ -]?(?:\(0\)[ -]?)?(?:\(?[0-9]{1,5}\)?[ -]?){1,4}[0-9]{2,5}"
    r"|\(?0[0-9]{2,4}\)?[ -][0-9]{3,4}(?:[ -]?[0-9]{3,4})?"
    r"|(?:1[ -.])?\(?[0-9]{3}\)?[ -.][0-9]{3}[-.][0-9]{4}|[0-9]{3}-[0-9]{4})(?![\w%]|[.,][0-9])"
)
_LONGEST_TELEPHONE = 22  # characters of `+44 (0)20 7946 0018`, and a few more
_CALL = re.compile(
    r"(?<!\w)(?:call(?:s|ed|ing)?|dial(?:s|l?ed|l?ing)?|phone|ring|text(?:ing)?|(?:reached|contacted)(?=\son\s))"
    r"[^\S\r\n](?:the[^\S\r\n])?(?:on[^\S\r\n])?$"
    r"|(?<!\w)(?:text|sms|send)[^\S\r\n][\"'\u2018\u201c]?[A-Z]+[\"'\u2019\u201d]?[^\S\r\n]to[^\S\r\n]$",
    re.IGNORECASE,
)


@filter_rule(
    "telephone",
    examples=[
        "Call the desk on 01632 {960} {174}.",
        "Ring +{44} {20} {7946} 0018 now.",
        "The desk is at (020) {7946} 0958.",
        "Anyone who knows more should call {101}.",
        "Text {88222} to stop.",
        "Readers may text VOTE to {60300}.",
    ],
    none=["They called {300} witnesses.", "Exports were {816 000 tonnes}."],
)
def telephone(context: Context, expression: Expression) -> bool:
    """A part of a telephone number, or the short number of a service after `call`."""
    text, start, end = context.text, expression.start, expression.end
    if expression.unit != "count":
        return False
    line = max(text.rfind("\n", 0, start) + 1, start - _LONGEST_TELEPHONE)
    if any(m.start() <= start and end <= m.end() for m in _TELEPHONE.finditer(text, line, end + 12)):
        return True
    called = _CALL.search(text, max(0, start - 24), start)
    return bool(called) and _bare_digits(context, expression) is not None and not context.is_noun_at(end)


# `51.5° N`, `41°24'12.2"N`, `40 degrees north`, and decimal degrees with a comma between.
_DIRECTION = re.compile(
    r"[°º]?(?:[0-9.]+['\u2019\u2032][^\S\r\n]?(?:[0-9.]+[\"\u201d\u2033])?)?[^\S\r\n]?"
    r"(?:[NSEW](?!\w)|(?:north|south|east|west)(?=[^\S\r\n](?:and|latitude|longitude)(?!\w)|[,.;)]|$))"
)
_MINUTES = re.compile(
    r"[0-9]{1,3}[°º][^\S\r\n]?[0-9.]+['\u2019\u2032][^\S\r\n]?(?:[0-9.]+[\"\u201d\u2033][^\S\r\n]?)?[NSEW](?!\w)"
)
_DECIMAL_PAIR = re.compile(r"-?[0-9]{1,2}\.[0-9]{3,},[^\S\r\n]?-?[0-9]{1,3}\.[0-9]{3,}(?!\w)")
_LONGEST_COORDINATES = 22  # characters from either end of `-36.850631, -174.763312`


@filter_rule(
    "coordinates",
    needs="text",
    examples=[
        "It sank at {51.5°} N.",
        "The wreck is at {40.71°} N, {74.01°} W.",
        "The wreck lies at {12.5}°S, {45.2}°E.",
        "It lies at {51.5074}, {-0.1278} on the map.",
        "The hull is at {36}°{50.2}'S, {174}°{46.1}'E.",
    ],
    none=["It is {20 degrees} north of the mast.", "It is {12 miles} north."],
)
def coordinates(context: Context, expression: Expression) -> bool:
    """A latitude or longitude."""
    text, start = context.text, expression.start
    if expression.kind == "angle" or text[expression.end : expression.end + 1] in ("°", "º"):
        return bool(_DIRECTION.match(text, expression.end))
    line = max(text.rfind("\n", 0, start) + 1, start - _LONGEST_COORDINATES)
    end = start + _LONGEST_COORDINATES
    pairs = chain(_DECIMAL_PAIR.finditer(text, line, end), _MINUTES.finditer(text, line, end))
    return any(pair.start() <= start < pair.end() for pair in pairs)


@filter_rule(
    "emergency_number",
    examples=[
        "Call {911} now.",
        "The most serious {999} calls rose.",
        "The {112} operator sent help.",
        "He rang the {911} line.",
        "The ambulance service is on {112}.",
    ],
    none=["They held {911} people."],
)
def emergency_number(context: Context, expression: Expression) -> bool:
    """The number of an emergency line."""
    digits = _bare_digits(context, expression)
    if digits is None or digits not in words("emergency_numbers"):
        return False
    following = context.word_after(expression.numeral.end)
    if following is not None and following.lemma_.lower() in words("called_lines"):
        return True
    if following is not None and following.tag_ in ("NNS", "NNPS"):
        return False
    before = context.word_before(expression.numeral.start)
    if digits == "911" or before is None:
        return digits == "911"
    reached = before.lower_ == "on" and context.is_about(words("called_lines"), expression.range)
    return reached or before.lemma_.lower() in words("calling")


_CODE = re.compile(r"(?<!\w)(?:(?:pass)?code|PIN|password)(?:,|:|\s(?:is|was|of))?\s$", re.IGNORECASE)
_CODE_DIGITS = 4  # the fewest of a secret code: `Breaches of the code: 12.` counts


@filter_rule(
    "secret_code",
    needs="network",
    examples=["The PIN is {4711}.", "Her password was {8120}, police said.", "He sent the code, {4711}."],
    none=["Breaches of the code: {12}.", "Fines under the code, {640}, rose.", "The code is {2000} pages."],
)
def secret_code(context: Context, expression: Expression) -> bool:
    """The digits of a code, a PIN or a password that end their clause: `the code is 4711`."""
    digits, start = _bare_digits(context, expression), expression.numeral.start
    coded = _CODE.search(context.text, max(0, start - 16), start)
    is_long = digits is not None and len(digits) >= _CODE_DIGITS
    return bool(is_long and coded and CLOSED.match(context.text, expression.numeral.end))


@filter_rule(
    "identifier",
    needs="text",
    examples=["The number is {48151623}.", "He wrote to No. {1}."],
    none=["Separately, {250} workers were laid off."],
)
def identifier(context: Context, expression: Expression) -> bool:
    """A long string of digits, or a number after `No.`."""
    digits, start = _bare_digits(context, expression), expression.numeral.start
    if digits is None or digits in words("emergency_numbers"):
        return False
    numbered = _NUMBER_SIGN.search(context.text, max(0, start - 5), start)
    return len(digits) >= _ID_DIGITS or numbered is not None


@filter_rule(
    "enumerator",
    examples=["{Two}, harden our defences.", "{One}, the bank was never insured."],
    none=["{Two} trawlers, both from Vigo, sank."],
)
def enumerator(context: Context, expression: Expression) -> bool:
    """A number that only opens a point of the text."""
    if expression.unit != "count" or context.text[expression.end : expression.end + 1] != ",":
        return False
    opens = context.token_at(expression.start).is_sent_start
    return bool(opens) and expression.numeral.form == "words" and expression.high <= _LIST_LENGTH


@filter_rule(
    "footnote",
    needs="text",
    examples=["Nobody knows.[{3}]", "It is large[{12}] and old."],
    none=["They found {12} birds [sic]."],
)
def footnote(context: Context, expression: Expression) -> bool:
    """The number of a note in square brackets, right behind a word or a mark."""
    text, start, end = context.text, expression.start, expression.end
    behind = start > 1 and text[start - 1] == "[" and not text[start - 2].isspace()
    return behind and text[end : end + 1] == "]" and expression.unit == "count"


@filter_rule(
    "list_number",
    needs="text",
    examples=["{1}. Wash the rice.", "It was shown [{12}] before.", "{3}) Stir in the flour."],
    none=["{3} cooks stirred the soup."],
)
def list_number(context: Context, expression: Expression) -> bool:
    """The number of a point of a list or of a reference."""
    text, start, end = context.text, expression.start, expression.end
    around = text[start - 1 : start] + text[end : end + 1]
    if around == "[]":
        return expression.unit == "count"
    if not text[start:end].isdecimal():
        return False
    if around == "()":
        return expression.high <= _LIST_LENGTH
    if start and text[start - 1] != "\n":
        return False
    if text[end : end + 1] in ("", "\n", "\r"):
        return expression.high <= _LONGEST_LIST
    return bool(_LIST_NUMBER.match(text, end))


@filter_rule(
    "proper_noun",
    examples=["The band {Seven} returns to television.", "The band {Six} plays in Porto."],
    none=["{Seven} ministers stayed away."],
)
def proper_noun(context: Context, expression: Expression) -> bool:
    """A capitalised word or a code that the parse takes for a name: `Seven`, `B52`."""
    number = _number(context, expression)
    if not expression.is_single_count or number.idx != expression.numeral.start:
        return False
    return number.pos_ == "PROPN" and number.text[0].isupper()


_LEAST_COUNTED = 1e6  # a number as large is no label: `users number 100m`


@filter_rule(
    "label",
    examples=[
        "It came from reactor {4} of the plant.",
        "It was on page {12}.",
        "They won again on day {five}.",
    ],
    none=["The toll rose to {12}.", "Police arrested {12} men.", "Its users number {960}."],
)
def label(context: Context, expression: Expression) -> bool:
    """A number that names one of several: `day five`, `police posts 542 and 543`."""
    if not expression.is_single_count or expression.numeral.form == "plural":
        return False
    number, digits = _number(context, expression), expression.numeral.form == "digits"
    before = context.word_before(expression.start)
    if before is None:
        return False
    numbered = before.lower_ in ("no.", "no", "nos.", "number", "numbers", "nr.")
    if numbered and digits and expression.high < _LEAST_COUNTED:
        counts = before.lower_ == "number" and before.i and before.nbor(-1).tag_ in ("NNS", "WDT", "WP", "MD")
        return before.lower_ != "no" and not counts  # `huts number 960`
    if before.lower_ in words("labels"):
        return True
    plain = not expression.numeral.scaled and "," not in number.text
    counts = number.head.i > number.i and number.dep_ == "nummod" and number.head.pos_ != "PROPN"
    if before.pos_ == "PROPN" and digits and not counts:
        return plain and number.dep_ not in _LOOSE
    while number.dep_ == "conj" and number.head.pos_ in ("NUM", "PROPN") and number.head.i < number.i:
        number = number.head
        before = next(context.before(number.idx), before)
    if before.pos_ not in ("NOUN", "PROPN") or number.dep_ in _LOOSE:
        return False
    if before.lemma_.lower() in words("casualties"):
        return False
    alone = not context.is_noun_at(end_of(number))
    follows = number.head.i == before.i or (alone and not number.is_sent_start)
    return follows and not expression.numeral.scaled and "," not in number.text


_KIND = re.compile(rf"(?:{GAP}|-)(?:calib(?:re|er)|gauge)(?!\w)|-a-side(?!\w)", re.IGNORECASE)


@filter_rule(
    "kind",
    examples=["Police found a {.38} calibre pistol.", "They play {seven}-a-side football."],
    none=["Police found {38} pistols.", "They sat {seven} to a side."],
)
def kind_of_thing(context: Context, expression: Expression) -> bool:
    """The kind of a gun or a team game, by its calibre or the size of a team."""
    return expression.unit == "count" and bool(_KIND.match(context.text, expression.end))


@filter_rule(
    "compound",
    examples=[
        "It is a {two}-way street.",
        "It is a {one}-sided game.",
        "It was a {two-bit} farce.",
        "She made it on a {two}-track.",
    ],
    none=["A {five}-member panel met.", "The {12}-part series on Chad begins."],
)
def compound(context: Context, expression: Expression) -> bool:
    """The first part of a compound that counts nothing: `two-way`, `737-MAX`."""
    text, end = context.text, expression.end
    if (
        expression.unit == "bit"
        and expression.numeral.form == "words"
        and "-" in text[expression.start : end]
    ):
        return True  # `two-bit`, unlike `64-bit`
    if not expression.is_single_count or text[end : end + 1] not in HYPHENS:
        return False
    after = list(islice(context.after(end), 2))
    if len(after) < 2 or text[end + 1 : end + 2].isspace():
        return False
    word = after[1]
    return (
        text[expression.start : end].lower() == "one"
        or word.lower_ in words("idle_compounds")
        or word.pos_ in ("ADJ", "ADV", "VERB", "ADP")
        or (word.text[0].isupper() and expression.numeral.form == "digits")
    )


@filter_rule(
    "ordinal_fraction",
    examples=["She scored {a third} goal."],
    none=[
        "It fell by {a third}.",
        "{A third} of them left.",
        "Drought cut the crop by between {a quarter and a third}.",
        "Rents in Porto rose {a tenth}.",
    ],
)
def ordinal_fraction(context: Context, expression: Expression) -> bool:
    """`a third`, where it is the next after the second and no share."""
    written = context.text[expression.start : expression.end].lower()
    if (
        expression.group == "range"
        or expression.kind != "fraction"
        or written == "a half"
        or not written.startswith(("a ", "a\u00a0"))
    ):
        return False
    following = context.word_after(expression.end)
    before = context.word_before(expression.start)
    if following is not None and (following.lower_ == "of" or following.tag_ == "VBP"):
        return False
    shared = words("before_share") | words_of_change("verbs").keys()
    if before is None or not is_one_of(before, shared):
        return True
    return following is not None and (
        following.pos_ in ("NOUN", "PROPN", "ADJ", "NUM") or following.text == "-"
    )


@filter_rule(
    "half",
    examples=["They led in the first {half}.", "Her {half}-brother left."],
    none=["{Half} of them left."],
)
def half(context: Context, expression: Expression) -> bool:
    """`half` that is a period or part of a name of kinship: `the first half`, `half-brother`."""
    written = context.text[expression.start : expression.end].lower()
    if expression.kind != "fraction" or written not in ("half", "a half"):
        return False
    before = context.word_before(expression.start)
    if before is not None and (before.lower_ in words("before_idle_half") or before.tag_ in ("PRP$", "POS")):
        return True
    following = context.word_after(expression.end)
    if following is None:
        return False
    glued = context.text[expression.end : expression.end + 1] in HYPHENS
    return glued or (following.pos_ in ("NOUN", "ADJ", "PROPN") and following.tag_ != "NNS")


# Contracts that promise no hours of work.
_ZERO_HOURS = re.compile(rf"{GAP}(?:contract|work|worker|job|deal|employment|staff)")


@filter_rule(
    "zero",
    examples=[
        "It has {zero}.",
        "The net {zero} plan was dropped.",
        "The union wants {zero-hours} contracts banned.",
    ],
    none=["The risk is {zero}.", "Growth was close to {zero}.", "It took {zero hours}."],
)
def idle_zero(context: Context, expression: Expression) -> bool:
    """A zero that is neither a number of things nor a level."""
    number = _number(context, expression)
    if expression.unit == "hour" and expression.high == 0:
        return bool(_ZERO_HOURS.match(context.text, expression.end))
    if expression.unit != "count" or number.lower_ != "zero":
        return False
    counts = number.dep_ == "nummod" and number.head.i > number.i
    return not counts and not any(child.dep_ in ("case", "cop") for child in number.children)


# After `one night` that says when something happened.
_AT_TIME = re.compile(
    rf"{GAP}(?:at{GAP}[0-9.:]+(?:[ap]m)?|when|while|in{GAP}(?:[12][0-9]{{3}}|{any_of(months())}))(?!\w)|,",
    re.IGNORECASE,
)


@filter_rule(
    "one",
    examples=["It was {one} of them.", "The phone rang {one night} in 2004."],
    none=[
        "They stayed for {one night} in Rome.",
        "At least {one} shell fell.",
        "{One} civilian was killed.",
        "Its gold medals grew from {one} to {nine}.",
        "Some fled, and {one} was wounded by a mine.",
    ],
)
def idle_one(context: Context, expression: Expression, relation: Relation, counted: set[str]) -> bool:
    """`one` that does not count; `counted` are the lemmas of the nouns that larger numbers count.

    `at least one shell` and `one was killed` count, and so does `one` before one of those nouns.
    """
    written = context.text[expression.numeral.start : expression.numeral.end].lower()
    if written != "one" or relation != "=" or expression.group != "single" or expression.low != 1:
        return False
    if expression.is_measure:
        before = context.word_before(expression.start)
        marked = before is not None and before.pos_ in ("ADP", "ADV", "DET", "VERB")
        if expression.unit == "night":  # `rang one night in 2004`, not `stayed one night in Rome`
            stays = before is not None and is_one_of(before, words("taking_time"))
            by_event = before is not None and before.pos_ == "VERB" and not stays
            return (by_event or not marked) and _AT_TIME.match(context.text, expression.end) is not None
        return expression.unit in ("day", "bit") and not marked
    if expression.kind != "count":
        return False
    after = list(islice(context.after(expression.end), 5))
    if _counts_one(after):
        return False
    noun = next((token for token in after[:3] if token.pos_ in ("NOUN", "ADP")), None)
    if noun is None or noun.pos_ == "ADP":
        return True
    is_harmed = is_one_of(noun, words("people")) and is_one_of(noun.head, words("casualties"))
    return not is_harmed and noun.lemma_.lower() not in counted


def _counts_one(after: list[Token]) -> bool:
    """Whether the words after `one` are a second level, or name a harm done."""
    first, then = [*after, None, None][:2]
    if first is None or then is None:
        return False
    if first.lower_ == "to":
        return then.pos_ == "NUM"
    return first.pos_ == "AUX" and then.pos_ == "VERB" and then.lemma_.lower() in words("casualties")


# Of someone, unlike of a risk.
_SOMEONE = re.compile(rf"(?<!\w)(?:he|she|you)(?:{GAP}(?:is|was|are)|['\u2019](?:s|re)){GAP}$", re.IGNORECASE)
# To think twice is to hesitate; an aim that is twofold has two parts; `hundreds and hundreds` are hundreds.
_THINK = re.compile(rf"(?<!\w)(?:think|thinks|thinking|thought){GAP}$", re.IGNORECASE)
_A_DAY = re.compile(rf"{GAP}(?:an?|each|every|per){GAP}", re.IGNORECASE)
_BEING = re.compile(rf"(?<!\w)(?:is|are|was|were|be|been){GAP}(?:[a-z]+ly{GAP})?$", re.IGNORECASE)


@filter_rule(
    "idiom",
    examples=[
        "I didn't think {twice}.",
        "The aim is {twofold}.",
        "They heard scores and {scores} of lies.",
        "She is {one in a million}.",
    ],
    none=[
        "The risk in Oslo is {one in a million}.",
        "Yields were {tenfold} those of dry plots.",
        "The rise was {threefold}.",
        "They think {twice} each day.",
        "They sold {hundreds} and {thousands}.",
    ],
)
def idiom(context: Context, expression: Expression) -> bool:
    """`think twice`, `the aim is twofold`, `she is one in a million`, the second `hundreds` of two."""
    text, start, end = context.text, expression.start, expression.end
    written = text[expression.numeral.start : expression.numeral.end].lower()
    if written == "one in a million":
        return _SOMEONE.search(text, max(0, start - 24), start) is not None
    if expression.numeral.form == "plural":
        return text[max(0, start - 24) : start].lower().endswith((f" {written} and ", f" {written} upon "))
    if written == "twice":
        return bool(_THINK.search(text, max(0, start - 12), start)) and not _A_DAY.match(text, end)
    is_part = written in ("twofold", "threefold") and CLOSED.match(text, end)
    is_predicate = is_part and _BEING.search(text, max(0, start - 24), start)
    return bool(is_predicate) and not context.is_about(words("multiplied"), expression.range)


FILTERS = (
    in_date, kind_of_thing, street_address, in_name, in_address, clock_time, emergency_number, telephone,
    coordinates, secret_code, identifier, enumerator, time_ago, year_or_two, footnote, list_number,
    proper_noun, label, year, compound, ordinal_fraction, half, idle_multiple, idle_zero, points_scored,
    *RESULTS, rank, clock_with_point, short_year, idiom,
)  # fmt: skip
# Filters that read a form which has no other reading: the network does not overrule them.
CERTAIN = (
    street_address, telephone, emergency_number, coordinates, secret_code, time_ago, short_year,
    footnote, kind_of_thing, idiom, *RESULTS,
)  # fmt: skip


def _number(context: Context, expression: Expression) -> Token:
    return context.token_at(expression.numeral.end - 1)


def _bare_digits(context: Context, expression: Expression) -> str | None:
    """The digits of a number without a unit that is nothing but digits."""
    digits = context.text[expression.numeral.start : expression.numeral.end]
    return digits if expression.unit == "count" and digits.isdecimal() else None
