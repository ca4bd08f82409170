//! To a provider and back: `/sign-in/{provider}` and its callback.

use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use crate::access::flow::{self, Errand, Flow};
use crate::access::join::Admission;
use crate::access::pages::browser::Sent;
use crate::access::pages::cookie::{FLOW, NEWCOMER};
use crate::access::pages::halted::{Halt, halted};
use crate::access::pages::sign_in::welcome_back;
use crate::access::providers::{Proven, Provider, Return, Trouble};
use crate::access::return_to::ReturnTo;
use crate::access::sign_in::sign_in;
use crate::access::{Visit, Ways, identity, invitation, newcomer};
use crate::error::{Error, Result};
use crate::web::Query;
use crate::web::answer::see_other;
use crate::web::limits::entering;
use crate::web::site::{base_of, sign_in_for};

/// Begins a sign-in. Only our own pages lead there: another site would choose when somebody signs in.
pub(super) async fn depart(
    req: HttpRequest,
    id: Path<String>,
    query: Query,
    visit: Visit,
    ways: Data<Ways>,
) -> Result<HttpResponse> {
    let provider = known(&ways, &id, &visit).await?;
    let return_to = ReturnTo::parse(query.one("next").unwrap_or_default());
    if is_led_here(&req) {
        return Ok(see_other(&sign_in_for(return_to.as_str())));
    }
    entering(&req, None)?;
    let departure = match ways
        .providers
        .begin(provider, &callback(&req, provider))
        .await
    {
        Ok(departure) => departure,
        Err(trouble) => return stopped(&req, &visit, provider, &trouble).await,
    };
    let (mut conn, _) = visit.reader().await?;
    let invitation = match query.one("invite") {
        Some(secret) => invitation::find(&mut conn, secret).await?,
        None => None,
    };
    if query.one("invite").is_some() && invitation.is_none() {
        return halted(&req, Halt::BadInvitation, None);
    }
    let errand = Errand {
        return_to,
        person: None,
        invitation,
    };
    let secret = flow::begin(&mut conn, &provider.id, &departure, &errand).await?;
    let mut response = see_other(departure.url.as_str());
    let cookie = FLOW.cookie(&req, secret.reveal(), flow::LASTS);
    response.add_cookie(&cookie).map_err(anyhow::Error::from)?;
    Ok(response)
}

/// A browser comes back. Whatever comes of it, it does so once.
pub(super) async fn arrive(
    req: HttpRequest,
    id: Path<String>,
    query: Query,
    visit: Visit,
    ways: Data<Ways>,
) -> Result<HttpResponse> {
    let provider = known(&ways, &id, &visit).await?;
    let (mut conn, _) = visit.reader().await?;
    let flow = match (FLOW.sent(&req), query.one("state")) {
        (Some(cookie), Some(state)) => Flow::end(&mut conn, &provider.id, &cookie, state).await?,
        _ => None,
    };
    // Providers take their time; the connection is not kept waiting.
    drop(conn);
    let Some(flow) = flow else {
        return halted(&req, Halt::Lost, None);
    };
    let mut response = match vouched(&req, &query, &ways, provider, &flow).await {
        Ok(proven) => match flow.errand().person {
            Some(_) => add(&req, &visit, &flow, &proven).await?,
            None => admit(&req, &visit, &ways, &flow, &proven).await?,
        },
        Err(halt) => halted(&req, halt, Some(provider))?,
    };
    response
        .add_cookie(&FLOW.removal(&req))
        .map_err(anyhow::Error::from)?;
    Ok(response)
}

/// Asks the provider who it was.
async fn vouched(
    req: &HttpRequest,
    query: &Query,
    ways: &Ways,
    provider: &Provider,
    flow: &Flow,
) -> Result<Proven, Halt> {
    match (query.one("error"), query.one("code")) {
        (Some("access_denied"), _) => Err(Halt::Denied),
        (None, Some(code)) => {
            let back = Return {
                code: code.to_owned(),
                nonce: flow.nonce.clone(),
                pkce_verifier: flow.pkce_verifier.clone(),
                issuer: query.one("iss").map(str::to_owned),
            };
            let callback = callback(req, provider);
            let proven = ways.providers.finish(provider, &callback, back).await;
            proven.map_err(|it| Halt::from(&it))
        }
        _ => Err(Halt::Refused),
    }
}

/// Signs in who is known, and asks who is new for a handle.
async fn admit(
    req: &HttpRequest,
    visit: &Visit,
    ways: &Ways,
    flow: &Flow,
    proven: &Proven,
) -> Result<HttpResponse> {
    let (mut conn, _) = visit.reader().await?;
    let errand = flow.errand();
    if let Some(person) = identity::recognise(&mut conn, proven).await? {
        let issued = sign_in(&mut conn, person, Sent::by(req).browser()).await?;
        return welcome_back(req, &mut conn, person, issued, errand.return_to).await;
    }
    let admission = Admission {
        registration: ways.registration,
        invitation: errand.invitation,
    };
    if !admission.is_open() {
        return halted(req, Halt::Uninvited, None);
    }
    let secret = newcomer::keep(&mut conn, proven, &errand).await?;
    let mut response = see_other("/join");
    let cookie = NEWCOMER.cookie(req, secret.reveal(), newcomer::LASTS);
    response.add_cookie(&cookie).map_err(anyhow::Error::from)?;
    Ok(response)
}

/// Adds an identity to the account of the one who set out for it, if they are still signed in.
async fn add(
    req: &HttpRequest,
    visit: &Visit,
    flow: &Flow,
    proven: &Proven,
) -> Result<HttpResponse> {
    let (mut conn, member) = visit.reader().await?;
    let Some(member) = member.filter(|it| Some(it.person) == flow.errand().person) else {
        return halted(req, Halt::Lost, None);
    };
    match identity::add(&mut conn, member.person, proven).await {
        Ok(()) => Ok(see_other("/settings/sign-in?done=added")),
        Err(Error::Conflict(_)) => halted(req, Halt::Taken, None),
        Err(err) => Err(err),
    }
}

pub(super) async fn stopped(
    req: &HttpRequest,
    visit: &Visit,
    provider: &Provider,
    trouble: &Trouble,
) -> Result<HttpResponse> {
    visit.greet().await?;
    halted(req, trouble.into(), Some(provider))
}

/// The address that the provider must know beforehand.
pub(super) fn callback(req: &HttpRequest, provider: &Provider) -> String {
    format!("{}/sign-in/{}/callback", base_of(req), provider.id)
}

async fn known<'w>(ways: &'w Ways, id: &str, visit: &Visit) -> Result<&'w Provider> {
    match ways.providers.find(id) {
        Some(provider) => Ok(provider),
        None => {
            visit.greet().await?;
            Err(Error::NotFound)
        }
    }
}

/// Whether a page of another site led here.
fn is_led_here(req: &HttpRequest) -> bool {
    let site = req.headers().get("sec-fetch-site");
    let site = site.and_then(|it: &header::HeaderValue| it.to_str().ok());
    matches!(site, Some("cross-site" | "same-site"))
}
