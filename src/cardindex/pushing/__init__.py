"""An index put into a SPARQL store: whole, or what has changed since it was last put there.

What a store holds it says itself, in ``graph:pushed``; what is not said there, or cannot be told
from what is kept here, is pushed whole. No other graph of the store is touched.
"""

from cardindex.pushing.bulk import ENGINES, write
from cardindex.pushing.push import Pushed, push
from cardindex.pushing.target import Target, target

__all__ = ["ENGINES", "Pushed", "Target", "push", "target", "write"]
