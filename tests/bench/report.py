"""The figures as a table for people, with the targets beside them."""

from scenarios import SCENARIOS

MEMORY_MIB = 150
FIRST_VIEW_BYTES = 30_000
SEARCH_RATIO = 8
# Of so many stories: to find a word among few costs next to nothing.
SEARCH_RATIO_OF = 100_000
SEARCH_GROWTH = 6
FOUND_SECONDS = 1
HEAD = "stories  scenario       pages  bytes  req/CPU s   bare   share (target)           server ms   pg ms   p50 ms   p99 ms    MiB"


def report(results: list[dict]) -> str:
    lines = [HEAD]
    for size in results:
        for it in SCENARIOS:
            if it.name in size["scenarios"]:
                lines.append(row(size["stories"], it, size["scenarios"][it.name]))
    lines.append("")
    for size in results:
        at = f"with {size['stories']} stories"
        lines += memory(size["scenarios"], at)
        if building := size["building_mib"]:
            lines.append(f"most memory while the search index was built {at}: {building:.0f} MiB")
        if view := size.get("first_view"):
            fits = view["bytes"] <= FIRST_VIEW_BYTES and not view["elsewhere"]
            lines.append(
                f"first view of a story page {at}: {view['bytes'] / 1000:.1f} kB, {len(view['elsewhere'])} foreign resources "
                f"{judged(fits, f'<= {FIRST_VIEW_BYTES / 1000:.0f} kB, 0')}"
            )
    for size in results:
        if cost := size.get("search"):
            lines += searching(size["stories"], cost)
    lines += growth(results[0], results[-1]) if len(results) > 1 else []
    return "\n".join(lines)


def row(stories: int, scenario, it: dict) -> str:
    if "failed" in it:
        return f"{stories:>7}  {scenario.name:<13} failed: {it['failed']}"
    target = judged(it["share"] >= scenario.share, f">= {scenario.share:.2f}") if scenario.share else ""
    share = f"{it['share']:.3f} {target}"
    return (
        f"{stories:>7}  {scenario.name:<13} {it['pages']:>6} {it['bytes']:>6.0f} {it['per_cpu_second']:>10.0f} "
        f"{it['bare_per_cpu_second']:>6.0f}   {share:<23} {it['server_ms']:>10.3f} {it['postgresql_ms']:>7.3f} "
        f"{it['p50']:>8.1f} {it['p99']:>8.1f} {it['memory_mib']:>6.0f}"
    )


def memory(scenarios: dict, at: str) -> list[str]:
    """Of pages and lists, and of all: searching holds the most."""
    held = {name: it["memory_mib"] for name, it in scenarios.items() if "memory_mib" in it}
    groups = {"with pages and lists": [it for name, it in held.items() if name != "search"], "in all scenarios": held.values()}
    return [
        f"most memory {what} {at}: {max(most):.0f} MiB {judged(max(most) < MEMORY_MIB, f'< {MEMORY_MIB}')}"
        for what, most in groups.items()
        if most
    ]


def searching(stories: int, cost: dict) -> list[str]:
    found = cost["found"]
    target = judged(cost["ratio"] <= SEARCH_RATIO, f"<= {SEARCH_RATIO}") if stories >= SEARCH_RATIO_OF else ""
    return [
        f"search with {stories} stories: {cost['search_ms']:.3f} ms of CPU; a term query that counts {cost['term_ms']:.3f} ms: "
        f"x {cost['ratio']:.1f} {target}; one that does not {cost['best_ms']:.3f} ms; "
        f"the first search of an index that was just opened {cost['first_ms']:.3f} ms",
        f"published to found with {stories} stories: p50 {found['p50']:.2f} s, p95 {found['p95']:.2f} s "
        f"{judged(found['p95'] < FOUND_SECONDS, f'< {FOUND_SECONDS} s')}, most {found['most']:.2f} s, of {found['stories']}; "
        f"most memory meanwhile {cost['memory_mib']:.0f} MiB",
    ]


def growth(smallest: dict, largest: dict) -> list[str]:
    lines = [""]
    for it in SCENARIOS:
        # Beside the bare handler, for the machine may have become slower meanwhile.
        shares = [size["scenarios"].get(it.name, {}).get("share") for size in (smallest, largest)]
        if all(shares):
            grown = shares[0] / shares[1]
            target = judged(grown <= it.growth, f"<= {it.growth}") if it.growth else ""
            sizes = f"from {smallest['stories']} to {largest['stories']} stories"
            lines.append(f"CPU of a request {sizes}: {it.name} x {grown:.2f} {target}".rstrip())
    if all("search" in it for it in (smallest, largest)):
        grown = largest["search"]["search_ms"] / smallest["search"]["search_ms"]
        target = judged(grown <= SEARCH_GROWTH, f"<= {SEARCH_GROWTH}")
        lines.append(f"CPU of a search from {smallest['stories']} to {largest['stories']} stories: x {grown:.2f} {target}")
    return lines


def judged(holds: bool, target: str) -> str:
    return f"({target}{'' if holds else ': missed'})"
