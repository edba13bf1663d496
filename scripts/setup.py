"""Sets up what is missing on this machine, and nothing else: Python packages, pages, a browser, PostgreSQL.

`setup.py run` is what the product needs, `test` what its tests need, `all` both. Standard library only, since
it runs before anything is installed. What is there is found by stamps, so that a second run changes nothing.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts import chromium, postgres  # noqa: E402  (found through the line above)
from scripts.steps import CannotGoOnError, run  # noqa: E402

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
INSTALLER = ROOT / "requirements" / "uv.txt"
PYTHON_STAMP = VENV / "handrail-stamp.json"
PAGES_STAMP = ROOT / "node_modules" / ".handrail-stamp.json"
PAGES = ROOT / "dist"
ROOM_MB = {"run": 1500, "test": 2200}  # the environment, the packages on their way into it, and a margin
DEBIANS_CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
OLDEST_NODE = 20  # the oldest that the build's tools support

Stamp = dict[str, str]


def digest(*paths: Path) -> str:
    """Fingerprint of files and of all files below folders, by content and place."""
    files = sorted(f for p in paths for f in (p.rglob("*") if p.is_dir() else [p]) if f.is_file())
    joined = hashlib.sha256()
    for file in files:
        joined.update(f"{file.relative_to(ROOT)}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return joined.hexdigest()


def read_stamp(path: Path) -> Stamp:
    try:
        stamp: Stamp = json.loads(path.read_text())
    except (OSError, ValueError):
        return {}
    return stamp


def write_stamp(path: Path, stamp: Stamp) -> None:
    unfinished = path.with_suffix(".tmp")
    unfinished.write_text(json.dumps(stamp, indent=1))
    unfinished.replace(path)


def set_up_python(wanted: str, chosen: bool) -> None:
    """Make `.venv` hold exactly the pinned packages; one that has the tests' keeps them.

    An environment that works is kept whatever Python is found today, unless somebody has `chosen` this one.
    """
    stamp = read_stamp(PYTHON_STAMP)
    kind = "test" if "test" in (wanted, stamp.get("kind")) else "run"
    requirements = ROOT / "requirements" / f"{kind}.txt"
    right = {
        "root": str(ROOT),  # an environment that was moved still names its old place in every script
        "python": sys.version if chosen else stamp.get("python", sys.version),
        "installer": digest(INSTALLER),
        "packages": digest(requirements),
        "kind": kind,
        "project": digest(ROOT / "pyproject.toml"),
    }

    def differs(*parts: str) -> bool:
        return any(stamp.get(part) != right[part] for part in parts)

    if differs("root", "python", "installer") or python_version() != right["python"]:
        need_room(kind)
        create_venv()
        right["python"] = python_version()
        stamp = {}
    if differs("packages", "kind"):
        PYTHON_STAMP.unlink(missing_ok=True)
        install_packages(requirements)
    if differs(
        "packages", "kind", "project"
    ):  # the exact set of pinned packages does not hold Handrail itself
        write_stamp(PYTHON_STAMP, right | {"project": "unfinished"})
        uv("Installing Handrail itself", "install", "--no-deps", "--offline", "--editable", str(ROOT))
    if stamp != right:
        write_stamp(PYTHON_STAMP, right)


def python_version() -> str:
    """What the environment's Python says of itself; nothing if there is none that runs."""
    try:
        said = subprocess.run(
            [PYTHON, "-c", "import sys; print(sys.version)"], capture_output=True, text=True
        )
    except OSError:
        return ""
    return said.stdout.strip() if said.returncode == 0 else ""


def need_room(kind: str) -> None:
    free = shutil.disk_usage(ROOT).free // 1_000_000
    if free < ROOM_MB[kind]:
        raise CannotGoOnError(
            f"Setting up needs {ROOM_MB[kind]:,} MB of free disk and {ROOT} has {free:,} MB: "
            "free some and try again."
        )


def create_venv() -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    create = [sys.executable, "-m", "venv", str(VENV)]
    if not can_import("venv"):
        raise CannotGoOnError(no_venv())
    if can_import("ensurepip"):
        run("Creating the Python environment", create)
        pip = [str(PYTHON), "-m", "pip"]
    elif can_import("pip"):
        run("Creating the Python environment", [*create, "--without-pip"])
        pip = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    else:
        raise CannotGoOnError(no_venv())
    pinned = ["--require-hashes", "--only-binary", ":all:", "-r", str(INSTALLER)]
    run("Installing the installer", [*pip, "install", "--quiet", "--disable-pip-version-check", *pinned])


