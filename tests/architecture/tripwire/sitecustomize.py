"""Puts Python programs that tests start under the same watch: this folder is on their PYTHONPATH (see conftest.py)."""

import loopback_only

loopback_only.install()
