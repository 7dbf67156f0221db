"""What is said before a chapter: the first one tells what this is and what it is told from, each one its number and
title."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bookbytes_core.domain.speech_text import spoken_heading
from bookbytes_core.domain.tier import Tier


@dataclass(frozen=True, slots=True)
class _Phrases:
    """``contents`` and ``memory`` say what a book that is not told from its text is told from."""

    whole: str
    outline: str
    by: str
    and_: str
    chapter: str
    contents: str
    memory: str


_PHRASES: Mapping[str, _Phrases] = {
    "en": _Phrases(
        "An audio summary of {title}",
        "An outline of {title}",
        ", by {authors}",
        " and ",
        "Chapter {number}",
        "It was made from the book's table of contents, not from its text.",
        "This comes from a language model's memory, not from the book, and may be wrong.",
    ),
    "de": _Phrases(
        "Eine Hörzusammenfassung von {title}",
        "Eine Übersicht über {title}",
        ", von {authors}",
        " und ",
        "Kapitel {number}",
        "Sie entstand aus dem Inhaltsverzeichnis des Buches, nicht aus seinem Text.",
        "Dies stammt aus dem Gedächtnis eines Sprachmodells, nicht aus dem Buch, und kann falsch sein.",
    ),
    "fr": _Phrases(
        "Un résumé audio de {title}",
        "Un aperçu de {title}",
        ", de {authors}",
        " et ",
        "Chapitre {number}",
        "Il a été tiré de la table des matières du livre, et non de son texte.",
        "Ceci vient de la mémoire d'un modèle de langage, et non du livre, et peut être faux.",
    ),
    "es": _Phrases(
        "Un resumen en audio de {title}",
        "Un esquema de {title}",
        ", de {authors}",
        " y ",
        "Capítulo {number}",
        "Se ha hecho a partir del índice del libro, no de su texto.",
        "Esto procede de la memoria de un modelo de lenguaje, no del libro, y puede ser erróneo.",
    ),
    "it": _Phrases(
        "Un riassunto audio di {title}",
        "Uno schema di {title}",
        ", di {authors}",
        " e ",
        "Capitolo {number}",
        "È stato ricavato dall'indice del libro, non dal suo testo.",
        "Questo viene dalla memoria di un modello linguistico, non dal libro, e può essere sbagliato.",
    ),
    "pt": _Phrases(
        "Um resumo em áudio de {title}",
        "Um esquema de {title}",
        ", de {authors}",
        " e ",
        "Capítulo {number}",
        "Foi feito a partir do índice do livro, e não do seu texto.",
        "Isto vem da memória de um modelo de linguagem, e não do livro, e pode estar errado.",
    ),
    "nl": _Phrases(
        "Een audiosamenvatting van {title}",
        "Een overzicht van {title}",
        ", door {authors}",
        " en ",
        "Hoofdstuk {number}",
        "Het is gemaakt uit de inhoudsopgave van het boek, niet uit de tekst.",
        "Dit komt uit het geheugen van een taalmodel, niet uit het boek, en kan onjuist zijn.",
    ),
    "ja": _Phrases(
        "{title}の音声要約",
        "{title}の目次案内",
        "、{authors}著",
        "、",
        "第{number}章",
        "本文からではなく、この本の目次から作られたものです。",
        "これは本からではなく、言語モデルの記憶によるもので、誤りがあるかもしれません。",
    ),
    "zh": _Phrases(
        "{title}的有声摘要",
        "{title}的提纲",
        "，作者{authors}",
        "、",
        "第{number}章",
        "本提纲根据该书的目录制作，并非根据正文。",
        "以下内容出自语言模型的记忆，并非出自该书，可能有误。",
    ),
}

_BARE_NUMBER = re.compile(r"(\d+)[.:)\s]*$")
_LEADING_NUMBER = re.compile(r"(\d+)\s*[.:)—–-]\s*(?=\D)")
_OWN_NUMBER = re.compile(r"\w+\s+\d+\b|第\s*\d+")


def book_opening(title: str, authors: Sequence[str], language: str, tier: Tier = Tier.TEXT) -> str:
    """The sentence that says what is about to be heard: "An audio summary of …, by …."."""
    phrases = _phrases(language)
    text = (phrases.outline if tier is Tier.CONTENTS else phrases.whole).format(title=title)
    if authors:
        text += phrases.by.format(authors=_joined(authors, phrases.and_))
    return _sentence(text)


def source_note(tier: Tier, language: str) -> tuple[str, ...]:
    """The sentence that says what a book is told from, if that is not its text."""
    phrases = _phrases(language)
    notes = {Tier.TEXT: (), Tier.CONTENTS: (phrases.contents,), Tier.MEMORY: (phrases.memory,)}
    return notes[tier]


def chapter_opening(number: int, title: str, language: str) -> str:
    """A chapter's number and title. A number that the title carries itself is not said twice."""
    heading = spoken_heading(title, language).strip()
    phrases = _phrases(language)
    if bare := _BARE_NUMBER.fullmatch(heading):
        return _sentence(phrases.chapter.format(number=bare[1]))
    if leading := _LEADING_NUMBER.match(heading):
        return f"{phrases.chapter.format(number=leading[1])}. {_sentence(heading[leading.end() :])}"
    if _OWN_NUMBER.match(heading):
        return _sentence(heading)
    spoken_number = _sentence(phrases.chapter.format(number=number))
    return f"{spoken_number} {_sentence(heading)}" if heading else spoken_number


def _phrases(language: str) -> _Phrases:
    return _PHRASES.get(language.partition("-")[0].lower(), _PHRASES["en"])


def _joined(names: Sequence[str], and_: str) -> str:
    return and_.join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?", "。", "…")) else text + "."
