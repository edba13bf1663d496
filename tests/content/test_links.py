"""Links are asked when somebody says so; nothing asks our own network unless that was said, too."""

from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from content.checks import links
from content.checks.links import HOPS, Outward, check_links, look, public
from content.entries import load
from tests.content.conftest import topic, written


class Site:
    """A site on this machine that counts what it is asked."""

    def __init__(self) -> None:
        self.asked: Counter[tuple[str, str]] = Counter()
        self.now = self.most = 0

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked[request.method, request.path] += 1
        path = request.path.strip("/")
        if path == "shy":
            return web.Response(status=405 if request.method == "HEAD" else 200)
        onward = {"inward": "http://10.0.0.1/secret", "file": "file:///etc/passwd", "moved": "/fine"}.get(
            path
        )
        if path.startswith("round"):
            onward = f"/round{len(path)}{path}"[:60]
        if onward:
            return web.Response(status=302, headers={"Location": onward})
        if path == "endless":
            return web.Response(body=b"x" * 10_000_000)
        return web.Response(status=int(path) if path.isdigit() else 200)


@pytest.fixture
async def site() -> AsyncIterator[tuple[Site, str]]:
    told = Site()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", told.answer)
    async with TestServer(app) as server:
        yield told, str(server.make_url("/")).rstrip("/")


async def test_each_link_is_asked_once_and_what_is_wrong_is_said(site: tuple[Site, str]) -> None:
    told, address = site
    paths = ("fine", "shy", "moved", "endless", "404", "410", "500", "round", "file")
    said = await look([f"{address}/{path}" for path in paths], private=True)
    assert {link.rsplit("/", 1)[1]: sentence for link, sentence in said.items()} == {
        "404": "is gone (the site answers 404)",
        "410": "is gone (the site answers 410)",
        "500": "was answered with 500",
        "round": "could not be reached",
        "file": "could not be reached",
    }
    assert told.asked["HEAD", "/fine"] == 2, "itself and from where it moved"
    assert (told.asked["HEAD", "/shy"], told.asked["GET", "/shy"]) == (1, 1)
    assert sum(count for (_, path), count in told.asked.items() if path.startswith("/round")) == HOPS


async def test_our_own_network_is_not_asked(site: tuple[Site, str]) -> None:
    told, address = site
    port = address.rsplit(":", 1)[1]
    inside = [
        address + "/fine",
        f"http://localhost:{port}/fine",
        f"http://[::1]:{port}/fine",
        f"http://0.0.0.0:{port}/",
    ]
    said = await look(inside)
    assert set(said.values()) == {"leads to an address that is not public"}
    assert set(said) == set(inside)
    assert not told.asked


async def test_a_redirection_inward_is_not_followed(
    site: tuple[Site, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told, address = site
    monkeypatch.setattr(links, "public", lambda given: given == "127.0.0.1")
    said = await look([f"{address}/inward"])
    assert list(said.values()) == ["leads to an address that is not public"]
    assert told.asked["HEAD", "/inward"] == 1


async def test_a_name_with_one_address_inside_is_refused() -> None:
    resolver = Outward(private=False)
    with pytest.raises(OSError, match="localhost"):
        await resolver.resolve("localhost", 443)
    await resolver.close()
    inside = ["127.0.0.1", "10.1.2.3", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1"]
    inside += ["::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "2002:a00:1::"]
    assert not any(map(public, inside))
    assert public("93.184.215.14")
    assert public("2606:2800:21f:cb07:6820:80da:af6b:8b2c")


def test_a_link_that_is_gone_is_an_error_in_its_line(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    topic(
        data,
        written(
            answer="See [it](https://shop.example/it).",
            media=["{url: https://shop.example/x.png, alt: It}"],
            steps=["{label: Yes, text: 'Read [it](https://shop.example/it).', ends: helped}"],
            languages="{de: {title: Wo?, answer: '[Da](https://shop.example/da)', url: https://shop.example/de}}",
        ),
    )

    async def gone(asked: list[str], *, private: bool) -> dict[str, str]:
        assert not private
        assert sorted(link.rsplit("/", 1)[1] for link in asked) == ["da", "de", "it", "track", "x.png"]
        return {
            "https://shop.example/it": "is gone (the site answers 404)",
            asked[0]: "did not answer in time",
        }

    monkeypatch.setattr(links, "look", gone)
    said = sorted(f"{one.line} {one.level} {one.sentence}" for one in check_links(load(data)))
    assert said == [
        "15 error A link in a step https://shop.example/it is gone (the site answers 404).",
        "15 error A link in the answer https://shop.example/it is gone (the site answers 404).",
        "5 warning The url https://shop.example/help/track did not answer in time.",
    ]
