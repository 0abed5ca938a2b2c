"""Stands between Playwright and a stock Firefox, and does what Firefox cannot be asked for yet.

Playwright starts this in place of the browser and speaks WebDriver BiDi with it. All is passed on
as it is, but for what the Firefox of long-term support is too old for: the wish for a light or a
dark page, for which it has a setting, and the number by which Playwright knows a download. At the
address that ends in `/medium` it takes "print" and "", which Playwright has no word for here.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import signal
import sys
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve

LISTENING = "WebDriver BiDi listening on "
WISH = "emulation.setMediaFeaturesOverride"
SETTING = "layout.css.prefers-color-scheme.content-override"
SCHEMES = {"dark": 0, "light": 1, None: 2}
MEDIUM = """\
for (const {{ gBrowser }} of Services.wm.getEnumerator("navigator:browser"))
  for (const {{ browsingContext }} of gBrowser.browsers) browsingContext.mediumOverride = {medium};
"""
# Playwright counts its own commands from 1.
own_ids = itertools.count(1_000_000_000)


class Relay:
    """One conversation between Playwright and Firefox."""

    def __init__(self, playwright: ServerConnection, firefox: ClientConnection) -> None:
        self.playwright = playwright
        self.firefox = firefox
        self.answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.wishes: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        ways = [asyncio.create_task(self.there()), asyncio.create_task(self.back())]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()

    async def there(self) -> None:
        async for text in self.playwright:
            message = json.loads(text)
            if message.get("method") == WISH:
                wish = asyncio.create_task(self.grant(message))
                self.wishes.add(wish)
                wish.add_done_callback(self.wishes.discard)
            else:
                await self.firefox.send(text)

    async def back(self) -> None:
        async for text in self.firefox:
            message = json.loads(text)
            if message.get("id") in self.answers:
                self.answers.pop(message["id"]).set_result(message)
            else:
                await self.playwright.send(with_number(message) if is_saving(message) else text)

    async def grant(self, wish: dict[str, Any]) -> None:
        scheme = wish["params"]["features"].get("prefers-color-scheme")
        await self.in_browser(
            f"Services.prefs.setIntPref({json.dumps(SETTING)}, {SCHEMES[scheme]})"
        )
        await self.playwright.send(json.dumps({"type": "success", "id": wish["id"], "result": {}}))

    async def in_browser(self, script: str) -> None:
        """Run a script in the browser's own window, which may change its settings."""
        tree = await self.ask("browsingContext.getTree", {"moz:scope": "chrome"})
        context = tree["contexts"][0]["context"]
        await self.ask(
            "script.evaluate",
            {"expression": script, "target": {"context": context}, "awaitPromise": False},
        )

    async def ask(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        number = next(own_ids)
        self.answers[number] = asyncio.get_running_loop().create_future()
        await self.firefox.send(json.dumps({"id": number, "method": method, "params": params}))
        answer = await self.answers[number]
        if answer["type"] == "error":
            raise RuntimeError(answer["message"])
        result: dict[str, Any] = answer["result"]
        return result


def is_saving(message: dict[str, Any]) -> bool:
    return message.get("method", "").startswith("browsingContext.download")


def with_number(message: dict[str, Any]) -> str:
    """Number a file that is saved: what the page has made itself Firefox saves without one."""
    saving = message["params"]
    saving["navigation"] = saving["navigation"] or saving["url"]
    return json.dumps(message)


async def address_of(firefox: asyncio.subprocess.Process) -> str:
    """Read on in what the browser says until it tells where it listens."""
    assert firefox.stderr is not None
    async for line in firefox.stderr:
        said = line.decode(errors="replace").strip()
        if LISTENING in said:
            return said.split(LISTENING)[1]
        say(said)
    raise RuntimeError("Firefox ended before it listened")


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def tell(file: str, address: str) -> None:
    Path(file).write_text(address, encoding="utf-8")


async def main(told: str, executable: str, *arguments: str) -> None:
    """Start the browser and answer for it; the relay's own address is written into a file."""
    firefox = await asyncio.create_subprocess_exec(
        executable,
        *arguments,
        "--remote-allow-system-access",
        stderr=asyncio.subprocess.PIPE,
        limit=2**20,
    )
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, firefox.terminate)
    address = await address_of(firefox)
    chatter = asyncio.create_task(firefox.stderr.read())

    relays: list[Relay] = []

    async def converse(caller: ServerConnection) -> None:
        if caller.request is not None and caller.request.path == "/medium":
            async for medium in caller:
                await relays[-1].in_browser(MEDIUM.format(medium=json.dumps(medium)))
                await caller.send("done")
            return
        async with connect(f"{address}/session", max_size=None, proxy=None) as other:
            relays.append(Relay(caller, other))
            await relays[-1].run()

    async with serve(converse, "127.0.0.1", 0, max_size=None) as server:
        port = server.sockets[0].getsockname()[1]
        own = f"ws://127.0.0.1:{port}"
        tell(told, own)
        say(f"{LISTENING}{own}")
        await firefox.wait()
    chatter.cancel()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
