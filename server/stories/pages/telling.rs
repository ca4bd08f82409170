//! A story put into the words of a page.

use askama::Template;
use time::OffsetDateTime;

use crate::catalog::{Catalog, Kind};
use crate::i18n::{Language, dates};
use crate::stories::author::Author;
use crate::stories::content::LinkKind;
use crate::stories::pages::entry::Entry;
use crate::stories::pages::found::picture;
use crate::stories::pages::next::Next;
use crate::stories::pages::preview::Preview;
use crate::stories::parts::{Challenge, Link, Practice, Tip, Transition};
use crate::stories::shown::Shown;
use crate::stories::story::Status;
use crate::stories::strip::{Date, Strip};
use crate::web::Site;

#[derive(Template)]
#[template(path = "stories/show.html")]
pub(super) struct Show {
    pub(super) site: Site,
    pub(super) id: String,
    pub(super) slug: String,
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) canonical: String,
    pub(super) is_unlisted: bool,
    /// To whom it is shown before it is public.
    pub(super) preview: Option<Preview>,
    /// Where its author goes on writing.
    pub(super) edit: Option<String>,
    pub(super) language: Language,
    pub(super) author: Option<Author>,
    /// The day on which it was published.
    pub(super) published: Option<Day>,
    /// Minutes.
    pub(super) reading_time: usize,
    pub(super) strip: Strip,
    pub(super) chapters: Vec<Chapter>,
    pub(super) challenges: Vec<Obstacle>,
    pub(super) practices: Vec<Use>,
    pub(super) advice: Vec<Advice>,
    pub(super) reflection: String,
    pub(super) links: Vec<Source>,
    pub(super) last_role: String,
    pub(super) next: Next<Entry>,
    /// The path of the picture beside its link: another one after each save.
    pub(super) picture: String,
    /// When it was changed last, as fine as may be shown.
    pub(super) modified: String,
}

pub(super) struct Day {
    pub(super) iso: String,
    pub(super) text: String,
}

impl Day {
    fn of(at: OffsetDateTime, language: Language) -> Self {
        Self {
            iso: at.date().to_string(),
            text: dates::day(at, language),
        }
    }
}

pub(super) struct Chapter {
    pub(super) heading: String,
    pub(super) date: Option<Date>,
    pub(super) route: Option<String>,
    pub(super) scope: Option<String>,
    pub(super) position: String,
    pub(super) html: String,
}

pub(super) struct Obstacle {
    pub(super) kind: String,
    pub(super) approach: Option<String>,
    pub(super) slug: String,
    pub(super) faced: String,
    pub(super) response: String,
    pub(super) hindsight: Option<String>,
}

pub(super) struct Use {
    pub(super) slug: String,
    pub(super) practice: String,
    pub(super) applied_to: String,
    pub(super) how: String,
    pub(super) indicator: Option<String>,
    pub(super) caveat: Option<String>,
}

/// Tips for one audience.
pub(super) struct Advice {
    pub(super) audience: String,
    pub(super) tips: Vec<String>,
}

pub(super) struct Source {
    pub(super) url: String,
    pub(super) title: String,
    pub(super) host: String,
    pub(super) kind: &'static str,
}

impl Show {
    /// The attribute that marks the author's own text where it is in another language than the page.
    fn lang(&self) -> String {
        if self.language == self.site.language {
            String::new()
        } else {
            format!(" lang=\"{}\"", self.language)
        }
    }

    /// What those have in common that one may read next.
    fn next_about(&self) -> String {
        let (key, argument, name) = match &self.next {
            Next::Onward(_) => ("next-from", "role", &self.last_role),
            Next::Beside(_) => ("next-beside", "role", &self.last_role),
            Next::Alike(challenge, _) => ("next-alike", "challenge", challenge),
        };
        self.site.with(key, argument, name)
    }
}

/// Puts a story into the words of a page.
pub(super) struct Telling<'t> {
    pub(super) catalog: &'t Catalog,
    pub(super) site: Site,
}

