//! One's own passkeys on `/settings/sign-in`: made, renamed, taken away.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use uuid::Uuid;

use crate::access::pages::browser::Sent;
use crate::access::pages::cookie::CEREMONY;
use crate::access::pages::halted::halted_by;
use crate::access::pages::identities::{Identities, answer, last_way_in};
use crate::access::pages::passkeys::{ask, browser, party, reply};
use crate::access::passkeys::add::{self, add_passkey, may_add};
use crate::access::passkeys::{Absence, RelyingParty, passkey};
use crate::access::{Visit, Ways};
use crate::db::Conn;
use crate::db::ids::{PasskeyId, PersonId};
use crate::error::{Error, Fault, Result};
use crate::i18n::{Words, dates};
use crate::web::answer::see_other;
use crate::web::problem::message_at;
use crate::web::{Form, Site};

/// What the page shows of them.
pub(in crate::access::pages) struct Passkeys {
    pub(in crate::access::pages) own: Vec<Own>,
    /// The address at which they work, or why there are none.
    pub(in crate::access::pages) origin: Result<String, String>,
    /// What stands in the field for the name of a new one, and what is wrong with it.
    pub(in crate::access::pages) name: String,
    pub(in crate::access::pages) fault: Option<String>,
    /// Whether the form came without a passkey.
    pub(in crate::access::pages) is_without: bool,
}

pub(in crate::access::pages) struct Own {
    pub(in crate::access::pages) id: Uuid,
    pub(in crate::access::pages) name: String,
    /// Since when it is theirs, and when it was used last.
    pub(in crate::access::pages) used: String,
    /// What the buttons do, for those who hear them alone.
    pub(in crate::access::pages) rename: String,
    pub(in crate::access::pages) remove: String,
    /// Whether it is good at the address that the site has now.
    pub(in crate::access::pages) is_open: bool,
    /// What stands in the field for another name, and what is wrong with it.
    pub(in crate::access::pages) typed: String,
    pub(in crate::access::pages) fault: Option<String>,
}

impl Passkeys {
    pub(in crate::access::pages) async fn of(
        req: &HttpRequest,
        conn: &mut Conn,
        person: PersonId,
        ways: &Ways,
    ) -> Result<Self> {
        let site = Site::of(req, None, "");
        let open = ways.passkeys.as_ref().map(RelyingParty::id).ok();
        let own = passkey::all(conn, person).await?;
        let own = own.into_iter().map(|it| Own::of(&site, it, open));
        let origin = match &ways.passkeys {
            Ok(party) => Ok(party.origin().to_owned()),
            Err(Absence::Number) => Err(site.t("passkeys-number")),
            Err(Absence::Plain) => Err(site.t("passkeys-plain")),
        };
        Ok(Self {
            own: own.collect(),
            origin,
            name: Sent::by(req).device().to_owned(),
            fault: None,
            is_without: false,
        })
    }

    pub(in crate::access::pages) fn has_open(&self) -> bool {
        self.own.iter().any(|it| it.is_open)
    }
}

impl Own {
    fn of(site: &Site, passkey: passkey::Passkey, open: Option<&str>) -> Self {
        let day = |at| dates::day(at, site.language);
        let since = day(passkey.created_at);
        let name = passkey.name;
        Self {
            id: passkey.id.0,
            used: match passkey.last_used_at.map(day) {
                Some(used) => site.with2("identities-used", ("since", &since), ("used", &used)),
                None => site.with("passkeys-unused", "since", since),
            },
            rename: site.with("passkeys-rename-which", "name", &name),
            remove: site.with("passkeys-remove-which", "name", &name),
            is_open: Some(passkey.rp_id.as_str()) == open,
            typed: name.clone(),
            name,
            fault: None,
        }
    }
}

/// What the page says after something was done.
pub(in crate::access::pages) fn done(site: &Site, done: Option<&str>) -> Option<(String, bool)> {
    let text = match done? {
        "passkey-added" => site.t("passkeys-added"),
        "passkey-renamed" => site.t("passkeys-renamed"),
        "passkey-removed" => site.t("passkeys-removed"),
        "recovered" => site.t("recovery-used"),
        _ => return None,
    };
    Some((text, false))
}

