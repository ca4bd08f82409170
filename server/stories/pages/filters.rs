//! What narrows a list, as a form, as links with counts, and as the conditions that one can take away.

use crate::catalog::{Catalog, Entry, Kind};
use crate::i18n::Language;
use crate::stories::census::Counts;
use crate::stories::facets::{COUNTED, Facets};
use crate::stories::filter::Filter;
use crate::stories::pages::entry::language_key;
use crate::stories::wider::{Change, Wider};
use crate::web::{Query, Site};

/// What stands in an address.
type Parameters = Vec<(&'static str, String)>;

/// So many values of a facet stand open; the others are one click away.
const OPEN: usize = 7;

/// The roles of a track in a choice.
pub struct Group {
    pub name: String,
    pub options: Vec<Choice>,
}

pub struct Choice {
    pub value: String,
    pub name: String,
    pub is_chosen: bool,
}

pub struct Facet {
    pub title: String,
    pub links: Vec<Link>,
    /// Those that fewer stories tell of.
    pub more: Vec<Link>,
}

#[derive(Clone, Debug)]
pub struct Link {
    pub name: String,
    pub href: String,
    pub is_chosen: bool,
    /// How many stories stand behind it, as it is told.
    pub count: String,
}

/// A list as it is narrowed now.
#[derive(Clone, Copy)]
pub struct Narrowing<'n> {
    /// Where the list is.
    pub path: &'static str,
    pub filter: &'n Filter,
    /// What the links take along beside filters.
    pub carried: &'n [(&'static str, String)],
    pub catalog: &'n Catalog,
    pub site: &'n Site,
}

