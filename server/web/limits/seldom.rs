//! What may be done only now and then, as faces count it.

use actix_web::HttpRequest;
use actix_web::web::Data;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::config::{PerCaller, Rate};
use crate::error::Error;
use crate::web::limits::Limits;

/// For what nobody does often and others have to look at. Behind one address may sit several.
pub(super) const RARE: PerCaller = PerCaller {
    account: Rate::new(20, 40),
    address: Rate::new(10, 20),
};

/// Counts what may be done only now and then, for the account or else for the address. For faces.
///
/// # Errors
/// [`Error::TooMany`] where it was done too often.
pub fn rarely(req: &HttpRequest, account: Option<Uuid>) -> Result<(), Error> {
    let limits = req.app_data::<Data<Option<Limits>>>();
    let Some(limits) = limits.and_then(|it| it.as_ref().as_ref()) else {
        return Ok(());
    };
    let standing = match account {
        Some(account) => limits.rare.count_account(account),
        None => limits.rare.count_address(limits.address(req)),
    };
    match standing.wait {
        Some(seconds) => Err(Error::TooMany(seconds)),
        None => Ok(()),
    }
}

/// Counts an attempt to come in: for the address, and for the account that it names, be there one or not. For
/// faces, before they look at what was sent.
///
/// # Errors
/// [`Error::TooMany`] where it was tried too often.
pub fn entering(req: &HttpRequest, named: Option<&str>) -> Result<(), Error> {
    let limits = req.app_data::<Data<Option<Limits>>>();
    let Some(limits) = limits.and_then(|it| it.as_ref().as_ref()) else {
        return Ok(());
    };
    let by_address = limits.entries.count_address(limits.address(req));
    let by_name = named.map(|it| limits.entries.count_account(name_key(it)));
    let waits = [by_address.wait, by_name.and_then(|it| it.wait)];
    match waits.into_iter().flatten().max() {
        Some(seconds) => Err(Error::TooMany(seconds)),
        None => Ok(()),
    }
}

/// The same for what names the same account, however it is typed.
fn name_key(name: &str) -> Uuid {
    let name = name.trim().to_lowercase();
    let mut key = [0; 16];
    for (to, from) in key.iter_mut().zip(Sha256::digest(name.as_bytes())) {
        *to = from;
    }
    Uuid::from_bytes(key)
}
