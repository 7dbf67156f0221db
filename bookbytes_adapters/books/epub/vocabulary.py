"""Titles that name matter of the book instead of a chapter, in the languages most books are in.

Only consulted where the markup says nothing.
"""

import re
import unicodedata

from bookbytes_core.domain.book_text import SkipReason


def _names(*lines: str) -> frozenset[str]:
    return frozenset(name.strip() for line in lines for name in line.split(";"))


_WHOLE = {
    SkipReason.CONTENTS: _names(
        "contents; table of contents; toc; list of contents; list of chapters; chapters; brief contents",
        "contents in brief; detailed contents; illustrations; indices and tables; inhalt; inhaltsverzeichnis",
        "inhaltsübersicht; abbildungsverzeichnis; tabellenverzeichnis; table; table des matières",
        "table des chapitres; table des illustrations; sommaire; índice; índice general; índice de contenidos",
        "contenido; contenidos; tabla de contenidos; tabla de contenido; indice; indice generale; sommario",
        "sumario; sumário; conteúdo; índice geral; inhoud; inhoudsopgave; innehåll; innehållsförteckning; indhold",
        "innhold; sisällys; obsah; spis treści; tartalom; cuprins; içindekiler; περιεχόμενα; содержание",
        "оглавление; зміст; съдържание; садржај; 目次; 目录; 目錄; 차례; 목차; תוכן; תוכן העניינים; תוכן עניינים",
        "المحتويات; فهرس; الفهرس; فهرس المحتويات; فهرست; mục lục; สารบัญ",
    ),
    SkipReason.NOTES: _names(
        "notes; endnotes; end notes; footnotes; foot notes; notes and references; anmerkungen; fußnoten",
        "fussnoten; endnoten; notes de fin; notes de bas de page; notas; notas al pie; notas finales",
        "notas de rodapé; note a piè di pagina; note al testo; noten; voetnoten; eindnoten; noter; fotnoter",
        "przypisy; примечания; сноски; примітки; 脚注; 注釈; 注释; 注釋; 註釋; 註解; 訳注; 각주; 미주; הערות",
        "הערות שוליים; الهوامش; هوامش",
    ),
    SkipReason.INDEX: _names(
        "index; general index; subject index; name index; python module index; module index; search page",
        "register; sachregister; stichwortverzeichnis; personenregister; namensregister; index général",
        "index des noms; índice alfabético; índice analítico; índice onomástico; índice remissivo",
        "indice analitico; indice dei nomi; trefwoordenregister; zakenregister; указатель; предметный указатель",
        "именной указатель; 索引; 찾아보기; 색인; מפתח",
    ),
    SkipReason.FRONT_MATTER: _names(
        "cover; cover page; front cover; title page; titlepage; title; half title; half title page; half-title",
        "halftitlepage; half-titlepage; frontispiece; imprint; dedication; epigraph; praise; credits",
        "advertisement; advertisements; dramatis personae; dramatis personæ; persons represented",
        "persons of the play; persons in the play; the persons; the persons of the play; characters; cast",
        "cast of characters; list of characters; front matter; frontmatter; front page; series page; newsletter",
        "legal notice; legal notices; license; licence; umschlag; titelblatt; titelseite; titel; schmutztitel",
        "impressum; widmung; motto; personen; personenverzeichnis; couverture; page de titre; faux-titre",
        "page de couverture; mentions légales; crédits; dédicace; épigraphe; personnages; cubierta; portada",
        "portadilla; página de título; créditos; derechos de autor; dedicatoria; epígrafe; personajes; copertina",
        "frontespizio; dedica; diritti d'autore; epigrafe; personaggi; capa; folha de rosto; página de rosto",
        "ficha técnica; direitos autorais; dedicatória; personagens; omslag; titelpagina; opdracht; обложка",
        "титульный лист; титул; посвящение; эпиграф; аннотация; выходные данные; действующие лица; 表紙; 扉; 中扉",
        "献辞; 登場人物; 凡例; 封面; 扉页; 版权; 版权页; 版權; 版權頁; 版权信息; 书名页; 표지; 판권; שער; כריכה",
        "דף פתיחה; זכויות יוצרים; הקדשה; الغلاف; حقوق النشر; إهداء; الإهداء",
    ),
    SkipReason.BACK_MATTER: _names(
        "colophon; uncopyright; afterword; acknowledgments; acknowledgements; acknowledgment; acknowledgement",
        "bibliography; selected bibliography; select bibliography; works cited; glossary; further reading",
        "about this book; about this edition; about this ebook; back cover; back matter; backmatter; addendum",
        "changelog; change log; release notes; revision history; errata; metadata; permissions; the end; finis",
        "kolophon; nachwort; literatur; literaturverzeichnis; glossar; danksagung; dank; bibliographie; postface",
        "glossaire; remerciements; achevé d'imprimer; bibliografía; glosario; agradecimientos; colofón",
        "postfazione; bibliografia; glossario; ringraziamenti; posfácio; agradecimentos; nawoord; bibliografie",
        "woordenlijst; dankwoord; colofon; послесловие; библиография; список литературы; глоссарий; благодарности",
        "あとがき; 後書き; 奥付; 参考文献; 謝辞; 用語集; 著者紹介; 后记; 後記; 致谢; 致謝; 参考书目; 참고문헌",
        "감사의 말; ביבליוגרפיה; תודות; المراجع",
    ),
}
_BEGINNINGS = {
    SkipReason.FRONT_MATTER: _names(
        r"(?:the )?(?:full )?project gutenberg; (?:the )?full license; preface; foreword; fore-word; copyright; ©",
        r"dedicated to",
        r"(?:author|editor|publisher|translator|transcriber)s?'?s? (?:note|preface|introduction|foreword|intro|word)",
        r"introduction by; introduction to the .*edition",
        r"(?:a )?note (?:on|about) the (?:text|translation|edition|author|type); (?:a )?note by; also by",
        r"also from; (?:other |more )?(?:books|works|titles|novels) (?:by|from|in); by the same author; praise for",
        r"about the (?:author|editor|translator|publisher|illustrator|series); make your own book; vorwort",
        r"vorrede; geleitwort; vorbemerkung; über (?:den autor|die autorin); préface; avant-propos; avertissement",
        r"à propos de l'auteur; du même auteur; prefacio; sobre (?:el autor|la autora|o autor); prefazione",
        r"sull'autore; prefácio; voorwoord; over de auteur; förord; forord; przedmowa; предисловие",
        r"от (?:автора|издател|переводчик); об авторе; передмова; 序文; 自序; 序言; 前言; まえがき; 译者序; 譯者序",
        r"关于作者; 머리말; 서문; פתח דבר; על המחבר; تمهيد",
    ),
    SkipReason.BACK_MATTER: _names(
        r"appendi(?:x|ces)\b; anhang\b; annexe?s?\b; apéndices?\b; appendice\b; apêndices?\b; anexos?\b",
        r"bijlagen?\b; bilaga\b; приложени[ея]; додаток; 付録; 附录; 附錄; 부록; נספח; ملحق",
        r"end of (?:the )?project gutenberg; a note on the type; sisu metadata; reading group guide",
        r"discussion questions; questions for discussion; discover more; excerpt from",
    ),
    SkipReason.CONTENTS: _names(
        r"list of (?:illustrations|figures|tables|maps|plates|examples|listings|images|abbreviations)",
    ),
    SkipReason.INDEX: _names(r"index of; index to"),
}
_BEGINS = {reason: re.compile("|".join(f"(?:{line})" for line in lines)) for reason, lines in _BEGINNINGS.items()}
_INTRODUCTIONS = _names(
    "introduction; introductory; general introduction; einleitung; einführung; introducción; introdução",
    "introduzione; inleiding; introduktion; inledning; wstęp; введение; вступление; はじめに; 序論; 引言",
    "导言; 導言; 导论; 서론; מבוא; הקדמה; مقدمة",
)
_FRAMES = _INTRODUCTIONS | _names(
    "prologue; epilogue; conclusion; conclusions; prelude; interlude; postscript; coda; overture; prolog",
    "epilog; schluss; fazit; épilogue; prólogo; epílogo; conclusión; prologo; epilogo; conclusione; conclusão",
    "slot; proloog; пролог; эпилог; заключение; おわりに; 序章; 終章; プロローグ; エピローグ; 楔子; 尾声",
    "引子; 结语; 結語; 结论; 結論; 프롤로그; 에필로그; خاتمة",
)
_TRIMMED = " .,:;!?*_-–—\"'“”‘’«»[]()"


def matter_of(title: str) -> SkipReason | None:
    """Why a part of this title is no chapter, as far as its words tell."""
    plain = _plain(title)
    return whole_matter_of(title) or next((why for why, pattern in _BEGINS.items() if pattern.match(plain)), None)


def whole_matter_of(title: str) -> SkipReason | None:
    """The same for titles that are nothing but a usual name of such a part."""
    plain = _plain(title)
    return next((reason for reason, names in _WHOLE.items() if plain in names), None)


def heads_notes(title: str) -> bool:
    """Whether a heading inside a chapter opens its list of footnotes ("Notes" alone may head anything)."""
    plain = _plain(title)
    return plain in _WHOLE[SkipReason.NOTES] and plain not in ("notes", "notas", "noten", "noter", "註解")


def is_introduction(title: str) -> bool:
    return _plain(title) in _INTRODUCTIONS


def is_frame(title: str) -> bool:
    """Whether the title is of a piece that stands before, between or after the parts of a book."""
    return _plain(title) in _FRAMES


def _plain(title: str) -> str:
    text = unicodedata.normalize("NFKC", title).casefold().replace("’", "'")
    return " ".join(text.split()).strip(_TRIMMED)
