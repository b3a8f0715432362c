"""Grammar broken as by engines that translate word by word: number, articles, verbs, prepositions.

Each table was written from what other languages do, not from the detectors' patterns.
"""

from __future__ import annotations

import re
from random import Random

from mtqa.synth.kinds import exchanging, rewriting, together
from mtqa.synth.model import Corruption

_PLAIN = {"has": "have", "does": "do", "goes": "go", "is": "are", "was": "were", "says": "say"}
_VERBS = "|".join(_PLAIN)
_COMPARED = "better|worse|bigger|larger|smaller|higher|lower|faster|easier|older|younger|longer"
_PAST_OF = {
    **{"go": "went", "come": "came", "make": "made", "take": "took", "get": "got", "see": "saw"},
    **{"know": "knew", "have": "had", "be": "was", "give": "gave", "find": "found", "say": "said"},
}
#: Past forms of what happens at a time, each with participle and infinitive.
_MOVED = {
    **{"returned": ("returned", "return"), "arrived": ("arrived", "arrive")},
    **{"came": ("come", "come"), "went": ("gone", "go"), "died": ("died", "die")},
}
_PAST_FOR = {
    **{"gone": "went", "taken": "took", "given": "gave", "seen": "saw", "begun": "began"},
    **{"written": "wrote", "known": "knew", "spoken": "spoke", "grown": "grew", "fallen": "fell"},
    **{"chosen": "chose", "broken": "broke", "driven": "drove", "done": "did", "become": "became"},
}


def _disagree(found: re.Match[str], _: Random) -> str:
    return f"{found['who']} {_PLAIN[found['verb']]}"


def _plural_agrees(found: re.Match[str], _: Random) -> str:
    verb = {"are": "is", "were": "was", "have": "has", "do": "does"}[found["verb"]]
    return f"{found['who']} {verb}"


def _past_after(found: re.Match[str], _: Random) -> str:
    return f"{found['aux']} {_PAST_OF[found['verb']]}"


def _perfect_then(found: re.Match[str], random: Random) -> tuple[str, str, str]:
    """Put a perfect of either kind, or a future, beside a time that is over."""
    when = random.choice(("yesterday", "last week", "two days ago"))
    participle, plain = _MOVED[found["verb"]]
    verb = random.choice((f"has {participle}", f"has {participle}", f"will {plain}"))
    return f"{found['who']} ", f"{verb}{found['to']} {when}", ""


def _past_for_participle(found: re.Match[str], _: Random) -> tuple[str, str, str]:
    return "", f"{found['aux']} {_PAST_FOR[found['participle']]}", ""


def _lost_hearer(found: re.Match[str], random: Random) -> tuple[str, str, str]:
    verb = random.choice(("told", "informed", "has informed", "reminded"))
    return f"{found['who']} ", f"{verb} that", found["what"]


def _be_for_have(found: re.Match[str], _: Random) -> tuple[str, str, str]:
    return f"{found['who']} ", f"is {_MOVED[found['verb']][0]}", ""


def _to_after(found: re.Match[str], _: Random) -> str:
    return f"{found['modal']} to {found['verb']}"


def _other_article(found: re.Match[str], _: Random) -> tuple[str, str, str]:
    other = {"a": "an", "an": "a", "A": "An", "An": "A"}[found["article"]]
    return "", other, f" {found['word']}"


def _drop_verb(found: re.Match[str], _: Random) -> tuple[str, str, str]:
    return "", f"{found['who']} {found['adverb']}{found['rest']}", ""


def _deny_again(found: re.Match[str], _: Random) -> str:
    return f"{found['who']} {found['aux']} not {found['verb']}"


def _doubled(found: re.Match[str], random: Random) -> str:
    return f"{random.choice(('more', 'more', 'much more'))} {found[0]}"


def _add_article(found: re.Match[str], _: Random) -> tuple[str, str, str]:
    return f"{found['before']} ", "the", f" {found['name']}"


def _drop_article(found: re.Match[str], _: Random) -> str:
    return f"{found['before']} {found['after']}"


def _article_before(found: re.Match[str], _: Random) -> tuple[str, str, str]:
    return "", f"the {found['own']}", f" {found['noun']}"


def _lose_noun(found: re.Match[str], _: Random) -> tuple[str, str, str]:
    return "", f"{found['article']} {found['next']}", ""


def _since(found: re.Match[str], _: Random) -> str:
    return f"since {found['length']}"


def _resume(found: re.Match[str], _: Random) -> str:
    return f"{found['relative']} it"


