//! What one shows of oneself, and how the site speaks to one.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::access::pages::again;
use crate::access::pages::settings::told::Told;
use crate::access::pages::settings::{PROFILE, Section};
use crate::access::{Member, Visit};
use crate::error::{Error, Fault, Result};
use crate::i18n::Language;
use crate::people::bio::Bio;
use crate::people::change::{Change, change};
use crate::people::links::{self, Link};
use crate::people::{Person, time_zone};
use crate::web::answer::{language_forgotten, see_other};
use crate::web::{Audience, Form, Query, Site, page};

/// Rows for links that stand there at least, filled or not.
const ROWS: usize = 3;

#[derive(Template)]
#[template(path = "access/settings/profile.html")]
struct Profile {
    site: Site,
    section: Section,
    handle: String,
    typed: Typed,
    told: Told,
    /// Whether the page comes after a save.
    is_saved: bool,
    /// What the bio would look like.
    preview: Option<String>,
}

/// What stands in the fields.
struct Typed {
    display_name: String,
    bio_md: String,
    links: Vec<Link>,
    time_zone: String,
    language: String,
}

/// The time zones of a part of the world.
struct Zones {
    region: &'static str,
    names: Vec<&'static str>,
}

pub(super) async fn show(req: HttpRequest, query: Query, visit: Visit) -> Result<HttpResponse> {
    let (mut conn, member) = visit.account().await?;
    let person = Person::by_id(&mut conn, member.person).await?;
    let mut profile = Profile::new(&req, &member, Typed::of(person));
    profile.is_saved = query.one("done") == Some("saved");
    page(&req, &profile, Audience::Personal)
}

pub(super) async fn submit(req: HttpRequest, form: Form, visit: Visit) -> Result<HttpResponse> {
    let (mut conn, member) = visit.account().await?;
    // What somebody typed is not saved as somebody else's.
    if form.one("handle").is_some_and(|it| it != member.handle) {
        return again(&req, &form);
    }
    let typed = Typed::read(&form);
    let done = match form.one("do") {
        Some("preview") => Bio::render(&typed.bio_md).await.map(|it| Some(it.html)),
        _ => match typed.wanted() {
            Ok(wanted) => change(&mut conn, member.person, wanted)
                .await
                .map(|()| None),
            Err(err) => Err(err),
        },
    };
    match done {
        Ok(None) => saved(&typed, &member),
        Ok(preview) => {
            let mut profile = Profile::new(&req, &member, typed);
            profile.preview = preview;
            page(&req, &profile, Audience::Personal)
        }
        Err(Error::Invalid(faults)) => wrong(&req, &member, typed, &faults),
        Err(err) => Err(err),
    }
}

/// From here on the setting says which language, not what was chosen before.
fn saved(typed: &Typed, member: &Member) -> Result<HttpResponse> {
    let mut response = see_other("/settings/profile?done=saved");
    if typed.language != member.language.as_str() {
        let cookie = language_forgotten();
        response.add_cookie(&cookie).map_err(anyhow::Error::from)?;
    }
    Ok(response)
}

fn wrong(
    req: &HttpRequest,
    member: &Member,
    typed: Typed,
    faults: &[Fault],
) -> Result<HttpResponse> {
    let mut profile = Profile::new(req, member, typed);
    profile.told = Told::new(&profile.site, faults, |it| label(&profile.site, it));
    let mut response = page(req, &profile, Audience::Personal)?;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}

fn label(site: &Site, pointer: &str) -> String {
    let mut parts = pointer.trim_start_matches('/').split('/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some("display_name"), ..) => site.t("sign-in-display-name"),
        (Some("bio_md"), ..) => site.t("profile-bio"),
        (Some("time_zone"), ..) => site.t("profile-time-zone"),
        (Some("links"), Some(n), Some(field)) => {
            let n = n.parse().map_or(0, |it: usize| it + 1);
            match field {
                "label" => site.with("profile-link-label", "n", n),
                _ => site.with("profile-link-url", "n", n),
            }
        }
        (Some("links"), ..) => site.t("profile-links"),
        _ => site.t("sign-in-language"),
    }
}

impl Profile {
    fn new(req: &HttpRequest, member: &Member, mut typed: Typed) -> Self {
        let rows = ROWS.max(typed.links.len() + 1).min(links::MAX);
        if typed.links.len() < rows {
            typed.links.resize(rows, Link::default());
        }
        Self {
            site: Site::of(req, None, "settings"),
            section: PROFILE,
            handle: member.handle.clone(),
            typed,
            told: Told::default(),
            is_saved: false,
            preview: None,
        }
    }

    fn zones(&self) -> Vec<Zones> {
        let mut zones: Vec<Zones> = Vec::new();
        for name in time_zone::names() {
            let region = name.split('/').next().unwrap_or_default();
            match zones.last_mut() {
                Some(last) if last.region == region => last.names.push(name),
                _ => zones.push(Zones {
                    region,
                    names: vec![name],
                }),
            }
        }
        zones
    }

    /// Whether what is set is none of those that are offered.
    fn has_other_zone(&self) -> bool {
        !time_zone::names().contains(&self.typed.time_zone.as_str())
    }
}

impl Typed {
    fn of(person: Person) -> Self {
        Self {
            display_name: person.display_name,
            bio_md: person.bio_md,
            links: person.links.iter().cloned().collect(),
            time_zone: person.time_zone,
            language: person.language.as_str().to_owned(),
        }
    }

    /// Rows without anything are no links.
    fn read(form: &Form) -> Self {
        let text = |name: &str| form.one(name).unwrap_or_default().to_owned();
        let link = |n: usize| Link {
            label: text(&format!("links-{n}-label")),
            url: text(&format!("links-{n}-url")),
        };
        let is_filled = |it: &Link| !it.label.trim().is_empty() || !it.url.trim().is_empty();
        Self {
            display_name: text("display_name"),
            bio_md: text("bio_md"),
            links: (0..links::MAX).map(link).filter(is_filled).collect(),
            time_zone: text("time_zone"),
            language: text("language"),
        }
    }

    fn wanted(&self) -> Result<Change> {
        let unknown = || Error::fault("/language", "unknown_value");
        let language = Language::parse(&self.language).ok_or_else(unknown)?;
        Ok(Change {
            display_name: Some(self.display_name.clone()),
            bio_md: Some(self.bio_md.clone()),
            links: Some(self.links.clone()),
            language: Some(language),
            time_zone: Some(self.time_zone.clone()),
        })
    }
}
