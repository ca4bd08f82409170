"""What readers ask for: the addresses of each scenario, as many different ones as there are, 200 at most."""

import itertools
import random
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

import search
from server import Server

PAGES = 200


@dataclass(frozen=True)
class Scenario:
    name: str
    what: str
    # The least share of the bare handler's requests per CPU second, where one is aimed at.
    share: float | None
    # The most that the CPU of a request may grow from the smallest community to the largest.
    growth: float | None


SCENARIOS = [
    Scenario("story", "story page", 0.45, 1.1),
    Scenario("browse", "browse page, filtered", 0.20, None),
    Scenario("role", "role page", 0.20, 1.25),
    Scenario("list-first", "JSON list of 20, first pages", 0.20, 1.5),
    Scenario("list-last", "JSON list of 20, last pages", 0.20, 1.5),
    Scenario("list-filtered", "JSON list of 20, filtered", 0.20, None),
    Scenario("search", "JSON search for two words, filtered, all facets", None, None),
]


class Addresses:
    """The addresses that this server has."""

    def __init__(self, server: Server):
        self.server = server

    def of(self, scenario: Scenario) -> list[str]:
        return getattr(self, scenario.name.replace("-", "_"))()

    def story(self) -> list[str]:
        slugs = [slug for page in self.pages for slug in page[1]]
        step = max(1, len(slugs) // PAGES)
        return [f"/stories/{slug}" for slug in slugs[::step][:PAGES]]

    def browse(self) -> list[str]:
        return [f"/stories?{it}" for it in self.filters]

    def role(self) -> list[str]:
        roles = self.slugs("roles")
        return [f"/roles/{it}{language}" for language in ("", "?lang=en") for it in roles][:PAGES]

    def list_first(self) -> list[str]:
        return [page[0] for page in self.pages[: len(self.pages) // 2][:PAGES]]

    def list_last(self) -> list[str]:
        return [page[0] for page in self.pages[len(self.pages) // 2 :][-PAGES:]]

    def list_filtered(self) -> list[str]:
        return [f"/api/v1/stories?{it}&limit=20" for it in self.filters]

    def search(self) -> list[str]:
        return search.addresses(self.searches)

    @cached_property
    def searches(self) -> list[tuple[str, str, str, str]]:
        return search.queries(self.values)

    @cached_property
    def pages(self) -> list[tuple[str, list[str]]]:
        """Every page of the whole list: its address and the slugs on it."""
        pages, address = [], "/api/v1/stories?limit=20"
        while address:
            page = self.server.json(address)
            pages.append((address, [it["slug"] for it in page["items"]]))
            cursor = page["next_cursor"]
            address = f"/api/v1/stories?limit=20&cursor={cursor}" if cursor else None
        return pages

    @cached_property
    def filters(self) -> list[str]:
        """Different combinations of one, two and three filters, the same in each run."""
        chance = random.Random(1)
        filters: list[str] = []
        for n in itertools.cycle([1, 2, 2, 3]):
            names = chance.sample(list(self.values), n)
            query = urlencode({name: chance.choice(self.values[name]) for name in names})
            if query not in filters:
                filters.append(query)
            if len(filters) == PAGES:
                return filters

    @cached_property
    def values(self) -> dict[str, list[str]]:
        """What each filter may be set to."""
        roles, practices, challenges = map(self.slugs, ("roles", "practices", "challenges"))
        return {"to": roles, "from": roles, "practice": practices, "challenge": challenges, "language": ["ja", "en"]}

    def slugs(self, kind: str) -> list[str]:
        return [it["slug"] for it in self.server.json(f"/api/v1/{kind}")["items"]]
