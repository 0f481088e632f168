"""Who is who across articles."""

from __future__ import annotations

from sheets import sheet

from claimx.compare.names import Name, Names


def names(*articles: dict[str, str]) -> Names:
    """Names of entities, name -> label, as several articles have them."""
    found = Names()
    for number, entities in enumerate(articles):
        found.add(sheet(str(number), ". ".join(entities) + ".", names=entities))
    return found


def people(*texts: str) -> list[str | None]:
    """What the names of people, each from an article of its own, are joined to."""
    found = names(*({text: "PERSON"} for text in texts))
    return [found.canonical(Name(text, True)) for text in texts]


def test_a_surname_and_the_full_name() -> None:
    assert people("Benjamin Netanyahu", "Netanyahu") == ["Benjamin Netanyahu"] * 2


def test_two_clintons_stay_two() -> None:
    texts = ["Hillary Clinton", "Bill Clinton", "Clinton"]
    assert people(*texts) == texts


def test_initials_short_forms_and_titles() -> None:
    assert len(set(people("Benjamin Netanyahu", "B. Netanyahu", "Mr. Netanyahu"))) == 1
    assert len(set(people("Thomas Reyes", "Tom Reyes", "Reyes"))) == 1


def test_a_father_and_a_son_stay_two() -> None:
    assert len(set(people("John Moss", "John Moss Jr."))) == 2


def test_the_name_used_most_is_shown() -> None:
    assert people("Tom Reyes", "Thomas Reyes", "Tom Reyes")[1] == "Tom Reyes"


def test_a_first_name_alone_is_nobody_in_particular() -> None:
    assert people("Karin Lodge", "Karin") == ["Karin Lodge", "Karin"]


def test_organizations() -> None:
    found = names({"Acme Inc.": "ORG"}, {"the Acme": "ORG"}, {"Acme Foods": "ORG"})
    acme, the_acme, foods = (found.canonical(Name(n, False)) for n in ("Acme Inc.", "the Acme", "Acme Foods"))
    assert acme == the_acme != foods


def test_an_acronym_that_an_article_explains() -> None:
    article = sheet("a", "The Levant Relief Network (LRN) left.", names={"Levant Relief Network": "ORG"})
    mention = {"start": 27, "end": 30, "text": "LRN", "kind": "name"}
    entity = article.entities[0].model_copy(
        update={"mentions": [*article.entities[0].mentions, type(article.entities[0].mentions[0])(**mention)]}
    )
    found = Names()
    found.add(article.model_copy(update={"entities": [entity]}))
    found.add(sheet("b", "LRN left.", names={"LRN": "ORG"}))
    assert found.canonical(Name("LRN", False)) == found.canonical(Name("Levant Relief Network", False))


def test_a_person_is_no_organization() -> None:
    found = names({"Vance": "ORG"}, {"Petra Vance": "PERSON"})
    assert found.canonical(Name("Vance", False)) == "Vance"
    assert found.canonical(None) is None
