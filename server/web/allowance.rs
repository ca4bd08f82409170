//! What one class of requests allows to each account and to each address.

use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use uuid::Uuid;

use crate::config::{PerCaller, Rate};

pub struct Allowance {
    accounts: Limiter<Uuid>,
    addresses: Limiter<IpAddr>,
}

type Limiter<K> = RateLimiter<K, DashMapStateStore<K>, DefaultClock, StateInformationMiddleware>;

/// Where a caller stands after a request.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    pub limit: u32,
    pub remaining: u32,
    /// Seconds until everything is allowed again.
    pub reset: u64,
    /// Seconds to wait before the next request, where this one is one too many.
    pub wait: Option<u64>,
}

impl Allowance {
    pub fn new(rate: PerCaller) -> Self {
        Self {
            accounts: limiter(rate.account),
            addresses: limiter(rate.address),
        }
    }

    /// The same for an account as for an address.
    pub fn of_each(rate: Rate) -> Self {
        Self::new(PerCaller {
            account: rate,
            address: rate,
        })
    }

    pub fn count_account(&self, account: Uuid) -> Standing {
        count(&self.accounts, &account)
    }

    pub fn count_address(&self, address: IpAddr) -> Standing {
        count(&self.addresses, &address)
    }

    /// Drops those who have everything allowed again.
    pub fn forget_rested(&self) {
        self.accounts.retain_recent();
        self.addresses.retain_recent();
        self.accounts.shrink_to_fit();
        self.addresses.shrink_to_fit();
    }
}

fn limiter<K: Hash + Eq + Clone>(rate: Rate) -> Limiter<K> {
    let positive = |it| NonZeroU32::new(it).unwrap_or(NonZeroU32::MIN);
    let quota = Quota::per_hour(positive(rate.per_hour)).allow_burst(positive(rate.at_once));
    RateLimiter::dashmap(quota).with_middleware()
}

fn count<K: Hash + Eq + Clone>(limiter: &Limiter<K>, caller: &K) -> Standing {
    let (quota, remaining, wait) = match limiter.check_key(caller) {
        Ok(state) => (state.quota(), state.remaining_burst_capacity(), None),
        Err(refused) => {
            let wait = refused.wait_time_from(limiter.clock().now());
            (refused.quota(), 0, Some(seconds(wait).max(1)))
        }
    };
    let limit = quota.burst_size().get();
    let used = limit.saturating_sub(remaining);
    Standing {
        limit,
        remaining,
        reset: seconds(quota.replenish_interval().saturating_mul(used)),
        wait,
    }
}

/// Whole seconds, none too few.
fn seconds(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}
