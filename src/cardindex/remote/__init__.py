"""Other servers: asked over HTTP within bounds, with credentials that go nowhere else.

``Client`` asks one server. It follows no redirect, uses no proxy and asks for no compression; every
answer is bounded in time and in bytes. Failures are raised as RemoteError.
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
