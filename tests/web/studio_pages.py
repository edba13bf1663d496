"""Cleo's folder of content under git, and what she asks the studio."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

from content.places import DATA
from tests.web.conftest import Shop

ENTRIES = "/api/studio/entries"
WINDOW = "00000000-0000-4000-8000-000000000001"


class Folder:
    """A copy of the sample content as a git repository: what changed is what git says."""

    def __init__(self, place: Path) -> None:
        self.data = Path(shutil.copytree(DATA, place / "data"))
        self.git("init", "--quiet")
        self.keep()

    def git(self, *words: str) -> str:
        named = [
            "-c",
            "user.name=Cleo",
            "-c",
            "user.email=cleo@shop.example",
            "-c",
            "core.hooksPath=/dev/null",
        ]
        ran = subprocess.run(
            ["git", *named, *words], cwd=self.data, capture_output=True, text=True, check=True
        )
        return ran.stdout

    def keep(self) -> None:
        self.git("add", ".")
        self.git("commit", "--quiet", "--no-gpg-sign", "--message", "As it is.")

    def changes(self) -> list[str]:
        """Lines taken away and added since, of every file."""
        self.git("add", "--intent-to-add", ".")
        lines = self.git("diff", "--unified=0").splitlines()
        return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


async def ask(
    shop: Shop, method: str, path: str, given: Any = None, who: str = "Cleo"
) -> tuple[int, dict[str, Any]]:
    headers = {"Authorization": f"Bearer {shop.token(who)}"}
    options = {"json": given} if given is not None else {}
    address = f"{shop.address}{path}"
    async with shop.pages.http.request(method, address, headers=headers, **options) as response:
        return response.status, await response.json()


async def entry(shop: Shop, id: str) -> dict[str, Any]:
    """As an editor opens it: with its version."""
    status, told = await ask(shop, "GET", f"{ENTRIES}/{id}")
    assert status == 200, told
    found: dict[str, Any] = told["entry"]
    return found


async def save(
    shop: Shop, opened: dict[str, Any], who: str = "Cleo", **changes: Any
) -> tuple[int, dict[str, Any]]:
    """Save it with changes, as it was opened."""
    wanted = {name: value for name, value in opened.items() if name != "version"} | changes
    given = {"version": opened["version"], "entry": wanted}
    return await ask(shop, "PUT", f"{ENTRIES}/{opened['id']}", given, who)
