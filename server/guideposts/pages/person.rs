//! A person's page.

use actix_web::HttpResponse;
use actix_web::web::Path;
use askama::Template;

use crate::db::ids::StoryId;
use crate::error::{Error, Result};
use crate::guideposts::profile::Profile;
use crate::people::{Handle, Person};
use crate::stories::own;
use crate::stories::pages::entry::Entry;
use crate::stories::pages::reading::Reading;
use crate::stories::stamps::Keys;
use crate::stories::strip::Strip;
use crate::web::Site;

#[derive(Template)]
#[template(path = "guideposts/person.html")]
pub(super) struct Show {
    pub(super) site: Site,
    pub(super) person: Person,
    initial: String,
    strip: Option<Strip>,
    entries: Vec<Entry>,
    has_more: bool,
    /// Where it is the reader's own page, what moderators have hidden of theirs.
    hidden: Vec<(StoryId, String)>,
}

impl Show {
    /// Whether it is the reader's own page.
    fn is_own(&self) -> bool {
        let reader = self.site.reader.as_ref();
        reader.is_some_and(|it| it.handle == self.person.handle.as_str())
    }
}

pub(super) async fn show(handle: Path<String>, reading: Reading) -> Result<HttpResponse> {
    let (mut conn, viewer) = reading.visit.anyone().await?;
    let catalog = reading.catalog(&mut conn).await?;
    let handle = Handle::parse(&handle).ok().ok_or(Error::NotFound)?;
    let person = Person::seen_by(&mut conn, &handle, viewer).await?.id;
    let keys = Keys::of_person(person);
    let sources = reading.sources(&mut conn, &catalog, keys).await?;
    // Read after the stamps, so that no change between them is missed.
    let profile = Profile::of_person(&mut conn, person).await?;
    let hidden = match viewer == Some(person) {
        true => own::hidden(&mut conn, person).await?,
        false => Vec::new(),
    };
    let site = Site::of(&reading.req, None, "");
    let path = profile.path(&catalog);
    let roles: Vec<String> = path.iter().map(|it| it.role.clone()).collect();
    let dates: Vec<String> = path.into_iter().map(|it| it.date).collect();
    let strip = Strip::new(&roles, &dates, &catalog, site.language);
    let template = Show {
        strip: (strip.n() > 0).then_some(strip),
        initial: profile
            .person
            .display_name
            .chars()
            .next()
            .map(String::from)
            .unwrap_or_default(),
        entries: Entry::all(profile.cards, &catalog, site.language),
        has_more: profile.has_more,
        hidden,
        person: profile.person,
        site,
    };
    reading.page(&template, sources)
}
