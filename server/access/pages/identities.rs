//! `/settings/sign-in`: the identities that sign one in; adding one, and taking one away.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use uuid::Uuid;

use crate::access::flow::{self, Errand};
use crate::access::identity::{Doors, has_way_in};
use crate::access::pages::cookie::FLOW;
use crate::access::pages::passkeys;
use crate::access::pages::passkeys::settings::Passkeys;
use crate::access::pages::provider::{callback, stopped};
use crate::access::pages::recovery::Recovery;
use crate::access::pages::settings::{SIGN_IN, Section};
use crate::access::return_to::ReturnTo;
use crate::access::visit::is_fresh;
use crate::access::{Member, Visit, Ways, identity};
use crate::db::Conn;
use crate::db::ids::IdentityId;
use crate::error::{Error, Result};
use crate::i18n::dates;
use crate::web::answer::see_other;
use crate::web::{Audience, Form, Query, Site, page};

const HERE: &str = SIGN_IN.path;

#[derive(Template)]
#[template(path = "access/settings/identities.html")]
pub(super) struct Identities {
    pub(super) site: Site,
    section: Section,
    /// A message, and whether it tells of a fault.
    pub(super) notice: Option<(String, bool)>,
    pub(super) passkeys: Passkeys,
    pub(super) recovery: Recovery,
    own: Vec<Own>,
    /// Their words in addresses, and their labels.
    providers: Vec<(String, String)>,
    /// Whether they signed in a short while ago, so that they may add one.
    is_fresh: bool,
}

struct Own {
    id: Uuid,
    label: String,
    name: String,
    email: Option<String>,
    /// Since when it is theirs, and when it was used last.
    used: String,
    /// What the button does, for those who hear it alone.
    remove: String,
    /// Whether its provider is still configured.
    is_open: bool,
}

#[derive(Template)]
#[template(path = "access/away.html")]
struct Away {
    site: Site,
    label: String,
    url: String,
}

pub(super) async fn show(
    req: HttpRequest,
    query: Query,
    visit: Visit,
    ways: Data<Ways>,
) -> Result<HttpResponse> {
    let (mut conn, member) = visit.account().await?;
    let mut template = Identities::new(&req, &mut conn, &member, &ways).await?;
    template.notice = match query.one("done") {
        Some("added") => Some((template.site.t("identities-added"), false)),
        Some("removed") => Some((template.site.t("identities-removed"), false)),
        done => passkeys::settings::done(&template.site, done),
    };
    page(&req, &template, Audience::Personal)
}

/// Leads to the provider by way of a page: no form of ours may lead to another site. That it is a form
/// keeps other sites from adding an identity of theirs to somebody's account.
pub(super) async fn add(
    req: HttpRequest,
    form: Form,
    visit: Visit,
    ways: Data<Ways>,
) -> Result<HttpResponse> {
    let person = visit.fresh_account().await?.1.person;
    let provider = ways.providers.find(form.text("provider"));
    let provider = provider.ok_or(Error::NotFound)?;
    let departure = match ways
        .providers
        .begin(provider, &callback(&req, provider))
        .await
    {
        Ok(departure) => departure,
        Err(trouble) => return stopped(&req, &visit, provider, &trouble).await,
    };
    let errand = Errand {
        return_to: ReturnTo::parse(HERE),
        person: Some(person),
        invitation: None,
    };
    let (mut conn, _) = visit.account().await?;
    let secret = flow::begin(&mut conn, &provider.id, &departure, &errand).await?;
    let template = Away {
        site: Site::of(&req, None, ""),
        label: provider.label.clone(),
        url: departure.url.to_string(),
    };
    let mut response = page(&req, &template, Audience::Personal)?;
    let cookie = FLOW.cookie(&req, secret.reveal(), flow::LASTS);
    response.add_cookie(&cookie).map_err(anyhow::Error::from)?;
    Ok(response)
}

pub(super) async fn remove(
    req: HttpRequest,
    form: Form,
    visit: Visit,
    ways: Data<Ways>,
) -> Result<HttpResponse> {
    let (mut conn, member) = visit.account().await?;
    let id = Uuid::try_parse(form.text("identity"));
    let id = IdentityId(id.ok().ok_or(Error::NotFound)?);
    match identity::remove(&mut conn, member.person, id, &ways.doors()).await {
        Ok(()) => Ok(see_other(&format!("{HERE}?done=removed"))),
        Err(Error::Conflict(_)) => last_way_in(&req, &mut conn, &member, &ways).await,
        Err(err) => Err(err),
    }
}

/// The page after something could not be taken away.
pub(super) async fn last_way_in(
    req: &HttpRequest,
    conn: &mut Conn,
    member: &Member,
    ways: &Ways,
) -> Result<HttpResponse> {
    let tell = |it: &mut Identities| {
        it.notice = Some((it.site.t("identities-last"), true));
        StatusCode::CONFLICT
    };
    answer(req, conn, member, ways, tell).await
}

/// The page, and on it what came of a form.
pub(super) async fn answer(
    req: &HttpRequest,
    conn: &mut Conn,
    member: &Member,
    ways: &Ways,
    tell: impl FnOnce(&mut Identities) -> StatusCode,
) -> Result<HttpResponse> {
    let mut template = Identities::new(req, conn, member, ways).await?;
    let status = tell(&mut template);
    let mut response = page(req, &template, Audience::Personal)?;
    *response.status_mut() = status;
    Ok(response)
}

impl Identities {
    async fn new(req: &HttpRequest, conn: &mut Conn, member: &Member, ways: &Ways) -> Result<Self> {
        let site = Site::of(req, None, "");
        let vouchers = ways.providers.vouchers();
        let own = identity::all(conn, member.person).await?;
        let own = own.into_iter().map(|it| {
            let label = ways.providers.label_of(&it.provider).to_owned();
            let day = |at| dates::day(at, site.language);
            let (since, used) = (day(it.created_at), day(it.last_used_at));
            let (provider, name) = (("provider", label.as_str()), ("name", it.name.as_str()));
            Own {
                id: it.id.0,
                used: site.with2("identities-used", ("since", &since), ("used", &used)),
                remove: site.with2("identities-remove-which", provider, name),
                is_open: vouchers.contains(&it.provider.as_str()),
                label,
                name: it.name,
                email: it.email,
            }
        });
        let own: Vec<Own> = own.collect();
        let passkeys = Passkeys::of(req, conn, member.person, ways).await?;
        let other = Doors {
            rp_id: None,
            ..ways.doors()
        };
        let is_urgent = passkeys.has_open() && !has_way_in(conn, member.person, &other).await?;
        let usable = ways
            .providers
            .all()
            .iter()
            .filter(|it| it.mistake().is_none());
        Ok(Self {
            section: SIGN_IN,
            notice: None,
            is_fresh: is_fresh(req),
            recovery: Recovery::of(conn, member.person, is_urgent).await?,
            passkeys,
            own,
            providers: usable.map(|it| (it.id.clone(), it.label.clone())).collect(),
            site,
        })
    }
}
