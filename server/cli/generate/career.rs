//! The paths that made-up people walked: few roles take most of them.

use crate::catalog::{Catalog, Kind};
use crate::cli::generate::dice::Dice;
use crate::stories::content::Transition;

/// Where most careers begin, the most usual first.
const ORIGINS: &[&str] = &[
    "software-engineer",
    "infrastructure-engineer",
    "sre",
    "backend-engineer",
    "system-operator",
    "network-engineer",
    "support-engineer",
    "database-administrator",
    "qa-engineer",
    "frontend-engineer",
    "corporate-engineer",
    "student",
];

/// Where most of them lead, the most usual first; all other roles follow.
const DESTINATIONS: &[&str] = &[
    "sre",
    "engineering-manager",
    "platform-engineer",
    "tech-lead",
    "staff-engineer",
    "individual-contributor",
    "product-manager",
    "developer-advocate",
    "cto",
    "security-engineer",
    "cloud-architect",
    "vp-of-engineering",
];

/// What a story may name of the catalogue, the most usual first.
pub struct Words {
    origins: Vec<String>,
    destinations: Vec<String>,
    routes: Vec<String>,
    scopes: Vec<String>,
    pub practices: Vec<String>,
    pub challenges: Vec<String>,
    pub approaches: Vec<String>,
    pub audiences: Vec<String>,
}

impl Words {
    pub fn of(catalog: &Catalog) -> Self {
        let offered = |kind| -> Vec<String> {
            let slugs = catalog.offered(kind).map(|it| it.slug.clone());
            slugs.collect()
        };
        let all = offered(Kind::Role);
        let known = |roles: &[&str]| -> Vec<String> {
            let roles = roles.iter().map(|it| (*it).to_owned());
            roles.filter(|it| all.contains(it)).collect()
        };
        let mut destinations = known(DESTINATIONS);
        for role in catalog.offered(Kind::Role).filter(|it| !it.waypoint) {
            if !destinations.contains(&role.slug) {
                destinations.push(role.slug.clone());
            }
        }
        Self {
            origins: known(ORIGINS),
            destinations,
            routes: offered(Kind::Route),
            scopes: offered(Kind::Scope),
            practices: offered(Kind::Practice),
            challenges: offered(Kind::Challenge),
            approaches: offered(Kind::Approach),
            audiences: offered(Kind::Audience),
        }
    }

    /// The steps of a career that was told in this year and month, without their texts.
    pub fn steps(&self, dice: &mut Dice, (year, month): (u32, u32)) -> Vec<Transition> {
        let n = *dice.favour(&[2, 1, 3, 4, 5]);
        let gaps: Vec<u32> = (0..n).map(|_| dice.between(5, 40)).collect();
        let mut months = (year * 12 + month - 1).saturating_sub(gaps.iter().sum());
        let mut role = dice.favour(&self.origins);
        let mut steps = Vec::new();
        for gap in gaps {
            let from = role;
            role = self.next(dice, from);
            steps.push(Transition {
                from_role: Some(from.clone()),
                to_role: Some(role.clone()),
                started_on: started_on(dice, months),
                route: Some(dice.favour(&self.routes).clone()),
                scope: dice.percent(70).then(|| dice.favour(&self.scopes).clone()),
                ..Transition::default()
            });
            months += gap;
        }
        steps
    }

    /// Another role; sometimes the same one elsewhere.
    fn next<'w>(&'w self, dice: &mut Dice, from: &'w String) -> &'w String {
        if dice.percent(4) {
            return from;
        }
        loop {
            let role = dice.favour(&self.destinations);
            if role != from {
                return role;
            }
        }
    }
}

/// Mostly a month, sometimes a year, sometimes nothing.
fn started_on(dice: &mut Dice, months: u32) -> Option<String> {
    let (year, month) = (months / 12, months % 12 + 1);
    match dice.below(10) {
        0 => None,
        1 | 2 => Some(format!("{year}")),
        _ => Some(format!("{year}-{month:02}")),
    }
}