impl Narrowing<'_> {
    /// The list's address under another filter; `further` is the place in it, as a parameter.
    pub fn address(&self, filter: &Filter, further: Option<(&'static str, String)>) -> String {
        self.at(filter.pairs(), further)
    }

    fn at(&self, filters: Parameters, further: Option<(&'static str, String)>) -> String {
        let pairs = filters.into_iter().chain(self.carried.iter().cloned());
        let pairs: Query = pairs.chain(further).collect();
        match pairs.with("lang", None).as_str() {
            "" => self.path.to_owned(),
            query => format!("{}?{query}", self.path),
        }
    }

    /// What a form sends along that has fields for these parameters.
    pub fn carried(&self, fields: &[&str]) -> Parameters {
        let filters = self.filter.pairs().into_iter();
        let all = filters.chain(self.carried.iter().cloned());
        all.filter(|it| !fields.contains(&it.0)).collect()
    }

    pub fn total(&self, n: i64) -> String {
        let key = if n >= COUNTED {
            "stories-many"
        } else {
            "stories-count"
        };
        self.site.with(key, "n", n.min(COUNTED))
    }

    /// The roles by track, each track as a choice of its own.
    pub fn roles(&self, parameter: &str, counts: &Counts) -> Vec<Group> {
        let chosen = match parameter {
            "from" => self.filter.from.as_ref(),
            _ => self.filter.to.as_ref(),
        };
        let choice = |value: String, name: &str| {
            let told = told(counts.get(&value));
            let told = self
                .site
                .with2("filter-option", ("name", name), ("n", &told));
            Choice {
                is_chosen: chosen.is_some_and(|it| it.value == value),
                name: told,
                value,
            }
        };
        let group = |track: &Entry| {
            let name = track.name(self.site.language);
            let any = self.site.with("filter-any-of-track", "track", name);
            let roles = self.catalog.roles_of(&track.slug);
            let roles = roles.filter(|it| parameter == "from" || !it.waypoint);
            let roles = roles.map(|it| choice(it.slug.clone(), it.name(self.site.language)));
            Group {
                options: std::iter::once(choice(format!("track:{}", track.slug), &any))
                    .chain(roles)
                    .collect(),
                name: name.to_owned(),
            }
        };
        self.catalog.offered(Kind::Track).map(group).collect()
    }

    /// The conditions, each with the list without it.
    pub fn chosen(&self) -> Vec<Link> {
        let link = |(parameter, value): (&'static str, String)| Link {
            name: self.phrase(parameter, &value),
            href: self.address(&self.filter.without(parameter, &value), None),
            is_chosen: true,
            count: String::new(),
        };
        self.filter.pairs().into_iter().map(link).collect()
    }

    /// A condition in words.
    fn phrase(&self, parameter: &str, value: &str) -> String {
        let name = |kind, slug| self.catalog.name(kind, slug, self.site.language).to_owned();
        match parameter {
            "from" => self.site.with("filter-from", "role", self.role(value)),
            "to" => self.site.with("filter-to", "role", self.role(value)),
            "challenge" => name(Kind::Challenge, value),
            "practice" => name(Kind::Practice, value),
            "language" => match Language::parse(value) {
                Some(language) => self.site.t(language_key(language)),
                None => value.to_owned(),
            },
            _ => format!("@{value}"),
        }
    }

    fn role(&self, value: &str) -> String {
        let language = self.site.language;
        match value.strip_prefix("track:") {
            Some(track) => {
                let track = self.catalog.name(Kind::Track, track, language);
                self.site.with("filter-any-of-track", "track", track)
            }
            None => self.catalog.name(Kind::Role, value, language).to_owned(),
        }
    }

    pub fn facets(&self, counts: &Facets) -> Vec<Facet> {
        let languages = Language::ALL.iter();
        let languages = languages.map(|it| (it.as_str(), self.site.t(language_key(*it))));
        let (challenges, practices) = (self.names(Kind::Challenge), self.names(Kind::Practice));
        vec![
            self.facet("challenges", "challenge", challenges, &counts.challenges),
            self.facet("practices", "practice", practices, &counts.practices),
            self.facet(
                "story-language",
                "language",
                languages.collect(),
                &counts.languages,
            ),
        ]
    }

    /// The ends of roads as facets, for where there is no form that offers them.
    pub fn ends(&self, counts: &Facets) -> Vec<Facet> {
        vec![
            self.facet("facet-to", "to", self.names(Kind::Role), &counts.to),
            self.facet("facet-from", "from", self.names(Kind::Role), &counts.from),
        ]
    }

    fn names(&self, kind: Kind) -> Vec<(&str, String)> {
        let offered = self.catalog.offered(kind);
        offered
            .map(|it| (it.slug.as_str(), it.name(self.site.language).to_owned()))
            .collect()
    }

    /// The values that stories tell of, the most frequent first. A link puts its value in the place
    /// of what is chosen here; followed once more, it takes it away.
    fn facet(
        &self,
        title: &str,
        parameter: &'static str,
        values: Vec<(&str, String)>,
        counts: &Counts,
    ) -> Facet {
        let mut ranked: Vec<(i64, Link)> = Vec::new();
        for (value, name) in values {
            let chosen = self.filter.pairs();
            let is_chosen = chosen.iter().any(|it| it.0 == parameter && it.1 == value);
            let n = counts.get(value);
            if n == 0 && !is_chosen {
                continue;
            }
            let mut filters: Vec<_> = chosen.into_iter().filter(|it| it.0 != parameter).collect();
            filters.extend((!is_chosen).then(|| (parameter, value.to_owned())));
            let href = self.at(filters, None);
            let count = told(n);
            ranked.push((
                n,
                Link {
                    name,
                    href,
                    is_chosen,
                    count,
                },
            ));
        }
        ranked.sort_by_key(|(n, link)| (!link.is_chosen, -n));
        let mut links: Vec<Link> = ranked.into_iter().map(|it| it.1).collect();
        // One more click for a single value would be a bad bargain.
        let more = if links.len() > OPEN + 1 {
            links.split_off(OPEN)
        } else {
            Vec::new()
        };
        Facet {
            title: self.site.t(title),
            links,
            more,
        }
    }

    /// The ways out of an empty list.
    pub fn wider(&self, found: Vec<Wider>) -> Vec<Link> {
        let link = |it: Wider| {
            let (name, filters) = match it.change {
                Change::ToTrack { parameter, track } => {
                    let value = format!("track:{track}");
                    let name = self.phrase(parameter, &value);
                    let wider = |it: (&'static str, String)| match it.0 {
                        name if name == parameter => (name, value.clone()),
                        _ => it,
                    };
                    (name, self.filter.pairs().into_iter().map(wider).collect())
                }
                Change::Without { parameter, value } => {
                    let name = self.phrase(parameter, &value);
                    let name = self.site.with("filter-without", "name", name);
                    (name, self.filter.without(parameter, &value).pairs())
                }
            };
            Link {
                name,
                href: self.at(filters, None),
                is_chosen: false,
                count: told(it.stories),
            }
        };
        found.into_iter().map(link).collect()
    }

    /// The one role that is asked for.
    pub fn unwritten(&self) -> Option<String> {
        let to = &self.filter.to.as_ref()?.value;
        let role = self.catalog.find(Kind::Role, to)?;
        (!role.waypoint).then(|| role.slug.clone())
    }
}

/// A count as it is told; no further than we count.
fn told(n: i64) -> String {
    if n >= COUNTED {
        format!("{COUNTED}+")
    } else {
        n.to_string()
    }
}
