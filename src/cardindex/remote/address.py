"""The address of another server: http or https, without user and password in it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from cardindex.errors import MalformedValue

_PORTS = {"http": 80, "https": 443}
_LOCAL = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class Address:
    """An address in its parts; ``target`` is its path and what is asked of it."""

    scheme: str
    host: str
    port: int
    target: str

    def __str__(self) -> str:
        return self.origin + self.target

    @classmethod
    def of(cls, text: str) -> Address:
        """Read an address. Raises MalformedValue where it is none that can be asked."""
        if not text.isascii() or not text.isprintable() or " " in text:
            reason = "an address has no spaces and is written in ASCII; write others as %20, %C3%A9"
            raise MalformedValue(text, reason)
        try:
            parts = urlsplit(text)
            port = parts.port
        except ValueError as error:
            raise MalformedValue(text, f"this is no address ({error})") from error
        if parts.scheme not in _PORTS:
            raise MalformedValue(text, "only servers at http:// and https:// are asked")
        if parts.username is not None or parts.password is not None:
            # The address is not shown: it may contain a user and a password.
            hidden = f"{parts.scheme}://…@{parts.hostname or ''}"
            reason = "leave name and password out of the address: --user NAME, and the password in "
            raise MalformedValue(hidden, f"{reason}CARDINDEX_PASSWORD or ~/.netrc")
        if not parts.hostname:
            raise MalformedValue(text, "the address names no host; write http://HOST/PATH")
        if parts.fragment:
            raise MalformedValue(text, "leave out what stands after #: no server is told of it")
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return cls(parts.scheme, parts.hostname, port or _PORTS[parts.scheme], target)

    @property
    def origin(self) -> str:
        """Scheme, host and port, the port where it is not the usual one."""
        return f"{self.scheme}://{self.authority}"

    @property
    def authority(self) -> str:
        """Host and port, as the header Host has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def path(self) -> str:
        """The path alone."""
        return self.target.partition("?")[0]

    @property
    def is_open_to_listeners(self) -> bool:
        """Whether what is sent there can be read on the way."""
        return self.scheme == "http" and self.host not in _LOCAL

    def asking(self, **values: str) -> Address:
        """Return the address with values in its query."""
        told = "&".join(f"{name}={quote(value, safe='')}" for name, value in values.items())
        joint = "&" if "?" in self.target else "?"
        return Address(self.scheme, self.host, self.port, f"{self.target}{joint}{told}")

    def at(self, path: str) -> Address:
        """Return another path of the same server."""
        return Address(self.scheme, self.host, self.port, path)
