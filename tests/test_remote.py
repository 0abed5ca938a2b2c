"""Other servers: what they may answer, how long they may take, and who they are told one is."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from threading import Event

import pytest
from stores import Handler, answering, reply, taken

from cardindex.errors import CardindexError, MalformedValue, RemoteError
from cardindex.remote import (
    Address,
    Bounds,
    Client,
    Credentials,
    Patience,
    Request,
    failure,
    from_environment,
)
from cardindex.remote.patience import Busy, retry_after

GET = Request("GET")


def ask(url: str, bounds: Bounds | None = None, credentials: Credentials | None = None):
    address = Address.of(url)
    client = Client(address, credentials)
    try:
        return client.ask(address, GET, bounds)
    finally:
        client.close()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("file:///etc/hosts", "only servers at http:// and https://"),
        ("ftp://example.org/", "only servers at http:// and https://"),
        ("example.org/sparql", "only servers at http:// and https://"),
        ("http:///sparql", "names no host"),
        ("http://example.org:99999/", "this is no address"),
        ("http://example.org/a b", "no spaces"),
        ("http://example.org/\r\nX: y", "no spaces"),
        ("http://example.org/é", "ASCII"),
        ("http://example.org/#a", "after #"),
    ],
)
def test_what_is_no_address_is_refused(text: str, words: str) -> None:
    with pytest.raises(MalformedValue, match=re.escape(words)):
        Address.of(text)


def test_password_in_an_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(MalformedValue, match="CARDINDEX_PASSWORD") as raised:
        Address.of("https://ann:hush@example.org/sparql")
    assert "hush" not in str(raised.value)
    assert "ann" not in str(raised.value)


def test_address_takes_what_is_asked_beside_what_is_there() -> None:
    assert str(Address.of("http://example.org/s?a=b").asking(graph="http://x/y#z")) == (
        "http://example.org/s?a=b&graph=http%3A%2F%2Fx%2Fy%23z"
    )


def test_connection_is_kept() -> None:
    seen = []

    def answer(handler: Handler) -> None:
        taken(handler)
        seen.append(handler.client_address)
        reply(handler, 200, b"x")

    with answering(answer) as url:
        client, address = Client(Address.of(url)), Address.of(url)
        for _ in range(3):
            assert client.ask(address, Request("PUT", b"y")).body == b"x"
        client.close()
    assert (len(seen), len(set(seen))) == (3, 1)


def test_connection_that_the_server_gave_up_is_made_anew() -> None:
    def answer(handler: Handler) -> None:
        reply(handler, 200, b"x")
        handler.close_connection = True

    with answering(answer) as url:
        client, address = Client(Address.of(url)), Address.of(url)
        assert [client.ask(address, GET).body for _ in range(3)] == [b"x"] * 3
        client.close()


def drip(handler: Handler, given_up: Event) -> None:
    handler.send_response(200)
    handler.end_headers()
    drip_on(handler, given_up)


def drip_header(handler: Handler, given_up: Event) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    drip_on(handler, given_up)


def drip_on(handler: Handler, given_up: Event) -> None:
    handler.close_connection = True
    for _ in range(600):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        if given_up.wait(0.05):
            break


def sleep(handler: Handler, given_up: Event) -> None:
    given_up.wait(30)


@pytest.mark.parametrize("answer", [drip, drip_header, sleep])
def test_slow_answer_is_ended(answer) -> None:
    """It goes on for half a minute, unless whoever asked has given up before."""
    given_up, ended = Event(), Event()

    def slow(handler: Handler) -> None:
        try:
            answer(handler, given_up)
        finally:
            ended.set()

    with answering(slow) as url:
        with pytest.raises(Busy, match=r"no whole answer in 0\.3") as raised:
            ask(url, Bounds(seconds=0.3))
        given_up.set()
        assert ended.wait(30)
    assert raised.value.limit == "seconds"


def test_endless_answer_is_ended() -> None:
    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.close_connection = True
        while True:
            handler.wfile.write(bytes(1 << 16))

    with (
        answering(answer) as url,
        pytest.raises(RemoteError, match="more than 1,000,000") as raised,
    ):
        ask(url, Bounds(size=1_000_000))
    assert raised.value.limit == "size"


def cut(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    handler.wfile.write(b"half")
    handler.close_connection = True


def cut_chunk(handler: Handler) -> None:
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"64\r\nhalf")
    handler.close_connection = True


def no_http(handler: Handler) -> None:
    handler.wfile.write(b"what?\r\n\r\n")
    handler.close_connection = True


@pytest.mark.parametrize("answer", [cut, cut_chunk, no_http])
def test_half_an_answer_is_none(answer) -> None:
    with answering(answer) as url, pytest.raises(Busy, match="broke off, or is no HTTP"):
        ask(url)


def test_packed_answer_is_not_unpacked() -> None:
    def answer(handler: Handler) -> None:
        reply(handler, 200, b"x", Content_Encoding="gzip")

    with answering(answer) as url, pytest.raises(RemoteError, match="packs its answers"):
        ask(url)


@pytest.mark.parametrize("goal", ["file:///etc/hosts", "http://example.org/\x1b[31m", "/other"])
def test_redirect_is_told_and_not_followed(goal: str) -> None:
    seen = []

    def answer(handler: Handler) -> None:
        seen.append(handler.headers.get("Authorization"))
        reply(handler, 307, b"", Location=goal)

    with answering(answer) as url:
        found = ask(url, credentials=Credentials(token="abc"))  # noqa: S106
    told = str(failure(Address.of(url), found))
    assert "which is not followed" in told
    assert "\x1b" not in told
    assert seen == ["Bearer abc"]


def test_another_server_is_not_asked() -> None:
    client = Client(Address.of("http://example.org/"), Credentials("ann", "hush"))
    with pytest.raises(RemoteError, match="this is another server"):
        client.ask(Address.of("http://example.com/"), GET)


def test_nobody_is_told_who_one_is_unasked() -> None:
    seen: list[str | None] = []

    def answer(handler: Handler) -> None:
        taken(handler)
        told = handler.headers.get("Authorization")
        seen.append(told)
        if told is None:
            reply(handler, 401, WWW_Authenticate='Basic realm="x"')
        else:
            reply(handler, 200)

    with answering(answer) as url:
        address = Address.of(url)
        client = Client(address, Credentials("ann", "hush"))
        statuses = [client.ask(address, Request("PUT", b"x")).status for _ in range(2)]
        client.close()
    basic = f"Basic {base64.b64encode(b'ann:hush').decode()}"
    assert statuses == [200, 200]
    assert seen == [None, basic, basic]


def test_wrong_password_is_tried_once() -> None:
    seen = []

    def answer(handler: Handler) -> None:
        seen.append(1)
        reply(handler, 401, WWW_Authenticate='Basic realm="x"')

    with answering(answer) as url:
        assert ask(url, credentials=Credentials("ann", "hush")).status == 401
    assert len(seen) == 2


def test_digest_is_that_of_the_standard() -> None:
    # The example of RFC 7616, 3.9.1, but for what we draw ourselves.
    challenge = (
        'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm=MD5, '
        'nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", '
        'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
    )
    told = Credentials("Mufasa", "Circle of Life").answer(challenge, "GET", "/dir/index.html")
    assert told is not None
    ours = re.search(r'cnonce="(\w+)"', told)
    assert ours
    who = hashlib.md5(b"Mufasa:http-auth@example.org:Circle of Life").hexdigest()  # noqa: S324
    what = hashlib.md5(b"GET:/dir/index.html").hexdigest()  # noqa: S324
    nonce = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v"
    whole = f"{who}:{nonce}:00000001:{ours[1]}:auth:{what}"
    response = hashlib.md5(whole.encode()).hexdigest()  # noqa: S324
    assert f'response="{response}"' in told
    assert "Circle" not in told


def test_digest_is_taken_before_basic() -> None:
    both = 'Basic realm="x"\nDigest realm="x", nonce="n"'
    assert (Credentials("ann", "hush").answer(both, "GET", "/") or "").startswith("Digest ")


def test_challenge_without_end_is_not_looked_through() -> None:
    ann = Credentials("ann", "hush")
    for challenge in (
        "a" * 1_000_000,
        "Digest " + "a" * 1_000_000,
        'Digest a="' + '\\"a="' * 100_000,
    ):
        assert ann.answer(f'{challenge}\nBasic realm="x"', "GET", "/") is None


@pytest.mark.parametrize(
    ("user", "token", "environment", "words"),
    [
        ("ann", False, {}, "no password for ann at example.org"),
        ("", True, {}, "CARDINDEX_TOKEN, which is not set"),
        ("ann", True, {}, "not both"),
        ("ann", False, {"CARDINDEX_PASSWORD": "a\r\nX: y"}, "control character"),
    ],
)
def test_who_one_is_has_to_be_there(
    user: str, token: bool, environment: dict[str, str], words: str, tmp_path: Path
) -> None:
    found = {"NETRC": str(tmp_path / "none")} | environment
    with pytest.raises(CardindexError, match=words):
        from_environment(Address.of("http://example.org/"), user, token=token, environment=found)


def test_password_is_found_in_netrc_beside_this_name_and_host(tmp_path: Path) -> None:
    place = tmp_path / "netrc"
    place.write_text("machine example.org login ann password hush\n")
    place.chmod(0o600)
    told = {"NETRC": str(place)}
    found = from_environment(
        Address.of("http://example.org/"), "ann", token=False, environment=told
    )
    assert found == Credentials("ann", "hush")
    assert "hush" not in repr(found)
    for url, user in (("http://example.com/", "ann"), ("http://example.org/", "bob")):
        with pytest.raises(CardindexError, match="no password"):
            from_environment(Address.of(url), user, token=False, environment=told)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("3", 3.0), ("-1", 0.0), ("soon", None), ("inf", None), (None, None), ("nan", None),
     ("Sun, 06 Nov 1994 08:49:37 GMT", 0.0)],
)  # fmt: skip
def test_retry_after_is_read(text: str | None, seconds: float | None) -> None:
    assert retry_after(text) == seconds


def test_nobody_waits_longer_than_is_bearable() -> None:
    tried = []

    def work() -> None:
        tried.append(1)
        raise Busy("busy", 503, after=86_400)

    with pytest.raises(Busy):
        Patience(sleep=lambda _: pytest.fail("waited")).until_done(work)
    assert len(tried) == 1


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://127.0.0.1:1/", "nobody listens there"),
        ("http://nowhere.invalid/", "there is no host nowhere.invalid"),
    ],
)
def test_who_is_not_there_is_told(url: str, words: str) -> None:
    with pytest.raises(RemoteError, match=words):
        ask(url)


def test_server_without_tls_is_told() -> None:
    with (
        answering(lambda handler: reply(handler, 200)) as url,
        pytest.raises(RemoteError, match=r"no secure connection"),
    ):
        ask(url.replace("http:", "https:"), Bounds(seconds=30))
