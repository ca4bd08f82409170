//! One request as a room's face sees it: the way to the database, and who is asking.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use anyhow::anyhow;
use time::OffsetDateTime;

use crate::access::pages::cookie;
use crate::access::pages::mail::is_sent;
use crate::access::session::Sender;
use crate::access::token::Holder;
use crate::access::{Member, Scope, session};
use crate::db::ids::PersonId;
use crate::db::{Pool, Pooled};
use crate::error::{Error, Result};
use crate::web::limits::Found;
use crate::web::site::{Reader, Standing};

/// A connection is taken when the face asks for it, not while a body is still on its way.
pub struct Visit {
    pool: Data<Pool>,
    credential: Credential,
    found: Found,
    req: HttpRequest,
}

/// When whoever asks signed in.
struct SignedInAt(OffsetDateTime);

/// Programs carry tokens and readers carry cookies; neither is read in the other's place, so that no
/// page of another site can make a browser use the API in its reader's name.
enum Credential {
    None,
    Token(String),
    Session(String),
}

impl Visit {
    /// Whoever asks, signed in or not.
    ///
    /// # Errors
    /// [`Error::SignInRequired`] for a token that is given but good for nothing.
    pub async fn anyone(&self) -> Result<(Pooled, Option<PersonId>)> {
        if let Credential::Token(_) = self.credential {
            let (conn, holder) = self.holder().await?;
            return Ok((conn, Some(holder.person)));
        }
        let (conn, member) = self.reader().await?;
        Ok((conn, member.map(|it| it.person)))
    }

    /// Somebody whose token carries this scope.
    pub async fn with_scope(&self, scope: Scope) -> Result<(Pooled, PersonId)> {
        match self.holder().await? {
            (_, holder) if holder.waits => Err(Error::AwaitingApproval),
            (_, holder) if !holder.may(scope) => Err(Error::ScopeMissing(scope.as_str())),
            (conn, holder) => Ok((conn, holder.person)),
        }
    }

    /// Somebody with any token of their own.
    pub async fn with_token(&self) -> Result<(Pooled, PersonId)> {
        let (conn, holder) = self.holder().await?;
        Ok((conn, holder.person))
    }

    /// Whoever reads a page, signed in or not. From here on the page knows them.
    pub async fn reader(&self) -> Result<(Pooled, Option<Member>)> {
        let mut conn = self.pool.get().await?;
        let Credential::Session(secret) = &self.credential else {
            return Ok((conn, None));
        };
        let found = match session::recognise(&mut conn, secret).await? {
            Sender::Known(found) => found,
            Sender::Barred(member) => {
                self.tell(Some(bars(&member)));
                return Ok((conn, None));
            }
            Sender::Unknown => return Ok((conn, None)),
        };
        let member = found.member;
        self.tell(member.waiting_since.map(|_| Standing::Waits));
        self.found.is(member.person.0);
        let gets_mail = is_sent(&self.req);
        let mut extensions = self.req.extensions_mut();
        extensions.insert(Reader {
            handle: member.handle.clone(),
            display_name: member.display_name.clone(),
            language: member.language,
            moderates: member.moderator,
            gets_mail,
        });
        extensions.insert(SignedInAt(found.signed_in_at));
        if let Some(issued) = found.issued {
            extensions.insert(issued);
        }
        drop(extensions);
        Ok((conn, Some(member)))
    }

    /// From here on the page says what keeps its reader from taking part.
    fn tell(&self, standing: Option<Standing>) {
        if let Some(standing) = standing {
            self.req.extensions_mut().insert(standing);
        }
    }

    /// Somebody who is signed in and may take part.
    ///
    /// # Errors
    /// [`Error::SignInRequired`], which leads to the sign-in and back where a page was asked for, and gives
    /// back what a form sent (`access::pages::carry`). [`Error::Suspended`], which leads to the reason.
    /// [`Error::AwaitingApproval`] before a moderator has approved the account.
    pub async fn member(&self) -> Result<(Pooled, Member)> {
        match self.account().await? {
            (_, member) if member.waiting_since.is_some() => Err(Error::AwaitingApproval),
            found => Ok(found),
        }
    }

    /// Somebody who is signed in, for what concerns their account alone: who waits for approval may
    /// see to it as well.
    ///
    /// # Errors
    /// [`Error::SignInRequired`], [`Error::Suspended`].
    pub async fn account(&self) -> Result<(Pooled, Member)> {
        let (conn, member) = self.reader().await?;
        match (member, Standing::of(&self.req)) {
            (Some(member), _) => Ok((conn, member)),
            // The reader was told so just now.
            (None, Some(_)) => Err(Error::Suspended),
            (None, None) => Err(Error::SignInRequired),
        }
    }

