"""What searching costs beside the library's own query for a word, and how soon a published story is found."""

import itertools
import json
import os
import random
import secrets
import shutil
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

from load import Publishing
from server import Failed, Server

PROGRAM = os.environ["GUIDEPOST_SEARCH"]
QUERIES = 200
A_SECOND = 20
STORIES = 300
FOUND_WITHIN = 60
LOOK_EVERY = 0.05
SETTLED_AFTER = 5

# Words that made-up stories are full of: a search costs most where much is found.
WORDS = {
    "ja": ["障害", "決済", "移行", "監視", "基盤", "手順書", "会議", "上司", "振り返り", "当番"],
    "en": ["incident", "payment", "migration", "monitoring", "platform", "runbook", "meeting", "manager", "customer", "cluster"],
}


def queries(values: dict[str, list[str]]) -> list[tuple[str, str, str, str]]:
    """Two words of one language with one filter, the same in each run: language, words, filter, value."""
    chance = random.Random(2)
    pairs = [(language, " ".join(it)) for language, words in WORDS.items() for it in itertools.permutations(words, 2)]
    found = []
    for language, words in (chance.choice(pairs) for _ in range(QUERIES)):
        name = chance.choice(list(values))
        found.append((language, words, name, chance.choice(values[name])))
    return found


def addresses(asked: list[tuple[str, str, str, str]]) -> list[str]:
    return [f"/api/v1/search?{urlencode({'q': words, name: value, 'limit': 20})}" for _, words, name, value in asked]


def cost(server: Server, asked: list[tuple[str, str, str, str]], folder: Path) -> dict:
    """CPU of the engine and of the library's query, on a copy of the index beside the server."""
    copy, file = folder / "index", folder / "queries"
    # The last stories that were published are being indexed, and files come and go meanwhile.
    time.sleep(SETTLED_AFTER)
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(server.data / "search", copy)
    file.write_text("\n".join("\t".join(it) for it in asked))
    done = subprocess.run([PROGRAM, str(copy), str(file)], env=server.env, capture_output=True, text=True)
    shutil.rmtree(copy)
    if done.returncode:
        raise RuntimeError(done.stderr)
    figures = json.loads(done.stdout)
    return figures | {"ratio": figures["search_ms"] / figures["term_ms"]}


def found(server: Server) -> dict:
    """Seconds from the answer to a publication until a search finds the story, while so many a second are published."""
    waited: list[float] = []
    lock = threading.Lock()
    with ThreadPoolExecutor(A_SECOND * 4) as pool, Publishing(server, every=None) as publishing:

        def one() -> None:
            word = "gp" + secrets.token_hex(6)
            publishing.publish(f"A story of {word}")
            began = time.monotonic()
            while not finds(server, word):
                if time.monotonic() - began > FOUND_WITHIN:
                    raise Failed(f"{word} was not found within {FOUND_WITHIN} s")
                time.sleep(LOOK_EVERY)
            with lock:
                waited.append(time.monotonic() - began)

        began = time.monotonic()
        work = []
        for n in range(STORIES):
            time.sleep(max(0.0, began + n / A_SECOND - time.monotonic()))
            work.append(pool.submit(one))
        for it in work:
            it.result()
    waited.sort()
    at = lambda share: waited[min(len(waited) - 1, int(len(waited) * share))]
    return {"stories": len(waited), "p50": at(0.5), "p95": at(0.95), "most": waited[-1]}


def finds(server: Server, word: str) -> bool:
    query = urlencode({"q": f'"{word}"', "limit": 1})
    return bool(server.json(f"/api/v1/search?{query}")["total"])
