//! The ways in, and who may come that way for the first time.

use crate::access::LocalSignIn;
use crate::access::providers::Providers;
use crate::config::providers::Provider;
use crate::config::{Registration, Serve};

#[derive(Debug)]
pub struct Ways {
    pub local: Option<LocalSignIn>,
    pub providers: Providers,
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
            registration: options.registration.unwrap_or(usual),
        }
    }
}
