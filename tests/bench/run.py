"""Measures what reading costs, in CPU and against a bare handler, with communities of different sizes."""

import argparse
import json
import statistics
import sys
import tempfile
from pathlib import Path

import search
from load import Load, Publishing, first_view, record
from report import report
from scenarios import SCENARIOS, Addresses
from server import Failed, Server, bare, build_search, community, guidepost

# Of load on each server, by turns; a short run has fewer.
ROUNDS = 5


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    names = [it.name for it in SCENARIOS]
    parser.add_argument("scenarios", nargs="*", metavar="SCENARIO", help=f"of {', '.join(names)}; all of them by default")
    parser.add_argument("--stories", type=int, action="append", help="size of a community; may be repeated (default: 10000 and 100000)")
    parser.add_argument("--seconds", type=int, default=10, help="of load for each scenario (default: 10)")
    parser.add_argument("--connections", type=int, default=64, help="that ask at the same time (default: 64)")
    given = parser.parse_args()
    unknown = set(given.scenarios) - set(names)
    if unknown:
        parser.error(f"no scenario is called {', '.join(sorted(unknown))}")
    given.stories = sorted(given.stories or [10_000, 100_000])
    return given


def measure(stories: int, given: argparse.Namespace, folder: Path) -> dict:
    chosen = [it for it in SCENARIOS if not given.scenarios or it.name in given.scenarios]
    results: dict = {"stories": stories, "scenarios": {}}
    data = community(stories)
    results["building_mib"] = build_search(data, folder / "building.log")
    with guidepost(data, folder / "guidepost.log") as server:
        server.wait_for_search()
        addresses = Addresses(server)
        with Publishing(server) as publishing:
            for it in chosen:
                print(f"{stories} stories: {it.name}", file=sys.stderr)
                try:
                    results["scenarios"][it.name] = ours(server, addresses.of(it), folder / it.name, given)
                except Failed as failed:
                    results["scenarios"][it.name] = {"failed": str(failed)}
        if heaviest := results["scenarios"].get("story", {}).get("heaviest"):
            results["first_view"] = first_view(server, heaviest)
        results["published"] = len(publishing.published)
        if any(it.name == "search" for it in chosen):
            server.forget_memory()
            results["search"] = search.cost(server, addresses.searches, folder) | {"found": search.found(server)}
            results["search"]["memory_mib"] = server.memory()
    return results


def ours(server: Server, addresses: list[str], folder: Path, given: argparse.Namespace) -> dict:
    """In rounds by turns with the bare handler, for other work on the machine comes and goes."""
    server.forget_memory()
    sizes = record(server, addresses, folder)
    with bare(folder, folder / "bare.log") as other:
        cost, least = (Load(it, folder, given.connections) for it in (server, other))
        for it in (cost, least):
            it.warm(given.seconds // 4)
        rounds = min(ROUNDS, given.seconds)
        for _ in range(rounds):
            cost.round(given.seconds // rounds)
            least.round(max(1, given.seconds // rounds // 2))
    return cost.figures() | {
        "bare_per_cpu_second": least.per_cpu_second,
        "share": cost.per_cpu_second / least.per_cpu_second,
        "pages": len(sizes),
        "bytes": statistics.median(sizes),
        "heaviest": addresses[sizes.index(max(sizes))],
    }


def main() -> None:
    given = options()
    with tempfile.TemporaryDirectory(prefix="guidepost-bench-") as folder:
        results = [measure(stories, given, Path(folder)) for stories in given.stories]
    print(report(results))
    print(json.dumps({"seconds": given.seconds, "connections": given.connections, "sizes": results}))


if __name__ == "__main__":
    main()
