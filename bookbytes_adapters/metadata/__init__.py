"""Outside catalogues of books."""
