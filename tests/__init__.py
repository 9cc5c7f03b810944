"""Tests of the product.

Python keeps what it compiled, whatever the shell says: the product is started as a process of its own many times, and
would compile itself and its libraries each time.
"""

import os
import sys

sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
