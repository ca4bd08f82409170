"""Putting load on a server, and counting what it costs."""

import json
import re
import statistics
import subprocess
import threading
import time
from pathlib import Path

from server import Failed, Server

HERE = Path(__file__).parent
DOCUMENT = ["language", "title", "summary", "transitions", "challenges", "practices", "tips", "reflection_md", "links"]


def record(server: Server, addresses: list[str], folder: Path) -> list[int]:
    """Keeps the answers as they went over the wire, for the bare handler. Returns how many bytes each has."""
    folder.mkdir(exist_ok=True)
    lines, sizes = [], []
    for n, address in enumerate(addresses):
        answer, body = server.get(address, "br")
        (folder / f"{n}.body").write_bytes(body)
        fields = [address, answer.headers["content-type"], answer.headers["content-encoding"] or "", f"{n}.body"]
        lines.append("\t".join(fields))
        sizes.append(len(body))
    (folder / "index.tsv").write_text("\n".join(lines))
    (folder / "addresses").write_text("\n".join(addresses))
    return sizes


class Load:
    """What the recorded addresses cost of a server, asked for by so many connections that never rest, summed over rounds."""

    def __init__(self, server: Server, folder: Path, connections: int):
        self.server, self.folder, self.connections = server, folder, connections
        self.server_cpu = self.postgresql_cpu = self.requests = self.seconds = 0
        self.rounds: list[dict] = []

    def warm(self, seconds: int) -> None:
        wrk(self.server, self.folder, max(1, seconds), self.connections)

    def round(self, seconds: int) -> None:
        before = self.server.cpu()
        answered = wrk(self.server, self.folder, seconds, self.connections)
        server_cpu, postgresql_cpu = (after - earlier for after, earlier in zip(self.server.cpu(), before))
        if answered["failed"]:
            raise Failed("answers under load were late or none")
        self.server_cpu += server_cpu
        self.postgresql_cpu += postgresql_cpu
        self.requests += answered["requests"]
        self.seconds += seconds
        self.rounds.append(answered)

    @property
    def per_cpu_second(self) -> float:
        return self.requests / max(0.01, self.server_cpu + self.postgresql_cpu)

    def figures(self) -> dict:
        latencies = {"p50": statistics.median, "p90": max, "p99": max}
        latencies = {name: of(it[name] for it in self.rounds) for name, of in latencies.items()}
        requests = max(1, self.requests)
        return latencies | {
            "requests": self.requests,
            "seconds": self.seconds,
            "server_ms": self.server_cpu / requests * 1000,
            "postgresql_ms": self.postgresql_cpu / requests * 1000,
            "per_cpu_second": self.per_cpu_second,
            "memory_mib": self.server.memory(),
        }


def wrk(server: Server, folder: Path, seconds: int, connections: int) -> dict:
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-H", "Accept-Encoding: br"]
    command += ["-s", str(HERE / "addresses.lua"), server.base, "--", str(folder / "addresses")]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads(said.splitlines()[-1])


class Publishing:
    """An author who publishes a story every so many seconds for as long as a `with` lasts, or only when told to."""

    def __init__(self, server: Server, every: float | None = 1):
        self.server = server
        self.every = every
        # They are here already where the community was measured before.
        server.run("people", "add", "bench-author")
        token = server.run("tokens", "create", "bench-author", "--scope", "stories:write", "--expires", "1d").strip()
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        newest = server.json("/api/v1/stories?limit=1")["items"][0]["slug"]
        self.document = document(server.json(f"/api/v1/stories/{newest}"))
        self.published: list[tuple[str, str]] = []
        self.failed, self.ended = None, threading.Event()
        self.thread = threading.Thread(target=self.work)

    def __enter__(self) -> "Publishing":
        if self.every:
            self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        if self.every:
            self.thread.join()
        # The next run finds the community as this one did.
        for story, version in self.published:
            self.server.ask("DELETE", f"/api/v1/stories/{story}", self.headers | {"If-Match": version})
        if self.failed:
            raise self.failed

    def work(self) -> None:
        try:
            while not self.ended.wait(self.every - time.monotonic() % self.every):
                self.publish()
        except Exception as failed:
            self.failed = failed

    def publish(self, title: str | None = None) -> None:
        sent = self.document | ({"title": title} if title else {})
        answer, body = self.server.ask("POST", "/api/v1/stories", self.headers, sent)
        story = json.loads(body)["id"]
        version = self.headers | {"If-Match": answer.headers["etag"]}
        answer, _ = self.server.ask("POST", f"/api/v1/stories/{story}/publish", version)
        self.published.append((story, answer.headers["etag"]))


def document(story: dict) -> dict:
    """What an author would send of a story."""

    def sent(part):
        if isinstance(part, dict):
            return {name: sent(it) for name, it in part.items() if not name.endswith("_html")}
        return [sent(it) for it in part] if isinstance(part, list) else part

    return {name: sent(story[name]) for name in DOCUMENT}


def first_view(server: Server, address: str) -> dict:
    """All that a browser loads for a page, in bytes as they go over the wire, and what of it is elsewhere."""
    html = server.get(address)[1].decode()
    tags = re.findall(r"<(?:link|script|img|iframe|source|video|audio|embed|object)\b[^>]*>", html)
    tags = [it for it in tags if not re.search(r'rel="(?:canonical|alternate|next|prev|search)"', it)]
    loaded = {it for tag in tags for it in re.findall(r'\b(?:href|src|data)="([^"]*)"', tag)}
    ours = {it for it in loaded if re.match(r"/(?!/)", it)}
    texts = [server.get(it)[1].decode() for it in ours]
    named = [it for text in texts for it in re.findall(r"(?:url\(|@import )[\"']?((?:https?:)?//[^\"')]+)", text)]
    n_bytes = sum(len(server.get(it, "br")[1]) for it in [address, *ours])
    return {"bytes": n_bytes, "elsewhere": sorted(loaded - ours) + named}
