"""Everyday nouns that English counts: what tells a wrong number beside them."""

from __future__ import annotations

#: Nouns that hardly stand before another noun, by their singular.
PLURAL_OF = {
    **{
        noun: noun + "s"
        for noun in (
            "student teacher friend brother sister parent boy girl worker player soldier doctor "
            "tourist visitor customer citizen farmer writer reader user driver member leader "
            "problem question answer reason result village school book word letter "
            "computer phone image photo film song thing idea method system device tool law rule "
            "example road building tree flower animal dog bird chair door window event "
            "disease factor element island river mountain website article document project "
            "room hotel shop product disadvantage advantage difference mistake change step skill "
            "job hour day week month year minute reader expert scientist engineer artist president "
            "minister citizen passenger neighbour neighbor prisoner enemy king god"
        ).split()
        if noun not in {"enemy"}
    },
    **{
        "country": "countries",
        "city": "cities",
        "company": "companies",
        "university": "universities",
        "baby": "babies",
        "story": "stories",
        "activity": "activities",
        "opportunity": "opportunities",
        "possibility": "possibilities",
        "difficulty": "difficulties",
        "child": "children",
        "man": "men",
        "woman": "women",
        "wife": "wives",
        "enemy": "enemies",
        "language": "languages",
        "place": "places",
        "house": "houses",
        "picture": "pictures",
        "course": "courses",
        "game": "games",
        "vehicle": "vehicles",
        "machine": "machines",
        "car": "cars",
        "fact": "facts",
    },
}
