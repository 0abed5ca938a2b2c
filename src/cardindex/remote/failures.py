"""What is said of a server that does not do what it is asked: what is wrong, and what to do."""

from __future__ import annotations

import re
import socket
import ssl
from http.client import HTTPException

from cardindex.characters import shown
from cardindex.errors import RemoteError
from cardindex.remote.address import Address
from cardindex.remote.patience import AGAIN, Busy, retry_after
from cardindex.remote.reply import Reply

_LONGEST = 300  # characters: of what a server says no more is passed on

_MARKUP = re.compile(
    r"<(?:script|style|title)\b.*?</(?:script|style|title)\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE
)

_MEANING = {
    400: "the server could not read what it was sent",
    401: "the server wants to know who asks: --user NAME with the password in CARDINDEX_PASSWORD, "
    "or --token with CARDINDEX_TOKEN; or these are not right",
    403: "the server refuses this to whoever asked; its operator has to allow it",
    404: "there is nothing at this address; look up how your store names it (docs/engines.md)",
    405: "the server does something else at this address; each protocol has one of its own "
    "(docs/engines.md)",
    406: "the server has no form of answer that is read here",
    411: "the server wants to know the length beforehand, which it was told",
    413: "this was too much at once for the server: make it less with --batch",
    414: "the address was too long for the server",
    415: "the server does not take N-Triples or SPARQL Update at this address; each protocol has "
    "one of its own (docs/engines.md)",
    429: "the server has been asked too often",
    500: "the server failed",
    501: "the server cannot do this",
    502: "a proxy before the server got no answer from it",
    503: "the server is busy or not ready",
    504: "a proxy before the server waited too long for it",
    507: "the server has no room left",
}


def failure(address: Address, reply: Reply) -> RemoteError:
    """Return what to say of an answer that is no success."""
    status = reply.status
    if 300 <= status < 400:
        goal = _cut(shown(reply.header("location")).replace("\n", " "))
        told = f"sends on to {goal}, which is not followed; give that address if you trust it"
        return RemoteError(f"{address}: {told}", status)
    meaning = _MEANING.get(status, "the server did not do it")
    said = words(reply)
    told = f"{address}: {meaning} (answer {status}{f': {said}' if said else ''})"
    if status in AGAIN:
        return Busy(told, status, retry_after(reply.header("retry-after")))
    return RemoteError(told, status)


def unexpected(address: Address, reply: Reply, wanted: str) -> RemoteError:
    """Return what to say of an answer that is a success, but of another kind than was wanted."""
    kind = reply.kind or "something that it does not name"
    if kind in ("text/html", "application/xhtml+xml"):
        told = "answers with a web page: this is not the address that programs ask"
        return RemoteError(f"{address}: {told} (docs/engines.md)", reply.status)
    said = words(reply)
    told = f"answers with {_cut(shown(kind))}, not {wanted}{f': {said}' if said else ''}"
    return RemoteError(f"{address}: {told}", reply.status)


def late(address: Address, seconds: float) -> RemoteError:
    """Return what to say where the time was over before the answer was whole."""
    return Busy(f"{address}: no whole answer in {seconds:,g} seconds", limit="seconds")


def unreachable(address: Address, error: Exception) -> RemoteError:
    """Return what to say where no answer came, or half of one."""
    match error:
        case socket.gaierror():
            return RemoteError(f"{address}: there is no host {address.host}, or no network")
        case ssl.SSLCertVerificationError():
            told = f"is not who it says it is ({error.verify_message}); nothing was sent"
            return RemoteError(f"{address}: {told}")
        case ssl.SSLError():
            told = f"no secure connection comes about ({error.reason or error}); is it http://?"
            return RemoteError(f"{address}: {told}")
        case ConnectionRefusedError():
            told = "nobody listens there"
        case TimeoutError():
            told = "no answer in time"
        case HTTPException():
            said = _cut(shown(str(error) or type(error).__name__))
            told = f"the answer broke off, or is no HTTP ({said})"
        case _:
            why = getattr(error, "strerror", None) or str(error) or type(error).__name__
            told = f"the connection failed ({_cut(shown(why))})"
    return Busy(f"{address}: {told}")


def words(reply: Reply) -> str:
    """Return the first words of what a server says, in one line, without markup."""
    text = reply.body[: 1 << 16].decode("utf-8", "replace")
    if "html" in reply.kind or text.lstrip()[:1] == "<":
        text = _MARKUP.sub(" ", text)
    return _cut(shown(" ".join(text.split())))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
