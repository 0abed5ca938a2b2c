"""An index put into a SPARQL store: whole, or what has changed since it was last put there.

The store itself says in ``graph:pushed`` what it holds. If it does not, or the dump that it names
is not in the cache, the index is pushed whole. No other graph of the store is touched.
"""

from cardindex.pushing.bulk import ENGINES, write
from cardindex.pushing.push import Pushed, push
from cardindex.pushing.target import Target, target

__all__ = ["ENGINES", "Pushed", "Target", "push", "target", "write"]