def can_import(module: str) -> bool:
    return subprocess.run([sys.executable, "-c", f"import {module}"], capture_output=True).returncode == 0


def no_venv() -> str:
    return (
        f"The Python at {sys.executable} cannot create environments: install its venv module "
        "(Debian 12: apt-get install python3-venv) and try again."
    )


def install_packages(requirements: Path) -> None:
    title = "Installing Python packages (a minute or two the first time)"
    uv(title, "sync", "--require-hashes", "--only-binary", ":all:", str(requirements))


def uv(title: str, command: str, *args: str) -> None:
    """Run `uv pip COMMAND` on the environment, with the registry and certificates that pip would use here."""
    # uv trusts the roots that it carries; Debian's own list has those and what this machine's owner added.
    trust = {"UV_SYSTEM_CERTS": "true"} if DEBIANS_CERTIFICATES.is_file() else {}
    line = [str(VENV / "bin" / "uv"), "pip", command, "--python", str(PYTHON), *args]
    run(title, line, os.environ | trust | mirror())


def mirror() -> dict[str, str]:
    """The registry that pip was told to use here, for uv, which does not read pip's settings."""
    if "UV_DEFAULT_INDEX" in os.environ:
        return {}
    asked = [str(PYTHON), "-m", "pip", "config", "get", "global.index-url"]
    said = subprocess.run(asked, capture_output=True, text=True).stdout.strip()
    index = os.environ.get("PIP_INDEX_URL") or said
    return {"UV_DEFAULT_INDEX": index} if index else {}


def set_up_pages() -> None:
    """Install the build's pinned tools and build the pages that browsers load."""
    package = ROOT / "package.json"
    if not package.exists():
        return
    lock = ROOT / "package-lock.json"
    sources = [ROOT / name for name in ("widget", "console", "build.mjs", "tsconfig.json")]
    right = {"tools": digest(package, lock)}
    right["pages"] = digest(package, lock, *(path for path in sources if path.exists()))
    stamp = read_stamp(PAGES_STAMP)
    built = PAGES.is_dir() and any(PAGES.iterdir())
    if stamp == right and built:
        return
    need_node()
    if stamp.get("tools") != right["tools"]:
        quiet = ["--no-audit", "--no-fund", "--loglevel=error"]
        run("Installing the tools that build the pages", ["npm", "ci", *quiet])
    run("Building the pages", ["npm", "run", "--silent", "build"])
    write_stamp(PAGES_STAMP, right)


def need_node() -> None:
    remedy = f"install Node.js {OLDEST_NODE} or newer with npm (nodejs.org has packages for every system)"
    if not shutil.which("node") or not shutil.which("npm"):
        raise CannotGoOnError(f"Building the pages needs Node.js: {remedy} and try again.")
    version = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout.strip()
    major = version.removeprefix("v").split(".")[0]
    if not major.isdigit() or int(major) < OLDEST_NODE:
        found = f"Node.js {version} is here" if major.isdigit() else "Node.js here does not run"
        raise CannotGoOnError(f"Building the pages needs a newer Node.js, {found}: {remedy} and try again.")


def set_up_tests(strict: bool) -> None:
    """See to a browser and PostgreSQL; without them, stop if `strict`, else say what the tests will miss."""
    missing = [reason for reason in (chromium.provide(), postgres.provide()) if reason]
    allowed = os.environ.get("HANDRAIL_ALLOW_MISSING") == "1"
    if missing and strict and not allowed:
        raise CannotGoOnError("\n".join(missing))
    for reason in missing:
        print(f"  missing: {reason}", flush=True)


def main(wanted: str = "all", chosen: str = "") -> None:
    lock = os.open(ROOT, os.O_RDONLY)
    fcntl.flock(
        lock, fcntl.LOCK_EX
    )  # two set-ups at once would write over each other; the second finds all done
    set_up_python("run" if wanted == "run" else "test", bool(chosen))
    set_up_pages()
    if wanted != "run":
        set_up_tests(strict=wanted == "test")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except CannotGoOnError as reason:
        print(reason, file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
