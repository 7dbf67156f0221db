"""EPUB 2 and 3: from the archive to a draft of the book's chapters."""

from bookbytes_adapters.books.epub.reader import read_epub

__all__ = ["read_epub"]
