//! What programs may do in one's name: tokens are made, shown once, and revoked.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::access::create_token::{self, Wish, create_own_token};
use crate::access::pages::settings::told::Told;
use crate::access::pages::settings::{Section, TOKENS};
use crate::access::revoke_token::revoke_token;
use crate::access::secret::Secret;
use crate::access::token::Token;
use crate::access::{Member, Scope, Visit};
use crate::db::Conn;
use crate::db::ids::TokenId;
use crate::error::{Error, Fault, Result};
use crate::people::clock;
use crate::web::answer::see_other;
use crate::web::{Audience, Form, Query, Site, page};

/// How many days a token may last, as the form offers them; 0 is for ever.
const DAYS: [i64; 5] = [7, 30, 90, 365, 0];
const DEFAULT_DAYS: i64 = 90;

#[derive(Template)]
#[template(path = "access/settings/tokens.html")]
struct Tokens {
    site: Site,
    section: Section,
    entries: Vec<Entry>,
    typed: Typed,
    told: Told,
    /// What this form is called: sent twice, it makes one token.
    form: Uuid,
    max: i64,
    notice: Option<Notice>,
    /// Whether they signed in a short while ago, so that they may make one.
    is_fresh: bool,
}

/// What has just happened.
enum Notice {
    Made { name: String, secret: Secret },
    MadeBefore,
    Revoked,
}

struct Entry {
    id: Uuid,
    name: String,
    scopes: Vec<String>,
    created: String,
    expires: Option<String>,
    last_used: Option<String>,
    is_expired: bool,
}

/// What stands in the fields.
struct Typed {
    name: String,
    scopes: Vec<String>,
    days: String,
}

pub(super) async fn show(req: HttpRequest, query: Query, visit: Visit) -> Result<HttpResponse> {
    let (mut conn, member) = visit.member().await?;
    let mut tokens = Tokens::new(&req, &mut conn, &member, Typed::default()).await?;
    tokens.is_fresh = visit.is_fresh();
    if query.one("done") == Some("revoked") {
        tokens.notice = Some(Notice::Revoked);
    }
    page(&req, &tokens, Audience::Personal)
}

pub(super) async fn submit(req: HttpRequest, form: Form, visit: Visit) -> Result<HttpResponse> {
    if form.one("do") == Some("revoke") {
        let (mut conn, member) = visit.member().await?;
        let token = Uuid::try_parse(form.text("token")).ok();
        let token = token.map(TokenId).ok_or(Error::NotFound)?;
        revoke_token(&mut conn, member.person, token).await?;
        return Ok(see_other("/settings/tokens?done=revoked"));
    }
    let (mut conn, member) = visit.fresh_member().await?;
    make(&req, &mut conn, &member, &form).await
}

/// The answer itself shows the secret: an address that does would keep it.
async fn make(
    req: &HttpRequest,
    conn: &mut Conn,
    member: &Member,
    form: &Form,
) -> Result<HttpResponse> {
    let typed = Typed::read(form);
    let made = match typed.wish(form) {
        Ok(wish) => create_own_token(conn, member.person, &wish).await,
        Err(faults) => Err(Error::Invalid(faults)),
    };
    let (typed, notice, faults) = match made {
        Ok(secret) => {
            let name = typed.name.trim().to_owned();
            let made = Notice::Made { name, secret };
            (Typed::default(), Some(made), Vec::new())
        }
        Err(Error::Conflict("token_made")) => {
            (Typed::default(), Some(Notice::MadeBefore), Vec::new())
        }
        Err(Error::Invalid(faults)) => (typed, None, faults),
        Err(err) => return Err(err),
    };
    let mut tokens = Tokens::new(req, conn, member, typed).await?;
    tokens.notice = notice;
    tokens.told = Told::new(&tokens.site, &faults, |it| label(&tokens.site, it));
    let mut response = page(req, &tokens, Audience::Personal)?;
    if !faults.is_empty() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}

fn label(site: &Site, pointer: &str) -> String {
    match pointer {
        "/scope" => site.t("tokens-scopes"),
        "/days" => site.t("tokens-days"),
        _ => site.t("tokens-name"),
    }
}

impl Tokens {
    async fn new(
        req: &HttpRequest,
        conn: &mut Conn,
        member: &Member,
        typed: Typed,
    ) -> Result<Self> {
        let site = Site::of(req, None, "settings");
        let found = Token::of(conn, member.person).await?;
        let instants = |it: &Token| [Some(it.created_at), it.expires_at, it.last_used_at];
        let known: Vec<_> = found.iter().flat_map(instants).flatten().collect();
        let mut told = clock::told(conn, member.person, &known, site.language)
            .await?
            .into_iter();
        let now = OffsetDateTime::now_utc();
        let entry = |it: Token| Entry {
            is_expired: it.is_expired(now),
            id: it.id.0,
            name: it.name,
            scopes: it.scopes,
            created: told.next().unwrap_or_default(),
            expires: it.expires_at.and_then(|_| told.next()),
            last_used: it.last_used_at.and_then(|_| told.next()),
        };
        Ok(Self {
            entries: found.into_iter().map(entry).collect(),
            site,
            section: TOKENS,
            typed,
            told: Told::default(),
            form: Uuid::new_v4(),
            max: create_token::MAX,
            notice: None,
            is_fresh: true,
        })
    }

    /// What a scope allows, in words.
    fn about(&self, scope: &Scope) -> String {
        match scope {
            Scope::ProfileWrite => self.site.t("scope-profile-write"),
            _ => self.site.t("scope-stories-write"),
        }
    }

    fn days(&self) -> Vec<(String, String)> {
        let name = |days: i64| match days {
            0 => self.site.t("tokens-for-ever"),
            days => self.site.with("tokens-for-days", "n", days),
        };
        DAYS.iter().map(|it| (it.to_string(), name(*it))).collect()
    }
}

impl Default for Typed {
    fn default() -> Self {
        Self {
            name: String::new(),
            scopes: Vec::new(),
            days: DEFAULT_DAYS.to_string(),
        }
    }
}

impl Typed {
    fn read(form: &Form) -> Self {
        let scopes = form.pairs().filter(|it| it.0 == "scope");
        Self {
            name: form.one("name").unwrap_or_default().to_owned(),
            scopes: scopes.map(|it| it.1.to_owned()).collect(),
            days: form.text("days").to_owned(),
        }
    }

    fn has(&self, scope: &Scope) -> bool {
        self.scopes.iter().any(|it| it == scope.as_str())
    }

    /// Only what the form offers can be wished for.
    fn wish(&self, form: &Form) -> Result<Wish<'_>, Vec<Fault>> {
        let mut faults = Vec::new();
        let offered = |it: &String| Scope::parse(it).is_some_and(|it| Scope::IN_USE.contains(&it));
        if !self.scopes.iter().all(offered) {
            faults.push(Fault::new("/scope", "unknown_value"));
        }
        let days = self.days.parse().ok().filter(|it| DAYS.contains(it));
        let Some(days) = days else {
            faults.push(Fault::new("/days", "unknown_value"));
            return Err(faults);
        };
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Wish {
            name: &self.name,
            scopes: self
                .scopes
                .iter()
                .filter_map(|it| Scope::parse(it))
                .collect(),
            lasts: (days > 0).then(|| Duration::days(days)),
            form: Uuid::try_parse(form.text("form")).unwrap_or_else(|_| Uuid::new_v4()),
        })
    }
}