def _say_again(found: re.Match[str], _: Random) -> str:
    return f"{found['who']} he {found['said']}"


def _one_for_two(found: re.Match[str], random: Random) -> str:
    other = random.choice(("or other", "or other serious", "and other similar"))
    return f"{found['noun']} {other} {found['noun']}"


def _relate(found: re.Match[str], _: Random) -> str:
    return f"{found['head']} {found['noun']} and {found['noun']}"


_UNCOUNTED = {
    **{"information": ("informations",), "advice": ("advices",), "equipment": ("equipments",)},
    **{"furniture": ("furnitures",), "software": ("softwares",), "feedback": ("feedbacks",)},
    **{"knowledge": ("knowledges",), "homework": ("homeworks",), "evidence": ("evidences",)},
    **{"many people": ("much people",), "many things": ("much things",)},
    **{"many countries": ("much countries",), "many children": ("much childs",)},
    **{"a piece of advice": ("an advice",), "good news": ("a good news",)},
    **{"children": ("childrens",), "criteria": ("criterias",)},
}

_PREPOSITIONS = {
    **{"depends on": ("depends of", "depends from"), "depend on": ("depend of", "depend from")},
    **{"married to": ("married with",), "interested in": ("interested for", "interested on")},
    **{"listen to": ("listen",), "discuss": ("discuss about",), "despite": ("despite of",)},
    **{"responsible for": ("responsible of",), "consists of": ("consists from", "consists in")},
    **{"afraid of": ("afraid from",), "proud of": ("proud with", "proud for")},
    **{"participate in": ("participate at", "participate to"), "arrived in": ("arrived to",)},
    **{"on average": ("in average",), "in my opinion": ("on my opinion",)},
    **{"wait for": ("wait",), "explain to": ("explain",), "enter the": ("enter in the",)},
    **{"on the internet": ("in the internet",), "accused of": ("accused for", "accused in")},
    **{"capable of": ("capable to",), "in accordance with": ("in accordance to",)},
    **{"regardless of": ("regardless to",), "reached the": ("reached to the",)},
    **{"attend the": ("attend to the",), "join the": ("join to the",)},
}