pub(super) async fn begin(
    req: HttpRequest,
    form: Form,
    visit: Visit,
    ways: Data<Ways>,
) -> Result<HttpResponse> {
    let party = party(&ways)?;
    let (mut conn, member) = visit.fresh_account().await?;
    let browser = browser(&req)?;
    let question = add::begin(&mut conn, party, &member, form.text("name"), &browser).await?;
    ask(&req, &browser, &question)
}

pub(super) async fn submit(
    req: HttpRequest,
    form: Form,
    visit: Visit,
    ways: Data<Ways>,
) -> Result<HttpResponse> {
    let (mut conn, member) = visit.fresh_account().await?;
    let faults = match enter(&req, &mut conn, member.person, &ways, &form).await {
        Ok(true) => return Ok(see_other("/settings/sign-in?done=passkey-added")),
        Ok(false) => Vec::new(),
        Err(Error::Invalid(faults)) => faults,
        Err(err) => return halted_by(&req, err),
    };
    let tell = |it: &mut Identities| {
        it.passkeys.is_without = faults.is_empty();
        it.passkeys.fault = at_name(&it.site, &faults);
        it.passkeys.name = form.one("name").unwrap_or_default().to_owned();
        StatusCode::UNPROCESSABLE_ENTITY
    };
    answer(&req, &mut conn, &member, &ways, tell).await
}

/// Whether it was added; else everything is right, but the passkey is not there.
async fn enter(
    req: &HttpRequest,
    conn: &mut Conn,
    person: PersonId,
    ways: &Ways,
    form: &Form,
) -> Result<bool> {
    let (party, name) = (party(ways)?, form.text("name"));
    let cookie = CEREMONY.sent(req);
    let Some(reply) = reply(cookie.as_deref(), form) else {
        may_add(conn, person, name).await?;
        return Ok(false);
    };
    add_passkey(conn, party, person, name, &reply).await?;
    Ok(true)
}

pub(super) async fn rename(
    req: HttpRequest,
    form: Form,
    visit: Visit,
    ways: Data<Ways>,
) -> Result<HttpResponse> {
    let (mut conn, member) = visit.account().await?;
    let PasskeyId(id) = meant(&form)?;
    let name = form.one("name").unwrap_or_default();
    match passkey::rename(&mut conn, member.person, PasskeyId(id), name).await {
        Ok(()) => Ok(see_other("/settings/sign-in?done=passkey-renamed")),
        Err(Error::Invalid(faults)) => {
            let tell = |it: &mut Identities| {
                let fault = at_name(&it.site, &faults);
                if let Some(own) = it.passkeys.own.iter_mut().find(|it| it.id == id) {
                    own.typed = name.to_owned();
                    own.fault = fault;
                }
                StatusCode::UNPROCESSABLE_ENTITY
            };
            answer(&req, &mut conn, &member, &ways, tell).await
        }
        Err(err) => Err(err),
    }
}

pub(super) async fn remove(
    req: HttpRequest,
    form: Form,
    visit: Visit,
    ways: Data<Ways>,
) -> Result<HttpResponse> {
    let (mut conn, member) = visit.account().await?;
    let id = meant(&form)?;
    match passkey::remove(&mut conn, member.person, id, &ways.doors()).await {
        Ok(()) => Ok(see_other("/settings/sign-in?done=passkey-removed")),
        Err(Error::Conflict(_)) => last_way_in(&req, &mut conn, &member, &ways).await,
        Err(err) => Err(err),
    }
}

fn meant(form: &Form) -> Result<PasskeyId> {
    let id = Uuid::try_parse(form.text("passkey")).ok();
    id.map(PasskeyId).ok_or(Error::NotFound)
}

fn at_name(site: &Site, faults: &[Fault]) -> Option<String> {
    message_at(faults, "/name", Words(site.language))
}
