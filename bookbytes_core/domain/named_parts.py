"""Parts of books that are called the same in all of them, and which of these are not spoken."""

import unicodedata

from bookbytes_core.domain.book_text import SkipReason


def fold(text: str) -> str:
    """``text`` for comparing titles: without case, accents, punctuation and white space."""
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text)
    return "".join(filter(str.isalnum, plain.casefold()))


_SPOKEN = """prologue epilogue introduction conclusion interlude postscript afterword prolog epilog einleitung
    einführung schluss nachwort épilogue introducción prólogo epílogo introduzione introdução conclusión conclusão
    conclusione inleiding nawoord proloog epiloog inledning введение пролог эпилог заключение wstęp zakończenie úvod
    závěr 序章 終章 尾声 引子 楔子"""
_FRONT = """cover title title-page half-title half-title-page copyright copyright-page imprint dedication epigraph
    preface foreword prefatory-note etymology extracts acknowledgments acknowledgements dramatis-personæ to-the-reader
    translator's-note author's-note publisher's-note editor's-note transcriber's-note transcriber's-notes
    transcribers-note transcription-notes illustrations list-of-illustrations frontispiece widmung vorwort vorrede
    geleitwort impressum dédicace avant-propos préface avertissement dedicatoria prefacio prefazione dedica voorwoord
    förord forord предисловие przedmowa předmluva 序 序言 前言 まえがき"""
_BACK = """colophon uncopyright about-the-author about-the-authors bibliography glossary references further-reading
    colofon bibliographie literaturverzeichnis literatur glossar glossaire bibliografía advertisements
    by-the-same-author errata the-end あとがき 后记"""
_NOTES = "notes footnotes endnotes anmerkungen fußnoten notas note noten voetnoten remarques примечания przypisy"
_CONTENTS = """contents table-of-contents list-of-contents inhalt inhaltsverzeichnis table-des-matières
    table-des-chapitres sommaire índice índice-general contenido sommario indice inhoud inhoudsopgave innehåll indhold
    innhold sisällys содержание оглавление spis-treści obsah tartalom içindekiler 目录 目次 目錄"""
_INDEX = "index register sachregister personenregister alphabetical-index index-of-names"

NAMED_PARTS: dict[str, SkipReason | None] = {
    fold(name): skip
    for names, skip in (
        (_SPOKEN, None),
        (_FRONT, SkipReason.FRONT_MATTER),
        (_BACK, SkipReason.BACK_MATTER),
        (_NOTES, SkipReason.NOTES),
        (_CONTENTS, SkipReason.CONTENTS),
        (_INDEX, SkipReason.INDEX),
    )
    for name in names.split()
}
"""A part's folded name, and why it is not spoken; ``None`` for what the author wrote to be read."""
