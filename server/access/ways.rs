//! The ways in, and who may come that way for the first time.

use crate::access::LocalSignIn;
use crate::access::identity::Doors;
use crate::access::passkeys::{Absence, RelyingParty};
use crate::access::providers::Providers;
use crate::config::mail::Smtp;
use crate::config::providers::Provider;
use crate::config::{Registration, Serve};
use crate::mail::Mail;

#[derive(Debug)]
pub struct Ways {
    pub local: Option<LocalSignIn>,
    pub providers: Providers,
    /// Or why there are none here.
    pub passkeys: Result<RelyingParty, Absence>,
    pub mail: Mail,
    pub registration: Registration,
}

impl Ways {
    pub fn of(database_url: Option<&str>, options: &Serve, providers: Vec<Provider>) -> Self {
        let local = LocalSignIn::of(database_url, options);
        Self {
            providers: Providers::new(providers),
            ..Self::locally(local, options)
        }
    }

    /// With a mail server, where one is configured.
    #[must_use]
    pub fn with_mail(self, configured: Option<Result<Smtp, String>>) -> Self {
        Self {
            mail: Mail::of(configured, self.local.is_some()),
            ..self
        }
    }

    /// What counts as a way in.
    pub fn doors(&self) -> Doors<'_> {
        Doors {
            vouchers: self.providers.vouchers(),
            mail: self.mail.is_sent(),
            rp_id: self.passkeys.as_ref().ok().map(RelyingParty::id),
        }
    }

    /// No provider and no mail server; whoever may be anybody without a password may be somebody new as well.
    pub fn locally(local: Option<LocalSignIn>, options: &Serve) -> Self {
        let usual = match local {
            Some(_) => Registration::Open,
            None => Registration::Invite,
        };
        Self {
            local,
            providers: Providers::none(),
            passkeys: RelyingParty::of(&options.base_url()),
            mail: Mail::of(None, local.is_some()),
            registration: options.registration.unwrap_or(usual),
        }
    }
}
