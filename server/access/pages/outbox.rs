//! `/outbox`: the mails that a Guidepost without a mail server would have sent, for whoever sits at its machine.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use time::PrimitiveDateTime;

use crate::access::pages::mail::is_sent;
use crate::access::{Visit, Ways};
use crate::error::{Error, Result};
use crate::i18n::dates;
use crate::mail::kept::{self, Kept};
use crate::people::clock;
use crate::web::{Audience, Site, page};

#[derive(Template)]
#[template(path = "access/outbox.html")]
struct Outbox {
    site: Site,
    mails: Vec<Sent>,
}

struct Sent {
    subject: String,
    to: String,
    when: String,
    lines: Vec<Line>,
}

struct Line {
    text: String,
    /// Whether it is an address of this site, and nothing else.
    is_link: bool,
}

/// They hold secrets of everybody, as whom whoever may read this page can sign in anyway.
pub(super) async fn show(req: HttpRequest, visit: Visit, ways: Data<Ways>) -> Result<HttpResponse> {
    let (mut conn, member) = visit.reader().await?;
    if !ways.mail.is_kept() || !is_sent(&req) {
        return Err(Error::NotFound);
    }
    let site = Site::of(&req, None, "");
    let own = site.whole("/");
    let kept = kept::newest(&mut conn).await?;
    let sent_at: Vec<_> = kept.iter().map(|it| it.sent_at).collect();
    let zone = match &member {
        Some(it) => clock::time_zone(&mut conn, it.person).await?,
        None => "UTC".to_owned(),
    };
    let local = clock::local(&mut conn, &sent_at, &zone).await?;
    let sent = |(it, at): (Kept, PrimitiveDateTime)| Sent {
        when: format!("{} ({zone})", dates::moment(at, site.language)),
        to: site.with("outbox-to", "address", &it.address),
        lines: it.body.lines().map(|it| Line::new(it, &own)).collect(),
        subject: it.subject,
    };
    let mails = kept.into_iter().zip(local).map(sent).collect();
    page(&req, &Outbox { site, mails }, Audience::Personal)
}

impl Line {
    fn new(text: &str, own: &str) -> Self {
        let is_link = text.starts_with(own) && !text.contains(char::is_whitespace);
        Self {
            text: text.to_owned(),
            is_link,
        }
    }
}
