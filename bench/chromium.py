"""A real browser for figures that only a browser has."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, async_playwright

from scripts import chromium
from tests.conftest import QUIET


@asynccontextmanager
async def started() -> AsyncIterator[Browser]:
    path = chromium.find()
    if path is None:
        raise RuntimeError(chromium.REMEDY)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium refuses to sandbox for root
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=[*QUIET, *sandbox])
        yield browser
        await browser.close()
