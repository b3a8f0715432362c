"""Words exchanged: terms spun by a thesaurus, prose spun, idioms and government calqued.

The wordings are what paraphrasing tools and word-by-word translation give; they were written
without a look at the detectors' lists, which hold some of them and not others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

from mtqa.synth.kinds import exchanging
from mtqa.synth.model import Corruption

#: Terms that are spun in print again and again, with renderings seen or likely.
_NOTORIOUS: Mapping[str, Sequence[str]] = {
    "artificial intelligence": ("counterfeit consciousness", "man-made brainpower"),
    "machine learning": ("AI calculations", "machine getting the hang of", "apparatus learning"),
    "deep learning": ("profound learning", "profound getting the hang of"),
    "neural network": ("neural organization", "brain organization"),
    "neural networks": ("neural organizations", "brain organizations"),
    "big data": ("enormous information", "huge information", "colossal information"),
    "cloud computing": ("distributed computing", "haze figuring", "cloud registering"),
    "data mining": ("information mining", "information digging"),
    "breast cancer": ("bosom peril", "bosom disease", "bosom malignancy"),
    "lung cancer": ("cellular breakdown in the lungs", "lung malignant growth"),
    "kidney failure": ("kidney disappointment",),
    "heart failure": ("cardiovascular breakdown", "heart disappointment"),
    "heart attack": ("respiratory failure", "coronary assault", "heart assault"),
    "blood pressure": ("circulatory strain", "blood tension", "pulse pressing factor"),
    "immune system": ("insusceptible framework", "safe framework", "resistant framework"),
    "health care": ("medical services", "wellbeing care", "medicinal services"),
    "climate change": ("environmental change", "atmosphere change", "climatic switch"),
    "global warming": ("an Earth-wide temperature boost", "worldwide warming"),
    "operating system": ("working framework", "operating framework"),
    "operating systems": ("working frameworks", "operating frameworks"),
    "source code": ("source cipher", "supply code"),
    "open source": ("open supply", "open wellspring"),
    "web browser": ("internet browser program", "net program", "web program"),
    "hard drive": ("hard power", "difficult drive"),
    "search engine": ("web crawler", "pursuit motor", "inquiry motor"),
    "search engines": ("web crawlers", "pursuit motors"),
    "interest rates": ("loan costs", "intrigue rates", "premium rates"),
    "interest rate": ("loan cost", "intrigue rate", "premium rate"),
    "stock market": ("financial exchange", "inventory marketplace", "stock bazaar"),
    "central bank": ("national bank", "focal bank"),
    "supply chain": ("store network", "inventory network", "supply fetter"),
    "human rights": ("common freedoms", "basic liberties", "humanoid privileges"),
    "white blood cells": ("white platelets", "white blood organelles"),
    "magnetic field": ("attractive field", "magnetic arena"),
    "solar system": ("nearby planetary group", "planetary framework", "sunlight based framework"),
    "remote sensing": ("far off detecting", "distant detecting"),
    "random forest": ("irregular woodland", "arbitrary backwoods"),
    "private sector": ("private area", "private quarter"),
    "public sector": ("public area", "open division"),
}

#: Words of technical terms with what a thesaurus offers for them.
_THESAURUS: Mapping[str, Sequence[str]] = {
    "data": ("information", "facts"),
    "set": ("group", "collection"),
    "system": ("framework", "scheme"),
    "systems": ("frameworks", "schemes"),
    "network": ("organization", "grid"),
    "networks": ("organizations", "grids"),
    "analysis": ("investigation", "examination"),
    "model": ("version", "mannequin"),
    "standard": ("fashionable", "ordinary"),
    "deviation": ("aberration", "digression"),
    "control": ("manipulate", "command"),
    "group": ("bunch", "gathering"),
    "random": ("arbitrary", "haphazard"),
    "sample": ("specimen", "example"),
    "sampling": ("examining", "tasting"),
    "error": ("blunder", "mistake"),
    "rate": ("charge", "price"),
    "growth": ("boom", "development"),
    "energy": ("vitality", "power"),
    "kinetic": ("dynamic", "motor"),
    "potential": ("capability", "expected"),
    "nuclear": ("atomic", "nuclear-powered"),
    "power": ("force", "strength"),
    "plant": ("vegetation", "herb"),
    "cell": ("cubicle", "chamber"),
    "cells": ("cubicles", "chambers"),
    "membrane": ("film", "layer"),
    "wall": ("divider", "partition"),
    "stem": ("stalk", "undifferentiated"),
    "red": ("crimson", "scarlet"),
    "blood": ("gore", "lifeblood"),
    "natural": ("characteristic", "regular"),
    "selection": ("choice", "determination"),
    "light": ("mild", "gentle"),
    "speed": ("velocity", "pace"),
    "wave": ("surge", "swell"),
    "free": ("unfastened", "loose"),
    "software": ("programming", "programme ware"),
    "language": ("tongue", "dialect"),
    "programming": ("scheduling", "coding"),
    "user": ("client", "consumer"),
    "interface": ("boundary", "port"),
    "command": ("order", "charge"),
    "line": ("queue", "row"),
    "file": ("record", "document"),
    "memory": ("reminiscence", "recollection"),
    "text": ("textual content", "wording"),
    "editor": ("proofreader", "manager"),
    "virtual": ("digital", "simulated"),
    "machine": ("gadget", "device"),
    "supply": ("deliver", "stock"),
    "demand": ("request", "call for"),
    "market": ("marketplace", "bazaar"),
    "capital": ("metropolis", "funding"),
    "gross": ("disgusting", "crude"),
    "domestic": ("household", "home-grown"),
    "product": ("item", "produce"),
    "foreign": ("overseas", "outside"),
    "exchange": ("swap", "alternate"),
    "mental": ("intellectual", "psychological"),
    "health": ("fitness", "wellness"),
    "social": ("societal", "gregarious"),
    "media": ("press", "news outlets"),
    "case": ("instance", "container"),
    "study": ("examination", "learn"),
    "public": ("open", "community"),
    "opinion": ("view", "judgment"),
    "drug": ("medicine", "narcotic"),
    "resistance": ("opposition", "obstruction"),
    "side": ("aspect", "flank"),
    "effects": ("outcomes", "impacts"),
    "clinical": ("scientific", "medical"),
    "trial": ("preliminary", "hearing"),
    "trials": ("preliminaries", "hearings"),
    "double": ("twofold", "dual"),
    "black": ("dark", "dim"),
    "hole": ("pit", "opening"),
    "holes": ("pits", "openings"),
    "water": ("aqua", "moisture"),
    "vapor": ("fume", "steam"),
}

#: Terms of two words, both in the thesaurus, that native prose uses.
_TERMS = tuple(
    "data set,control group,control groups,standard deviation,random sample,random sampling,"
    "sample set,error rate,growth rate,kinetic energy,potential energy,nuclear power,power plant,"
    "cell membrane,cell wall,stem cells,stem cell,red blood,blood cells,natural selection,"
    "light wave,free software,free market,programming language,user interface,command line,"
    "file system,file systems,text editor,virtual machine,supply and demand,gross domestic product,"
    "domestic product,foreign exchange,exchange rate,exchange rates,mental health,social media,"
    "social network,social networks,case study,public opinion,public health,drug resistance,"
    "side effects,clinical trial,clinical trials,black hole,black holes,water vapor,power line,"
    "data analysis,control system,energy market,market power,market share,media network".split(",")
)

#: Everyday prose and what paraphrasing tools make of it.
_SPUN: Mapping[str, Sequence[str]] = {
    "one of the most": ("a standout amongst the most", "quite possibly the most"),
    "one of the best": ("a standout amongst other", "outstanding amongst other"),
    "the winter": ("the colder time of year", "the chilly climate months"),
    "the summer": ("the late spring", "the mid year"),
    "please": ("if it's not too much trouble", "if you don't mind"),
    "years of experience": ("long stretches of involvement", "long periods of experience"),
    "all over the world": ("everywhere throughout the world", "from one side of the planet"),
    "around the world": ("all throughout the planet", "round the sector"),
    "in order to": ("with the end goal to", "that allows you to"),
    "on the other hand": ("then again hand", "alternatively hand"),
    "for a long time": ("for quite a while period", "for an extensive stretch"),
    "more and more": ("an ever increasing number of", "to an ever increasing extent"),
    "seems to": ("gives off an impression of being to", "gives the impression to"),
    "at the same time": ("in the meantime time", "at the identical time"),
    "human beings": ("people creatures", "individuals"),
    "young people": ("youngsters individuals", "youthful humans"),
    "years old": ("years of age old", "years antique"),
    "high school": ("secondary college", "excessive faculty", "tall school"),
    "make sure": ("make certain you", "make beyond any doubt"),
    "take care of": ("deal with care of", "take care of out"),
    "last year": ("a year ago year", "final 12 months", "closing yr"),
    "this year": ("this 12 months", "this yr"),
    "first time": ("first run through", "first actual time"),
    "right now": ("right this moment now", "proper now"),
    "a lot of": ("a parcel of", "a whole lot of of"),
    "of course": ("of direction", "of path", "of route"),
    "no longer": ("not, at this point", "never again"),
    "good luck": ("excellent fortune", "favorable luck"),
    "real estate": ("land bequest", "actual property"),
    "cell phone": ("mobile phone phone", "cellular smartphone"),
    "United States": ("Assembled States", "Joined States", "Unified States"),
    "White House": ("White Residence", "White Abode"),
    "United Nations": ("Assembled Countries", "Unified Countries"),
    "New York": ("Unused York", "Fresh York"),
    "so far": ("up until this point", "thus a ways"),
    "well known": ("notable known", "properly recognised"),
    "such as": ("inclusive of", "which includes"),
    "free time": ("spare energy", "loose time"),
    "due to the fact": ("because of the truth", "owing to the reality"),
    "hard work": ("tough paintings", "difficult work"),
    "at least": ("in any event", "as a minimum"),
    "in fact": ("in truth of fact", "actually talking"),
    "social media": ("web-based media", "online networking"),
    "interesting": ("fascinating with regards to", "exciting"),
}

#: English wordings and what word-by-word translation makes of them.
_CALQUED: Mapping[str, Sequence[str]] = {
    "took part in": ("took participation in", "participated at"),
    "take part in": ("take participation in", "participate at"),
    "took place": ("had place", "took its place"),
    "takes place": ("has place", "takes its place"),
    "pay attention to": ("put attention on", "make attention to"),
    "makes sense": ("has sense", "does sense"),
    "make sense": ("have sense", "give sense"),
    "depends on": ("depends of", "depends from"),
    "depend on": ("depend of", "depend from"),
    "interested in": ("interested for", "interested on"),
    "consists of": ("consists in", "consists from"),
    "for the first time": ("by first time", "for first time"),
    "responsible for": ("responsible of", "in answer for"),
    "according to": ("in accordance to", "conforming to"),
    "married to": ("married with", "in marriage with"),
    "the majority of": ("the most of", "the major part of"),
    "discussed": ("discussed about", "spoke over"),
    "entered the": ("entered in the", "entered into the inside of the"),
    "explained that": ("explained us that", "made clear that it"),
    "most of the": ("the most of the", "the biggest part of the"),
    "different from": ("different of", "other than from"),
    "similar to": ("similar with", "resembling on"),
    "made a decision": ("took a decision", "took the decision"),
    "have to": ("have the necessity to", "are obliged of"),
    "in recent years": ("in the last years", "during the last years"),
    "in the end": ("at the end of ends", "in the final of all"),
    "by the way": ("in between said", "to the purpose"),
    "again and again": ("one time and another", "ever again once more"),
    "it is important": ("it results important", "it is of importance"),
    "is called": ("calls itself", "is named as"),
    "would like to": ("would want to like", "would have pleasure to"),
    "as a result": ("as result", "in result"),
    "on average": ("in average", "in the average"),
    "at least": ("as minimum", "at the least thing"),
    "in other words": ("with other words", "said by other words"),
    "from time to time": ("from when to when", "of time in time"),
    "step by step": ("step after step by step", "pass to pass"),
    "spend time": ("pass the time", "spend the hours"),
    "had a chance": ("had the possibility", "was having a possibility"),
    "play a role": ("play a paper", "play the rule"),
    "played a role": ("played a paper", "played the rule"),
    "on the one hand": ("from one side", "for one part"),
    "listen to": ("listen", "hear to"),
    "wait for": ("wait", "expect to"),
    "answer the": ("answer to the", "give answer on the"),
    "succeeded in": ("succeeded to", "got success on"),
    "reason for": ("reason of", "cause of why"),
    "increase in": ("increase of the", "augmentation in"),
}

_PLEONASTIC: Mapping[str, Sequence[str]] = {
    "returned to": ("returned back to",),
    "return to": ("return back to",),
    "better than": ("more better than",),
    "easier": ("more easier",),
    "repeated": ("repeated again",),
    "discuss": ("discuss about",),
    "plan": ("plan in advance",),
    "rose": ("rose up",),
    "entered": ("entered inside",),
    "because": ("the reason is because",),
    "free": ("for free of charge",),
    "small": ("small little",),
}

#: Formal verbs and what a thesaurus offers for them from another register.
_COLLOQUIAL: Mapping[str, Sequence[str]] = {
    "received": ("nabbed", "copped"),
    "obtained": ("nabbed", "wangled"),
    "rejected": ("chucked out", "gave the boot to"),
    "withdrew": ("yanked", "pulled the plug on"),
    "created": ("cooked up", "whipped up"),
    "discussed": ("yakked about", "chewed the fat on"),
    "announced": ("blabbed out", "spilled"),
    "criticised": ("griped about", "bad-mouthed"),
    "criticized": ("griped about", "bad-mouthed"),
    "defeated": ("clobbered", "creamed"),
    "presented": ("plonked down", "dished up"),
    "paid": ("coughed up", "forked over"),
}


def _spun_terms(terms: Sequence[str]) -> Mapping[str, Sequence[str]]:
    """Return every rendering of ``terms`` with at least two words exchanged."""
    table: dict[str, Sequence[str]] = {}
    for term in terms:
        words = [_THESAURUS.get(word, (word,)) for word in term.split()]
        table[term] = tuple(" ".join(choice) for choice in product(*words))
    return table


CORRUPTIONS = (
    Corruption("lexical.tortured_phrase", exchanging(_NOTORIOUS)),
    Corruption("lexical.tortured_generalised", exchanging(_spun_terms(_TERMS))),
    Corruption("lexical.spinner_synonym", exchanging(_SPUN)),
    Corruption("lexical.calque", exchanging(_CALQUED)),
    Corruption("lexical.pleonasm", exchanging(_PLEONASTIC)),
    Corruption("lexical.register_break", exchanging(_COLLOQUIAL)),
)