impl Telling<'_> {
    pub(super) fn show(self, shown: Shown, next: Next<Entry>) -> Show {
        let language = self.site.language;
        let instants = shown.instants();
        let published = instants.published_at;
        let edit = format!("/stories/{}/edit", shown.story.row.id.0);
        let edit = shown.is_own.then_some(edit);
        let reading_time = shown.story.reading_time();
        let id = shown.story.row.id.0.to_string();
        let (row, parts) = (shown.story.row, shown.story.parts);
        let last_role = row.path.last().map(|it| self.name(Kind::Role, it));
        Show {
            picture: picture(&row),
            modified: instants.updated_at.date().to_string(),
            reading_time,
            strip: Strip::new(&row.path, &row.path_dates, self.catalog, language),
            chapters: parts
                .transitions
                .into_iter()
                .map(|it| self.chapter(it))
                .collect(),
            challenges: parts
                .challenges
                .into_iter()
                .map(|it| self.obstacle(it))
                .collect(),
            practices: parts
                .practices
                .into_iter()
                .map(|it| self.practice(it))
                .collect(),
            advice: self.advice(&parts.tips),
            reflection: row.reflection_html,
            links: parts.links.into_iter().map(source).collect(),
            published: published.map(|it| Day::of(it, language)),
            edit,
            canonical: row.canonical_url.unwrap_or_else(|| self.site.canonical()),
            is_unlisted: row.status != Status::Published,
            preview: Preview::of(row.status),
            id,
            slug: row.slug.unwrap_or_default(),
            title: row.title,
            summary: row.summary,
            language: row.language,
            author: shown.author,
            last_role: last_role.unwrap_or_default(),
            next,
            site: self.site,
        }
    }

    fn name(&self, kind: Kind, slug: &str) -> String {
        self.catalog.name(kind, slug, self.site.language).to_owned()
    }

    /// A draft may lack what is published; its preview says so.
    fn chosen(&self, kind: Kind, slug: Option<&String>) -> String {
        match slug {
            Some(slug) => self.name(kind, slug),
            None => self.site.t("preview-unchosen"),
        }
    }

    fn chapter(&self, it: Transition) -> Chapter {
        let role = |slug: Option<&String>| self.chosen(Kind::Role, slug);
        let is_within = it.from_role.is_some() && it.from_role == it.to_role;
        let (from, to) = (role(it.from_role.as_ref()), role(it.to_role.as_ref()));
        let heading = if is_within {
            self.site.with("chapter-within", "role", &to)
        } else {
            self.site
                .with2("chapter-from-to", ("from", &from), ("to", &to))
        };
        let position = [it.title, it.organisation]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>();
        Chapter {
            heading,
            date: it.started_on.map(|it| Date::new(&it, self.site.language)),
            route: it.route.map(|it| self.name(Kind::Route, &it)),
            scope: it.scope.map(|it| self.name(Kind::Scope, &it)),
            position: position.join(if self.site.language == Language::Japanese {
                "／"
            } else {
                " · "
            }),
            html: it.story_html,
        }
    }

    fn obstacle(&self, it: Challenge) -> Obstacle {
        let kind = self.chosen(Kind::Challenge, it.kind.as_ref());
        let slug = it.kind.unwrap_or_default();
        Obstacle {
            kind,
            approach: it.approach.map(|it| self.name(Kind::Approach, &it)),
            slug: self.catalog.current(Kind::Challenge, &slug).to_owned(),
            faced: it.faced_html,
            response: it.response_html,
            hindsight: it.hindsight_html,
        }
    }

    fn practice(&self, it: Practice) -> Use {
        let practice = self.chosen(Kind::Practice, it.practice.as_ref());
        let slug = it.practice.unwrap_or_default();
        Use {
            practice,
            slug: self.catalog.current(Kind::Practice, &slug).to_owned(),
            applied_to: it.applied_to,
            how: it.how_html,
            indicator: it.indicator,
            caveat: it.caveat_html,
        }
    }

    /// By audience, in the catalogue's order; no empty ones.
    fn advice(&self, tips: &[Tip]) -> Vec<Advice> {
        let audiences = self.catalog.offered(Kind::Audience);
        let group = |audience: &crate::catalog::Entry| {
            let fits = |slug: &str| self.catalog.current(Kind::Audience, slug) == audience.slug;
            let own = tips
                .iter()
                .filter(|it| it.audience.as_deref().is_some_and(fits));
            Advice {
                audience: self
                    .site
                    .with("tips-for", "audience", audience.name(self.site.language)),
                tips: own.map(|it| it.text_html.clone()).collect(),
            }
        };
        let homeless = tips.iter().filter(|it| it.audience.is_none());
        let homeless = Advice {
            audience: self.site.t("preview-unchosen"),
            tips: homeless.map(|it| it.text_html.clone()).collect(),
        };
        audiences
            .map(group)
            .chain([homeless])
            .filter(|it| !it.tips.is_empty())
            .collect()
    }
}

fn source(it: Link) -> Source {
    let host = url::Url::parse(&it.url)
        .ok()
        .and_then(|it| it.host_str().map(str::to_owned));
    Source {
        kind: match it.kind {
            LinkKind::Slides => "link-slides",
            LinkKind::Talk => "link-talk",
            LinkKind::Article => "link-article",
            LinkKind::Other => "link-other",
        },
        host: host.unwrap_or_default(),
        url: it.url,
        title: it.title,
    }
}