CORRUPTIONS = (
    Corruption(
        "grammar.agreement",
        together(
            rewriting(rf"\b(?P<who>[Hh]e|[Ss]he|[Ii]t) (?P<verb>{_VERBS})\b", _disagree),
            rewriting(
                r"\b(?P<who>[Tt]hey|[Ww]e|[Pp]eople|[Cc]hildren) (?P<verb>are|were|have|do)\b",
                _plural_agrees,
            ),
        ),
    ),
    Corruption(
        "grammar.verb_form",
        together(
            rewriting(
                rf"\b(?P<aux>can|could|will|would|should|did not|didn't|didn’t|does not|to) "
                rf"(?P<verb>{'|'.join(_PAST_OF)})\b",
                _past_after,
            ),
            rewriting(r"\b(?P<modal>must|should|can|might) (?P<verb>[a-z]{2,12})\b", _to_after),
        ),
    ),
    Corruption(
        "grammar.tense_break",
        together(
            rewriting(
                rf"\b(?P<who>[Hh]e|[Ss]he|who|[A-Z][a-z]{{2,12}}) (?P<verb>{'|'.join(_MOVED)})"
                r"(?P<to>(?: (?:to|in) [A-Z][a-z]{2,12})?)(?! \w+ing)\b",
                _perfect_then,
            ),
            rewriting(
                rf"\b(?P<aux>has|have|had) (?P<participle>{'|'.join(_PAST_FOR)})\b",
                _past_for_participle,
            ),
            rewriting(r"\b(?P<who>[Hh]e|[Ss]he) (?P<verb>arrived|died)\b", _be_for_have),
        ),
    ),
    Corruption(
        "grammar.missing_verb",
        rewriting(
            r"\b(?P<who>I|[Ww]e|[Tt]hey|[Hh]e|[Ss]he|[Yy]ou) (?:am|are|is|was|were) "
            r"(?P<adverb>(?:very |also |always |now |still |so )?)"
            r"(?P<rest>happy|ready|sure|able|willing|proud|glad|sorry|available|responsible"
            r"|interested|committed|dedicated|important|good)\b",
            _drop_verb,
        ),
    ),
    Corruption(
        "grammar.a_or_an",
        rewriting(r"\b(?P<article>an?|An?) (?P<word>[a-z]{3,20})\b", _other_article),
    ),
    Corruption(
        "grammar.missing_article",
        together(
            exchanging(
                {
                    "one of the most": ("one of most",),
                    "one of the best": ("one of best",),
                    "on the other hand": ("on other hand",),
                    "at the same time": ("at same time", "in same time"),
                    "as a result": ("as result",),
                    "for the first time": ("for first time",),
                    "in the middle of": ("in middle of",),
                    "all over the world": ("all over world",),
                    "around the world": ("around world",),
                }
            ),
            rewriting(
                r"\b(?P<before>is|was) an? (?P<after>(?:very )?(?:good|great|big|important|popular"
                r"|beautiful|small|large|famous|unique) [a-z]{3,12})\b",
                _drop_article,
            ),
        ),
    ),
    Corruption(
        "grammar.superfluous_article",
        rewriting(
            r"\b(?P<before>in|to|from|of) (?P<name>(?:19|20)\d\d(?=[,.])|Germany|France|China|"
            r"Russia"
            r"|Spain|Italy|India|Japan|Africa|Europe|Asia|London|Paris|Australia|Canada|Iran|Iraq"
            r"|Israel|Mexico|Brazil|April|June|July|October)\b",
            _add_article,
        ),
    ),
    Corruption(
        "grammar.missing_hearer",
        rewriting(
            r"\b(?P<who>[Hh]e|[Ss]he|[Tt]hey|[Mm]inister|[Pp]olice|spokesman|spokeswoman|ministry) "
            r"(?:said|stated|announced|told (?:him|her|us|them|reporters))(?: that)?"
            r"(?P<what> (?:the|he|she|it|they|there)\b)",
            _lost_hearer,
        ),
    ),
    Corruption("grammar.preposition", exchanging(_PREPOSITIONS)),
    Corruption("grammar.countability", exchanging(_UNCOUNTED)),
    Corruption("grammar.comparison_doubled", rewriting(rf"\b(?:{_COMPARED})\b", _doubled)),
    Corruption(
        "grammar.doubled_determiner",
        rewriting(
            r"\b(?P<own>my|your|our|their|his|its|a(?= lot| number| part)) (?P<noun>[a-z]{3,14})\b",
            _article_before,
        ),
    ),
    Corruption(
        "grammar.article_without_noun",
        rewriting(
            r"\b(?P<article>[Tt]he) [a-z]{3,14} (?P<next>of|is|was|were|are|has|had|with|from)\b",
            _lose_noun,
        ),
    ),
    Corruption(
        "grammar.since_duration",
        rewriting(
            r"\bfor (?P<length>(?:more than |about )?(?:two|three|four|five|six|ten|many|several|"
            r"some|a few) (?:days|weeks|months|years|decades)|a long time)\b",
            _since,
        ),
    ),
    Corruption(
        "grammar.resumptive_pronoun",
        together(
            rewriting(
                r"(?<!in )(?<!of )(?<!to )(?<!on )(?<!with )(?<!from )(?<!for )(?<!by )(?<!at )"
                r"\b(?P<relative>which (?:he|she|they|we|I|you) (?:built|bought|read|discussed|"
                r"wrote|saw|used|lost|won|found|needed|opened|published|started))\b",
                _resume,
            ),
            rewriting(
                r"\b(?P<who>The (?:minister|president|spokesman|official|mayor|director|doctor|"
                r"teacher)) (?P<said>said that|visited the|went to the|was an?|is an?)\b",
                _say_again,
            ),
        ),
    ),
    Corruption(
        "grammar.double_negative",
        together(
            rewriting(
                r"\b(?P<who>[Nn]obody|[Nn]o one|[Nn]othing) (?P<aux>is|was|has|had|can|could|will"
                r"|would|did) (?P<verb>[a-z]{2,12})\b",
                _deny_again,
            ),
            exchanging(
                {
                    "did not see anything": ("did not see nothing",),
                    "without any": ("without no",),
                    "not know anything": ("not know nothing",),
                    "didn't have any": ("didn't have no",),
                    "never": ("never not",),
                }
            ),
        ),
    ),
)

#: Two words that meet in one; the detector is of another group.
ONE_FOR_TWO = Corruption(
    "repetition.one_noun_for_two",
    together(
        rewriting(
            r"\b(?P<noun>[a-z]{4,14}) (?:or|and) other (?:[a-z]{4,14} )?[a-z]{4,14}\b", _one_for_two
        ),
        rewriting(
            r"\b(?P<head>the (?:relationship|relation|difference|link|connection|balance) between) "
            r"(?:the )?(?P<noun>[a-z]{3,14}) and (?:the )?[a-z]{3,14}\b",
            _relate,
        ),
    ),
)