    /// As [`Visit::member`], and they signed in a short while ago: for what opens another way into the
    /// account, so that a browser left open is not enough.
    ///
    /// # Errors
    /// As [`Visit::member`]; [`Error::SignInAgain`], which leads to the sign-in and back, and gives back
    /// what a form sent.
    pub async fn fresh_member(&self) -> Result<(Pooled, Member)> {
        let found = self.member().await?;
        self.fresh(found)
    }

    /// The same for [`Visit::account`].
    ///
    /// # Errors
    /// As [`Visit::account`]; [`Error::SignInAgain`].
    pub async fn fresh_account(&self) -> Result<(Pooled, Member)> {
        let found = self.account().await?;
        self.fresh(found)
    }

    /// Whether the session that was asked for before is a fresh one.
    pub fn is_fresh(&self) -> bool {
        is_fresh(&self.req)
    }

    fn fresh(&self, found: (Pooled, Member)) -> Result<(Pooled, Member)> {
        match self.is_fresh() {
            true => Ok(found),
            false => Err(Error::SignInAgain),
        }
    }

    /// Somebody who is signed in and may moderate; for everyone else there is nothing.
    pub async fn moderator(&self) -> Result<(Pooled, Member)> {
        match self.member().await? {
            (conn, member) if member.moderator => Ok((conn, member)),
            _ => Err(Error::NotFound),
        }
    }

    /// Somebody who could sign in but for being suspended, to read why and to answer.
    ///
    /// # Errors
    /// [`Error::NotFound`] for everyone else.
    pub async fn suspended(&self) -> Result<(Pooled, Member)> {
        let mut conn = self.pool.get().await?;
        let Credential::Session(secret) = &self.credential else {
            return Err(Error::NotFound);
        };
        let member = session::suspended(&mut conn, secret).await?;
        let member = member.ok_or(Error::NotFound)?;
        self.tell(Some(bars(&member)));
        Ok((conn, member))
    }

    /// For pages that ask for nothing but the name above them; costs nothing where nobody is signed in.
    pub async fn greet(&self) -> Result<()> {
        if let Credential::Session(_) = self.credential {
            drop(self.reader().await?);
        }
        Ok(())
    }

    /// Somebody with any token of their own, and which one it is.
    pub(in crate::access) async fn holder(&self) -> Result<(Pooled, Holder)> {
        let Credential::Token(secret) = &self.credential else {
            return Err(Error::SignInRequired);
        };
        let mut conn = self.pool.get().await?;
        match Holder::of(&mut conn, secret).await? {
            Some(holder) => {
                self.found.is(holder.person.0);
                Ok((conn, holder))
            }
            None => Err(Error::SignInRequired),
        }
    }
}

impl FromRequest for Visit {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        let Some(pool) = req.app_data::<Data<Pool>>().cloned() else {
            return ready(Err(anyhow!("the app has no pool").into()));
        };
        ready(Ok(Self {
            pool,
            credential: Credential::of(req),
            found: Found::of(req),
            req: req.clone(),
        }))
    }
}

impl Credential {
    fn of(req: &HttpRequest) -> Self {
        if !req.path().starts_with("/api/") {
            return cookie::secret(req).map_or(Self::None, Self::Session);
        }
        let header = req.headers().get(header::AUTHORIZATION);
        header.map_or(Self::None, |it| {
            Self::Token(secret_of(it.to_str().unwrap_or_default()).to_owned())
        })
    }
}

/// The secret with which a request says who asks, good or not.
///
/// Only programs carry tokens; pages answer the same to everyone until people can sign in.
pub fn credentials(req: &HttpRequest) -> Option<String> {
    match Credential::of(req) {
        Credential::None => None,
        Credential::Token(secret) | Credential::Session(secret) => Some(secret),
    }
}

/// The secret of `Bearer …`; empty, so that it is nobody's, for any other way to sign in.
fn secret_of(header: &str) -> &str {
    match header.split_once(' ') {
        Some((scheme, secret)) if scheme.eq_ignore_ascii_case("bearer") => secret.trim(),
        _ => "",
    }
}

/// Whether the one who was found to ask signed in a short while ago.
pub fn is_fresh(req: &HttpRequest) -> bool {
    let signed_in = req.extensions().get::<SignedInAt>().map(|it| it.0);
    signed_in.is_some_and(|it| OffsetDateTime::now_utc() - it < session::FRESH)
}

/// What keeps somebody out whose secret would be good.
const fn bars(member: &Member) -> Standing {
    match member.waiting_since {
        Some(_) => Standing::Refused,
        None => Standing::Suspended,
    }
}
