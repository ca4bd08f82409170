//! Where one gets mail: addresses are added, verified (`verify.rs`) and removed.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use uuid::Uuid;

use crate::access::addresses::own::{self, MAX};
use crate::access::addresses::{Own, add_address, remove_address};
use crate::access::pages::mail::is_sent;
use crate::access::pages::settings::told::Told;
use crate::access::pages::settings::{MAIL, Section};
use crate::access::visit::is_fresh;
use crate::access::{Member, Visit, Ways};
use crate::db::Conn;
use crate::db::ids::AddressId;
use crate::error::{Error, Fault, Result};
use crate::i18n::dates;
use crate::mail::Address;
use crate::web::answer::see_other;
use crate::web::limits::network;
use crate::web::{Audience, Form, Query, Site, page};

#[derive(Template)]
#[template(path = "access/settings/mail.html")]
struct Addresses {
    site: Site,
    section: Section,
    /// A message, and whether it tells of a fault.
    notice: Option<(String, bool)>,
    own: Vec<Entry>,
    hint: String,
    typed: String,
    told: Told,
    /// Whether what was sent is read in the outbox.
    is_kept: bool,
    /// Whether they signed in a short while ago, so that they may add one.
    is_fresh: bool,
}

struct Entry {
    id: Uuid,
    address: String,
    is_verified: bool,
    state: String,
    /// What the buttons do, for those who hear them alone.
    again: String,
    remove: String,
}

pub(super) async fn show(
    req: HttpRequest,
    query: Query,
    visit: Visit,
    ways: Data<Ways>,
) -> Result<HttpResponse> {
    let (mut conn, member) = visit.account().await?;
    let mut template = Addresses::new(&req, &mut conn, &member, &ways).await?;
    let done = match query.one("done") {
        Some("sent") => Some(template.site.t("addresses-sent")),
        Some("verified") => Some(template.site.t("addresses-done")),
        Some("removed") => Some(template.site.t("addresses-removed")),
        _ => None,
    };
    template.notice = done.map(|it| (it, false));
    page(&req, &template, Audience::Personal)
}

pub(super) async fn submit(
    req: HttpRequest,
    form: Form,
    visit: Visit,
    ways: Data<Ways>,
) -> Result<HttpResponse> {
    let is_removed = form.one("do") == Some("remove");
    let (mut conn, member) = match is_removed {
        true => visit.account().await?,
        false => visit.fresh_account().await?,
    };
    if !is_sent(&req) {
        return Err(Error::NotFound);
    }
    let (done, changed) = match is_removed {
        true => {
            let id = Uuid::try_parse(form.text("id")).ok();
            let id = id.map(AddressId).ok_or(Error::NotFound)?;
            let doors = ways.doors();
            let removed = remove_address(&mut conn, member.person, id, &doors).await;
            ("removed", removed)
        }
        false => ("sent", add(&req, &mut conn, &member, &form).await),
    };
    let err = match changed {
        Ok(()) => return Ok(see_other(&format!("{}?done={done}", MAIL.path))),
        Err(err) => err,
    };
    let mut template = Addresses::new(&req, &mut conn, &member, &ways).await?;
    let status = match err {
        Error::Invalid(faults) => {
            template.typed = form.text("address").to_owned();
            let label = |_: &str| template.site.t("mail-address");
            template.told = Told::new(&template.site, &faults, label);
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Error::Conflict(_) => {
            template.notice = Some((template.site.t("addresses-last"), true));
            StatusCode::CONFLICT
        }
        err => return Err(err),
    };
    let mut response = page(&req, &template, Audience::Personal)?;
    *response.status_mut() = status;
    Ok(response)
}

async fn add(req: &HttpRequest, conn: &mut Conn, member: &Member, form: &Form) -> Result<()> {
    let invalid = |it: Fault| Error::Invalid(vec![it]);
    let address = Address::parse(form.text("address")).map_err(invalid)?;
    add_address(conn, member.person, &address, network(req)).await
}

impl Addresses {
    /// # Errors
    /// [`Error::NotFound`] where no mail is sent.
    async fn new(req: &HttpRequest, conn: &mut Conn, member: &Member, ways: &Ways) -> Result<Self> {
        if !is_sent(req) {
            return Err(Error::NotFound);
        }
        let site = Site::of(req, None, "settings");
        let entry = |it: Own| Entry {
            id: it.id.0,
            is_verified: it.verified_at.is_some(),
            state: match it.verified_at {
                Some(at) => site.with("addresses-verified", "day", dates::day(at, site.language)),
                None => site.t("addresses-waiting"),
            },
            again: site.with("addresses-again-which", "address", &it.address),
            remove: site.with("addresses-remove-which", "address", &it.address),
            address: it.address,
        };
        let own = own::all(conn, member.person).await?;
        Ok(Self {
            section: MAIL,
            notice: None,
            own: own.into_iter().map(entry).collect(),
            hint: site.with("addresses-add-hint", "max", MAX),
            typed: String::new(),
            told: Told::default(),
            is_kept: ways.mail.is_kept(),
            is_fresh: is_fresh(req),
            site,
        })
    }
}
