"""Who one is to another server: by name and password, or by a token, none of them ever shown."""

from __future__ import annotations

import netrc
import os
import re
import secrets
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import md5, sha256
from pathlib import Path

from cardindex.errors import CardindexError
from cardindex.remote.address import Address

PASSWORD, TOKEN, NETRC = "CARDINDEX_PASSWORD", "CARDINDEX_TOKEN", "NETRC"
"""The environment variables that hold a password and a bearer token, and say where netrc is."""

_CHALLENGED = re.compile(r'(\w+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))')
_LONGEST = 4_000  # characters of all that a server asks for; looking through more takes minutes
_HASHES = {"md5": md5, "sha-256": sha256}


@dataclass(frozen=True)
class Credentials:
    """A name with its password, or a bearer token; nothing shows them."""

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def answer(self, challenges: str, method: str, target: str) -> str | None:
        """Return the header Authorization, given what a server asked for: one challenge a line.

        A token is sent unasked, a password as a digest where the server takes one; None where
        there is nothing to send.
        """
        if self.token:
            return f"Bearer {self.token}"
        challenges = challenges[:_LONGEST]
        for challenge in challenges.split("\n"):
            if told := self.digest(challenge, method, target):
                return told
        if re.search(r"(^|\W)basic\b", challenges, re.IGNORECASE):
            return f"Basic {b64encode(f'{self.user}:{self.password}'.encode()).decode()}"
        return None

    def digest(self, challenge: str, method: str, target: str) -> str | None:
        """Return the header that answers a challenge (RFC 7616); None where it is no such one."""
        scheme, _, rest = challenge.strip().partition(" ")
        told = {name.lower(): quoted or bare for name, quoted, bare in _CHALLENGED.findall(rest)}
        hash_ = _HASHES.get(told.get("algorithm", "MD5").lower())
        if scheme.lower() != "digest" or not self.user or hash_ is None or "nonce" not in told:
            return None

        def hashed(*parts: str) -> str:
            return hash_(":".join(parts).encode()).hexdigest()

        who = hashed(self.user, told.get("realm", ""), self.password)
        what = hashed(method, target)
        said = {"username": self.user, "realm": told.get("realm", ""), "nonce": told["nonce"]}
        said["uri"] = target
        plain = {"algorithm": told["algorithm"]} if "algorithm" in told else {}
        if "auth" in re.split(r"[\s,]+", told.get("qop", "")):
            ours = secrets.token_hex(8)
            said["cnonce"] = ours
            plain |= {"qop": "auth", "nc": "00000001"}
            response = hashed(who, told["nonce"], "00000001", ours, "auth", what)
        else:
            response = hashed(who, told["nonce"], what)
        said["response"] = response
        if "opaque" in told:
            said["opaque"] = told["opaque"]
        parts = [f'{name}="{value}"' for name, value in said.items()]
        parts += [f"{name}={value}" for name, value in plain.items()]
        return f"Digest {', '.join(parts)}"


def from_environment(
    address: Address, user: str, *, token: bool, environment: Mapping[str, str] | None = None
) -> Credentials | None:
    """Return who one is to a server: ``user``, or whoever has the ``token``; None for nobody.

    The password is in ``CARDINDEX_PASSWORD``, or in netrc beside this name and host; the token in
    ``CARDINDEX_TOKEN``. Raises CardindexError where it is not there.
    """
    found = os.environ if environment is None else environment
    if user and token:
        raise CardindexError("give --user or --token, not both")
    if token:
        if not (value := found.get(TOKEN, "").strip()):
            raise CardindexError(f"--token takes the token from {TOKEN}, which is not set")
        return _fit(Credentials(token=value))
    if not user:
        return None
    password = found.get(PASSWORD) or _of_netrc(address.host, user, found)
    if not password:
        message = (
            f"no password for {user} at {address.host}: put it into {PASSWORD}, or into ~/.netrc "
            f"(machine {address.host} login {user} password …)"
        )
        raise CardindexError(message)
    if ":" in user:
        raise CardindexError("a name with : in it cannot be told to a server; take another")
    return _fit(Credentials(user, password))


def _fit(found: Credentials) -> Credentials:
    """See to it that nothing in them ends a line of a header."""
    for text in (found.user, found.password, found.token):
        if not text.isprintable():
            raise CardindexError("name, password or token has a control character in it")
    if not found.token.isascii():
        raise CardindexError(f"{TOKEN} holds no token: one is written in ASCII")
    return found


def _of_netrc(host: str, user: str, environment: Mapping[str, str]) -> str:
    try:
        place = Path(environment.get(NETRC) or Path.home() / ".netrc")
        told = netrc.netrc(place).authenticators(host)
    except netrc.NetrcParseError as error:
        raise CardindexError(f"{error.filename}, line {error.lineno}: {error.msg}") from error
    except (OSError, RuntimeError, UnicodeDecodeError):
        return ""
    return (told[2] or "") if told is not None and told[0] == user else ""
