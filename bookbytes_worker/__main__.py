"""``python -m bookbytes_worker`` is ``bookbytes``."""

from bookbytes_worker.entry import main

if __name__ == "__main__":
    main()
