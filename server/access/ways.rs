//! The ways in, and who may come that way for the first time.

use crate::access::LocalSignIn;
use crate::access::identity::Open;
use crate::access::passkeys::{Absence, RelyingParty};
use crate::access::providers::Providers;
use crate::config::providers::Provider;
use crate::config::{Registration, Serve};

#[derive(Debug)]
pub struct Ways {
    pub local: Option<LocalSignIn>,
    pub providers: Providers,
    /// Or why there are none here.
    pub passkeys: Result<RelyingParty, Absence>,
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

    /// No provider; whoever may be anybody without a password may be somebody new as well.
    pub fn locally(local: Option<LocalSignIn>, options: &Serve) -> Self {
        let usual = match local {
            Some(_) => Registration::Open,
            None => Registration::Invite,
        };
        Self {
            local,
            providers: Providers::none(),
            passkeys: RelyingParty::of(&options.base_url()),
            registration: options.registration.unwrap_or(usual),
        }
    }
    /// What counts as a way in.
    pub fn open(&self) -> Open<'_> {
        Open {
            vouchers: self.providers.vouchers(),
            rp_id: self.passkeys.as_ref().ok().map(RelyingParty::id),
        }
    }
}
