"""The light check of the language."""

from __future__ import annotations

import pytest

from claimx.api import detect_language

# The same sentence in each language.
SENTENCES = {
    "en": "The minister said on Tuesday that the bridge would stay closed until engineers had tested "
    "every cable, and that nobody could say how long the work would take.",
    "fr": "La ministre a déclaré mardi que le pont resterait fermé jusqu'à ce que les ingénieurs aient "
    "vérifié chaque câble, et que personne ne pouvait dire combien de temps dureraient les travaux.",
    "de": "Die Ministerin sagte am Dienstag, die Brücke bleibe gesperrt, bis Ingenieure jedes Kabel geprüft "
    "hätten, und niemand könne sagen, wie lange die Arbeiten dauern würden.",
    "es": "La ministra dijo el martes que el puente seguirá cerrado hasta que los ingenieros hayan revisado "
    "cada cable, y que nadie puede decir cuánto durarán las obras.",
    "nl": "De minister zei dinsdag dat de brug dicht blijft totdat ingenieurs elke kabel hebben getest, en "
    "dat niemand kan zeggen hoe lang het werk gaat duren.",
    "ru": "Министр заявила во вторник, что мост останется закрытым, пока инженеры не проверят каждый трос, "
    "и никто не может сказать, сколько продлятся работы.",
    "ja": "大臣は火曜日、技術者がすべてのケーブルを検査するまで橋は閉鎖されたままであり、作業にどれくらい"
    "かかるかは誰にも分からないと述べた。",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_languages(language: str) -> None:
    assert detect_language(SENTENCES[language]) == language


@pytest.mark.parametrize(
    "text", ["", "Vote 54-43", "Mara Lindqvist, Port Ellis", "12\u0085\ufdd0\x01 34" * 100]
)
def test_a_text_too_short_to_tell_is_taken_for_english(text: str) -> None:
    assert detect_language(text) == "en"


def test_figures_and_signs_do_not_count() -> None:
    assert detect_language("| 17 | 2.5 % | ¶ § \x01\n" * 100 + SENTENCES["en"]) == "en"
