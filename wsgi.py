"""What a WSGI server loads: `wsgi:app`."""

import gc

from app import create_app

app = create_app()

# The rows of a map of 4,000 points make Python search every loaded module for garbage, again and again: 36 ms
# of processor time instead of 11. What is loaded by now stays for good; the rest is looked at less often.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
