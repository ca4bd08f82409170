//! What may be done only now and then, as faces count it.

use std::net::IpAddr;

use actix_web::HttpRequest;
use actix_web::web::Data;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::config::{PerCaller, Rate};
use crate::error::Error;
use crate::web::limits::Limits;

/// For what nobody does often and others have to look at. Behind one address may sit a hall of members.
pub(super) const RARE: PerCaller = PerCaller {
    account: Rate::new(20, 40),
    address: Rate::new(100, 200),
};

/// The same for those who are no members, whatever accounts they have: one address makes many.
pub(super) const RARE_FOR_OTHERS: Rate = Rate::new(10, 20);

/// Counts what may be done only now and then: for the address, and for the account of a member. For faces.
///
/// # Errors
/// [`Error::TooMany`] where it was done too often.
pub fn rarely(req: &HttpRequest, member: Option<Uuid>) -> Result<(), Error> {
    let Some(limits) = of(req) else {
        return Ok(());
    };
    let address = limits.address(req);
    let waits = match member {
        Some(member) => [
            limits.rare.count_account(member).wait,
            limits.rare.count_address(address).wait,
        ],
        None => [limits.rare_for_others.count_address(address).wait, None],
    };
    within(waits)
}

/// Counts an account that is going to be made without an invitation, for the address. For faces, once the form
/// is right: its handle is given out for good, and moderators may have to look at it.
///
/// # Errors
/// [`Error::TooMany`] where too many joined from there.
pub fn joining(req: &HttpRequest) -> Result<(), Error> {
    let wait = of(req).and_then(|it| it.joining.count_address(it.address(req)).wait);
    within([wait, None])
}

/// Counts an attempt to come in: for the address, and for the account that it names, be there one or not. For
/// faces, before they look at what was sent.
///
/// # Errors
/// [`Error::TooMany`] where it was tried too often.
pub fn entering(req: &HttpRequest, named: Option<&str>) -> Result<(), Error> {
    let Some(limits) = of(req) else {
        return Ok(());
    };
    let by_address = limits.entries.count_address(limits.address(req));
    let by_name = named.map(|it| limits.entries.count_account(name_key(it)));
    within([by_address.wait, by_name.and_then(|it| it.wait)])
}

/// The network that a request comes from, where callers are counted.
pub fn network(req: &HttpRequest) -> Option<IpAddr> {
    of(req).map(|it| it.address(req))
}

fn of(req: &HttpRequest) -> Option<&Limits> {
    let limits = req.app_data::<Data<Option<Limits>>>();
    limits.and_then(|it| it.as_ref().as_ref())
}

fn within(waits: [Option<u64>; 2]) -> Result<(), Error> {
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
