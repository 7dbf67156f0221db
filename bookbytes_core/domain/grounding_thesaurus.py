"""Which words a retelling may put for which: small hand-made thesauri, by stem.

A summary says "ship" for "vessel" and "refused" for "would not hear of it". The first can be looked up; without it a
true sentence in words of its own looks like an invented one.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache

from bookbytes_core.domain import (
    grounding_thesaurus_de,
    grounding_thesaurus_en,
    grounding_thesaurus_es,
    grounding_thesaurus_fr,
    grounding_thesaurus_ja,
)
from bookbytes_core.domain.grounding_terms import TermReader

_TEXTS: Mapping[str, str] = {
    "de": grounding_thesaurus_de.GROUPS,
    "en": grounding_thesaurus_en.GROUPS,
    "es": grounding_thesaurus_es.GROUPS,
    "fr": grounding_thesaurus_fr.GROUPS,
    "ja": grounding_thesaurus_ja.GROUPS,
}


@lru_cache(maxsize=len(_TEXTS))
def groups(language: str) -> Mapping[str, frozenset[int]]:
    """For each stem that the thesaurus of ``language`` (a primary subtag) knows, the groups it stands in; empty for a
    language without a thesaurus."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    reader = TermReader(language)
    for number, group in enumerate(_TEXTS.get(language, "").split(";")):
        for term in reader.terms(group):
            found[term].add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}
