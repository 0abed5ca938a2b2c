"""What tests of dates share: days as NumPy counts them, and the forms that a refusal names."""

from __future__ import annotations

import numpy as np


def number(text: str) -> int:
    """Return the number of an ISO day of any year: here by NumPy, which counts for itself."""
    return int(np.datetime64(text, "D").astype(int))


FORMS = (
    "not a date that can be read; write it like 1971, 1971-06, 1971-06-30, 196X, 1970~, "
    "1953/1973 (throughout) or [1970-11..1973-09] (once, some time within)"
)
