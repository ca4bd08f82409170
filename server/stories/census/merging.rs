//! What stories tell of a merged slug is told of its successor.

use std::collections::BTreeMap;

use crate::catalog::{Catalog, Kind};
use crate::stories::census::table::{Census, Step, Values};
use crate::stories::path::road;

impl Census {
    /// The same in the words of a catalogue.
    pub(super) fn merged(mut self, catalog: &Catalog) -> Self {
        for (name, values) in &mut self.sets {
            let merged = |value: String| current(catalog, name, value);
            *values = united(std::mem::take(values), merged);
        }
        self.steps = steps(self.steps, catalog);
        self.lineage = catalog.lineage();
        self
    }
}

fn current(catalog: &Catalog, name: &str, value: String) -> String {
    let role = |it| catalog.current(Kind::Role, it);
    let kind = match name {
        "to" | "from" => Kind::Role,
        "practice" => Kind::Practice,
        "challenge" => Kind::Challenge,
        "tip" => Kind::Audience,
        "road" => {
            let roles = value.split_once('>');
            return roles.map_or_else(|| value.clone(), |it| road(role(it.0), role(it.1)));
        }
        "met" => return met(catalog, &value).unwrap_or(value),
        _ => return value,
    };
    catalog.current(kind, &value).to_owned()
}

fn met(catalog: &Catalog, value: &str) -> Option<String> {
    let (challenge, approach) = value.split_once(' ')?;
    let challenge = catalog.current(Kind::Challenge, challenge);
    let approach = catalog.current(Kind::Approach, approach);
    Some(format!("{challenge} {approach}"))
}

fn united(values: Values, merged: impl Fn(String) -> String) -> Values {
    let mut united = Values::new();
    for (value, stories) in values {
        *united.entry(merged(value)).or_default() |= stories;
    }
    united
}

fn steps(steps: Vec<Step>, catalog: &Catalog) -> Vec<Step> {
    let mut united: BTreeMap<(String, String), Step> = BTreeMap::new();
    let current = |it: &str| catalog.current(Kind::Role, it).to_owned();
    for it in steps {
        let (from, to) = (current(&it.from), current(&it.to));
        let step = united.entry((from.clone(), to.clone())).or_default();
        (step.from, step.to) = (from, to);
        step.stories |= it.stories;
        step.ending |= it.ending;
    }
    united.into_values().collect()
}
