"""Runs one step of the set-up: says what it does and that it goes on, and explains what stopped it."""

import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from typing import IO

TICK_S = 2  # nothing is silent for longer
SPOKEN_S = 10  # every so often the dots give the seconds


class CannotGoOnError(Exception):
    """The set-up stops: one sentence that names the remedy."""


# What programs print when something outside stopped them, and what a person can do about it.
REMEDIES = {
    "No space left on device": "The disk is full: free some space and try again.",
    "Disk quota exceeded": "The disk quota is used up: free some space and try again.",
    "hash mismatch": "A downloaded package is not the one that was pinned; nothing was installed. "
    "Try again, and tell the maintainers if it happens twice.",
    "do not match the hashes": "A downloaded package is not the one that was pinned; nothing was installed. "
    "Try again, and tell the maintainers if it happens twice.",
    "invalid peer certificate": "The package registry's certificate is not trusted here: install "
    "ca-certificates, or set SSL_CERT_FILE to your organisation's certificates.",
    "CERTIFICATE_VERIFY_FAILED": "The package registry's certificate is not trusted here: install "
    "ca-certificates, or set SSL_CERT_FILE to your organisation's certificates.",
    "Permission denied": "A file here may not be written: see that this folder belongs to you and try again.",
}
UNREACHABLE = (
    "dns error",
    "error sending request",
    "Temporary failure in name resolution",
    "Name or service not known",
    "No matching distribution found",  # pip's last word, also when it reached nobody
    "Failed to establish a new connection",
    "ENOTFOUND",
    "EAI_AGAIN",
    "ECONNREFUSED",
    "ETIMEDOUT",
    "ENETUNREACH",
)
NO_NETWORK = (
    "The package registry cannot be reached: see that this machine is online (or set a proxy) and retry."
)


def run(title: str, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
    """Run `command`, showing only `title` and the time it takes; raise `CannotGoOnError` if it fails."""
    began = time.monotonic()
    say(f"{title} …")
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        try:
            child = subprocess.Popen(
                command, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )
        except OSError as refused:
            raise CannotGoOnError(f"{title}: {command[0]} does not start ({refused.strerror}).") from refused
        code = watch(child, began)
        printed = whole(output)
    took = time.monotonic() - began
    say(f" failed after {took:.0f} s\n" if code else f" {took:.1f} s\n")
    if code:
        raise CannotGoOnError(explain(title, command, printed))


def say(words: str) -> None:
    """Add to the line that this step writes, in a terminal as in a log."""
    sys.stdout.write(words)
    sys.stdout.flush()


def watch(child: subprocess.Popen[bytes], began: float) -> int:
    try:
        while True:
            try:
                return child.wait(timeout=TICK_S)
            except subprocess.TimeoutExpired:
                say(
                    f" {time.monotonic() - began:.0f}"
                    if int(time.monotonic() - began) % SPOKEN_S < TICK_S
                    else "."
                )
    except BaseException:  # above all Ctrl-C: leave nothing running
        child.terminate()
        child.wait()
        raise


def whole(output: IO[str]) -> str:
    output.seek(0)
    return output.read()


def explain(title: str, command: Sequence[str], printed: str) -> str:
    for sign, remedy in REMEDIES.items():
        if sign.lower() in printed.lower():
            return remedy
    if any(sign.lower() in printed.lower() for sign in UNREACHABLE):
        return NO_NETWORK
    last = "\n".join(f"    {line}" for line in printed.strip().splitlines()[-40:])
    return f"{title} failed. `{shlex.join(command)}` said:\n{last}"
