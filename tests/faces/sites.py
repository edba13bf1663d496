"""Other people's sites that carry the widget: friendly ones, hostile ones, and one that was never allowed."""

from __future__ import annotations

from typing import Self

from aiohttp import web

SHOUTING = """
* { all: initial; color: red !important; font: 40px fantasy !important; display: inline !important;
    position: static !important; float: left !important; opacity: .5 !important }
handrail-chat { display: none; transform: scale(3); filter: invert(1); inset: 0 !important }
"""


MEDDLING = """
for (const kind of [Array, Object, String, Element]) kind.prototype.extend = () => 'extended';
Array.prototype.toJSON = function () { return 'a list, in words' };
customElements.define('handrail-chat', class extends HTMLElement {
    connectedCallback() { this.textContent = 'Ha' }
});
"""
"""What libraries of another time did to every page, and a bit more."""


class Sites:
    """One origin with a page for each kind of host. ``service`` is where its widget comes from."""

    def __init__(self) -> None:
        self.service = ""
        self.url = ""
        self.pages: dict[str, str] = {}
        """Whole pages of a test's own; ``SERVICE`` in them becomes the service's address."""
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/{page}", self._page)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    async def _page(self, request: web.Request) -> web.Response:
        page = request.match_info["page"]
        if page in self.pages:
            own = self.pages[page].replace("SERVICE", self.service)
            return web.Response(text=own, content_type="text/html")
        head, body, headers, root = "", "<h1>A shop</h1>", {}, '<html lang="en">'
        if page != "no-viewport":
            head = '<meta name="viewport" content="width=device-width">'
        if page == "shouting":
            head += f"<style>{SHOUTING}</style>"
        if page == "towering":
            head += (
                "<style>.wall { position: fixed; inset: 0; z-index: 2147483647; background: #eee }</style>"
            )
            body = '<div class="wall"><h1>A shop behind a wall</h1></div>'
        if page == "right-to-left":
            root = '<html lang="he" dir="rtl">'  # a language that the chat does not speak
        if page == "strict":
            headers["Content-Security-Policy"] = policy(self.service, wire=True)
        if page == "no-wire":
            headers["Content-Security-Policy"] = policy(self.service, wire=False)
        if page == "meddling":
            head += f'<base href="https://elsewhere.example/deep/"><script>{MEDDLING}</script>'
            # Twice, and a body that is hidden at first and then no place to stand fixed in.
            head += f'<script src="{self.service}/widget.js"></script>'
            head += (
                "<style>body { display: none; transform: rotate(0) } body.ready { display: block }</style>"
            )
            body += "<script>document.body.className = 'ready'</script>"
        side = f'data-side="{page}"' if page in ("left", "right") else ""
        script = f'<script src="{self.service}/widget.js" {side} async></script>'
        html = (
            f"<!doctype html>{root}<head><title>A shop</title>{head}{script}</head><body>{body}</body></html>"
        )
        return web.Response(text=html, content_type="text/html", headers=headers)


def policy(service: str, *, wire: bool) -> str:
    """As strict as a site can be that wants a chat; without the wire, one that forgot half of it."""
    connect = f"{service} {service.replace('http', 'ws', 1)}" if wire else service
    return (
        f"default-src 'none'; script-src {service}; connect-src {connect}; style-src 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
