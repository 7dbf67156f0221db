"""From bytes to an element tree, without trusting the bytes.

All that a document could ask of an XML parser beyond its own text is refused or cut out before parsing: document
types are removed, named characters (``&nbsp;``) are replaced from the HTML table, and the parser loads nothing. A
document that declares entities of entities, outside files or XInclude, or that goes beyond what libxml2 allows by
default (256 levels, 10 MB of text in one piece), was built to do harm and raises ``UnusableBook``.
"""

import html.entities
import re
from collections.abc import Mapping

from lxml import etree

from bookbytes_adapters.books.epub.decoding import decode, looks_like_markup
from bookbytes_core.errors import UnusableBook

_DOCTYPE = re.compile(r"""<!DOCTYPE(?:"[^"]*"|'[^']*'|[^\[>"'])*+""", re.IGNORECASE)
_SUBSET = re.compile(r"""\[((?:"[^"]*"|'[^']*'|[^\]"'])*+)\]\s*>""")
_OUTSIDE = re.compile(r"""\sSYSTEM\s+["']\s*(?:[a-z][a-z0-9+.-]*:|[/\\])(?!legacy-compat)""", re.IGNORECASE)
"""A document type with an address and no public name; XHTML's and NCX's own types have one."""
_ENTITY = re.compile(r"""<!ENTITY\s+([\w.:-]+)\s+(?:"([^"]*)"|'([^']*)')\s*>""")
_CHARACTERS = re.compile(r"(?:&#[0-9]{1,7};|&#x[0-9A-Fa-f]{1,6};|[^&%<]){0,8}")
"""What an entity of the book's own may stand for: a few characters, no other entity and no markup."""
_REFERENCE = re.compile(r"&([A-Za-z][A-Za-z0-9_.-]*);")
_PREDEFINED = frozenset({"amp", "lt", "gt", "quot", "apos"})
_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_XINCLUDE = "http://www.w3.org/2001/XInclude"
_PROLOG = 8192
_TOO_MUCH = 114
"""XML_ERR_RESOURCE_LIMIT of libxml2's xmlerror.h, which lxml does not name."""


def parse_xml(data: bytes, name: str) -> etree._Element:
    """The root of one of the package's own files (container, package, NCX); small errors are recovered from.

    Raises ``UnusableBook`` (``book_damaged``) for what is no XML at all or was built to do harm.
    """
    text = _disarmed(data, name)
    lenient = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, encoding="utf-8"
    )
    root = _strictly(text, name)
    return _leniently(text, lenient, name) if root is None else root


def parse_page(data: bytes, name: str) -> etree._Element:
    """The root of a page of the book; a page that is not well-formed is read as a browser reads HTML.

    Raises ``UnusableBook`` (``book_damaged``) for what is no markup at all or was built to do harm.
    """
    text = _disarmed(data, name)
    lenient = etree.HTMLParser(no_network=True, huge_tree=False, encoding="utf-8")
    root = _strictly(text, name)
    return _leniently(text, lenient, name) if root is None else root


def _strictly(text: str, name: str) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, encoding="utf-8")
    try:
        return _checked(etree.fromstring(text.encode(), parser), text, name)
    except etree.XMLSyntaxError:
        _check_limits(parser, name)
        return None


def _leniently(text: str, parser: etree.XMLParser | etree.HTMLParser, name: str) -> etree._Element:
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise _damaged(name, "cannot be read") from error
    _check_limits(parser, name)
    if root is None:
        raise _damaged(name, "cannot be read")
    return _checked(root, text, name)


def _check_limits(parser: etree.XMLParser | etree.HTMLParser, name: str) -> None:
    if any(entry.type == _TOO_MUCH for entry in parser.error_log):
        raise _damaged(name, "is nested too deeply or holds too long a piece")


def _checked(root: etree._Element, text: str, name: str) -> etree._Element:
    if _XINCLUDE in text and next(root.iter(f"{{{_XINCLUDE}}}*", "{*}xi:include", "xi:include"), None) is not None:
        raise _damaged(name, "asks for other files")
    return root


def _disarmed(data: bytes, name: str) -> str:
    """The document's text without document type and without any reference but to the five of XML itself."""
    text = decode(data)
    if not looks_like_markup(text):
        raise _damaged(name, "holds no text that can be read")
    text = _XML_DECLARATION.sub("", text.replace("\0", ""), count=1)
    text, declared = _without_doctype(text, name)
    return _REFERENCE.sub(lambda found: _characters(found.group(1), declared), text)


def _without_doctype(text: str, name: str) -> tuple[str, Mapping[str, str]]:
    found = _DOCTYPE.search(text)
    if not found:
        return text, {}
    if _OUTSIDE.search(found.group()):
        raise _damaged(name, "asks for a file from outside")
    subset = _SUBSET.match(text, found.end(), found.end() + _PROLOG)
    if subset:
        return text[: found.start()] + text[subset.end() :], _declared(subset.group(1), name)
    if text[found.end() : found.end() + 1] != ">":
        raise _damaged(name, "begins with a document type that cannot be read")
    return text[: found.start()] + text[found.end() + 1 :], {}


def _declared(subset: str, name: str) -> Mapping[str, str]:
    entities = {found[0]: found[1] or found[2] for found in _ENTITY.findall(subset)}
    harmless = all(_CHARACTERS.fullmatch(value) for value in entities.values())
    if not harmless or subset.count("<!ENTITY") != len(entities):
        raise _damaged(name, "declares entities that books do not need")
    return entities


def _characters(entity: str, declared: Mapping[str, str]) -> str:
    if entity in _PREDEFINED:
        return f"&{entity};"
    if entity in declared:
        return declared[entity]
    characters = html.entities.html5.get(f"{entity};")
    if characters is None:
        return f"&amp;{entity};"
    return "".join(f"&#{ord(character)};" for character in characters)


def _damaged(name: str, what: str) -> UnusableBook:
    return UnusableBook(
        f"The book is damaged: the part {name[-60:]!r} {what}. Get the file again.", code="book_damaged"
    )
