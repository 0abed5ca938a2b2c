"""Other servers: asked over HTTP within bounds, with credentials that go nowhere else.

``Client`` asks one server. No redirect is followed, no proxy is taken, nothing is asked for packed;
an answer is bounded in time and in bytes, however it comes. What goes wrong is told as RemoteError.
"""

from cardindex.remote.address import Address
from cardindex.remote.client import Bounds, Client, Reply, Request
from cardindex.remote.credentials import Credentials, from_environment
from cardindex.remote.failures import failure, unexpected
from cardindex.remote.patience import Patience

__all__ = [
    "Address",
    "Bounds",
    "Client",
    "Credentials",
    "Patience",
    "Reply",
    "Request",
    "failure",
    "from_environment",
    "unexpected",
]
