//! How often one caller may ask.

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RateLimits {
    Off,
    On(Rates),
}

/// How often one caller may ask, by class of request.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Rates {
    pub reads: PerCaller,
    pub writes: PerCaller,
    /// Coming in: signing in, joining, and what leads there. Counted for the address, and for the account
    /// that is named, whoever names it.
    pub entries: PerCaller,
    /// Accounts that are made without an invitation, for each address.
    pub joining: Rate,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct PerCaller {
    pub account: Rate,
    pub address: Rate,
}

/// So many at once, and then so many an hour.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Rate {
    pub at_once: u32,
    pub per_hour: u32,
}

/// Behind one address may sit a whole conference.
const RATES: Rates = Rates {
    reads: PerCaller {
        account: Rate::new(600, 36_000),
        address: Rate::new(3_000, 180_000),
    },
    writes: PerCaller {
        account: Rate::new(120, 7_200),
        address: Rate::new(600, 36_000),
    },
    // A thousand people who join within ten minutes, some of them at the second try.
    entries: PerCaller {
        account: Rate::new(20, 60),
        address: Rate::new(600, 7_200),
    },
    // Each takes a handle away from everybody: a hall full of people who join is invited.
    joining: Rate::new(20, 20),
};

impl Rate {
    pub const fn new(at_once: u32, per_hour: u32) -> Self {
        Self { at_once, per_hour }
    }
}

/// Reads `on` or `off`.
pub(super) fn read(text: &str) -> Result<RateLimits, String> {
    match text {
        "on" => Ok(RateLimits::On(RATES)),
        "off" => Ok(RateLimits::Off),
        _ => Err("must be on or off".to_owned()),
    }
}
