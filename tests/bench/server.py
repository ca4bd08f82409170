"""The servers that are measured: Guidepost over a made-up community, and the bare handler."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

PROGRAM = os.environ["GUIDEPOST"]
BARE = os.environ["GUIDEPOST_BARE"]
CACHE = Path(os.environ["GUIDEPOST_BENCH_CACHE"])
FINGERPRINT = os.environ["GUIDEPOST_BENCH_FINGERPRINT"]
READY_WITHIN = 120
INDEXED_WITHIN = 1200
OPENED_WITHIN = 10
TICKS = os.sysconf("SC_CLK_TCK")


def community(stories: int) -> Path:
    """The data folder of a community of this size, made where it is not there yet."""
    folder = CACHE / f"{stories}-{FINGERPRINT}"
    whole = folder / "whole"
    if not whole.exists():
        for old in CACHE.glob(f"{stories}-*"):
            shutil.rmtree(old)
        folder.mkdir(parents=True)
        # PostgreSQL never runs as root: whoever it runs as must be able to get here.
        CACHE.chmod(0o755)
        people = str(max(10, stories * 3 // 10))
        command = [PROGRAM, "generate", "--stories", str(stories), "--people", people]
        subprocess.run(command, env=environment(folder / "data"), check=True)
        whole.touch()
    return folder / "data"


def environment(data: Path, port: int = 0) -> dict[str, str]:
    ours = {
        "GUIDEPOST_DATA_DIR": str(data),
        "GUIDEPOST_LISTEN": f"127.0.0.1:{port}",
        "GUIDEPOST_METRICS_LISTEN": "off",
        "GUIDEPOST_RATE_LIMITS": "off",
    }
    others = {name: value for name, value in os.environ.items() if not name.startswith("GUIDEPOST_")}
    others.pop("DATABASE_URL", None)
    return others | ours


class Failed(Exception):
    """An answer that is none."""


class Server:
    """A server process for as long as a `with` lasts."""

    def __init__(self, command: list[str], data: Path, log: Path):
        with socket.socket() as it:
            it.bind(("127.0.0.1", 0))
            self.port = it.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self.data = data
        self.env = environment(data, self.port)
        with log.open("w") as output:
            self.process = subprocess.Popen(command, env=self.env, stdout=output, stderr=output)
        self.log = log

    def __enter__(self) -> "Server":
        until = time.monotonic() + READY_WITHIN
        while time.monotonic() < until and self.process.poll() is None:
            try:
                http.client.HTTPConnection("127.0.0.1", self.port).request("GET", "/healthz")
                return self
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"the server did not start:\n{self.log.read_text()}")

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(60)

    def get(self, address: str, encoding: str = "identity") -> tuple[http.client.HTTPResponse, bytes]:
        return self.ask("GET", address, {"Accept-Encoding": encoding})

    def ask(self, method: str, address: str, headers: dict[str, str], body: object = None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        document = None if body is None else json.dumps(body)
        connection.request(method, address, document, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        if answer.status >= 400:
            raise Failed(f"{method} {address}: {answer.status}")
        return answer, content

    def json(self, address: str):
        return json.loads(self.get(address)[1])

    def run(self, *args: str) -> str:
        """What a command says that works beside the server."""
        done = subprocess.run([PROGRAM, *args], env=self.env, capture_output=True, text=True)
        return done.stdout

    def wait_for_search(self) -> float:
        """Seconds until its index is whole: it is built anew where it is of another format."""
        began = time.monotonic()
        while self.json("/readyz")["search"] != "ok":
            if time.monotonic() > began + INDEXED_WITHIN:
                raise RuntimeError("the search index was not ready in time")
            time.sleep(0.5)
        return time.monotonic() - began

    def cpu(self) -> tuple[float, float]:
        """Seconds of CPU that the server has used, and all processes of its PostgreSQL."""
        return seconds(self.process.pid, 11, 13), self.postgresql()

    def postgresql(self) -> float:
        pid_file = self.data / "postgres" / "pg" / "postmaster.pid"
        if not pid_file.exists():
            return 0.0
        master = int(pid_file.read_text().split()[0])
        # Of the children that ended, the parent knows.
        return seconds(master, 11, 15) + sum(seconds(it, 11, 13) for it in children(master))

    def memory(self) -> float:
        """MiB that the server held at most since `forget_memory`, or ever."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        words = dict(line.split(":", 1) for line in status.splitlines())
        return int(words["VmHWM"].split()[0]) / 1024

    def forget_memory(self) -> None:
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")


def stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat behind the name, which may hold spaces; `utime` is number 11."""
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()


def seconds(pid: int, first: int, end: int) -> float:
    try:
        return sum(map(int, stat(pid)[first:end])) / TICKS
    except FileNotFoundError:
        return 0.0


def children(parent: int) -> list[int]:
    return [int(pid) for it in Path(f"/proc/{parent}/task").glob("*/children") for pid in it.read_text().split()]


def guidepost(data: Path, log: Path) -> Server:
    return Server([PROGRAM, "serve"], data, log)


def build_search(data: Path, log: Path) -> float | None:
    """MiB that a server held at most while it built the index; none where the index was there."""
    with guidepost(data, log) as server:
        return server.memory() if server.wait_for_search() > OPENED_WITHIN else None


def bare(recorded: Path, log: Path) -> Server:
    return Server([BARE, str(recorded)], recorded, log)
