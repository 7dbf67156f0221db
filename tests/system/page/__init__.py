"""A package, so that the browser (and its event loop) ends when its tests do."""
