//! Where nothing passes a filter: the nearest wider ones that something passes.

use crate::catalog::{Catalog, Kind};
use crate::stories::census::many;
use crate::stories::facets::Narrowable;
use crate::stories::filter::{Choice, Filter};

/// How many ways out are tried; each is counted.
const TRIED: usize = 8;

/// A filter that asks for less, and how many stories pass it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Wider {
    pub change: Change,
    pub stories: i64,
}

#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Change {
    /// Any role of the track in the place of the role that this parameter names.
    ToTrack {
        parameter: &'static str,
        track: String,
    },
    /// Without this value of this parameter.
    Without {
        parameter: &'static str,
        value: String,
    },
}

/// The ways out that lead to stories, those that change least first.
pub fn nearest(list: Narrowable<'_>) -> Vec<Wider> {
    let changes = changes(list.catalog, list.filter).into_iter().take(TRIED);
    let tried = changes.map(|(change, wider)| Wider {
        change,
        stories: many(&list.passing(&wider)),
    });
    tried.filter(|it| it.stories > 0).collect()
}

fn changes(catalog: &Catalog, filter: &Filter) -> Vec<(Change, Filter)> {
    let mut changes = Vec::new();
    let to_track = |parameter, choice: Option<&Choice>| {
        let role = catalog.find(Kind::Role, &choice?.value)?;
        let track = role.track.clone()?;
        Some((
            Choice::of_track(catalog, &track),
            Change::ToTrack { parameter, track },
        ))
    };
    if let Some((choice, change)) = to_track("to", filter.to.as_ref()) {
        let to = Some(choice);
        changes.push((
            change,
            Filter {
                to,
                ..filter.clone()
            },
        ));
    }
    if let Some((choice, change)) = to_track("from", filter.from.as_ref()) {
        let from = Some(choice);
        changes.push((
            change,
            Filter {
                from,
                ..filter.clone()
            },
        ));
    }
    for (parameter, value) in filter.pairs() {
        let wider = filter.without(parameter, &value);
        changes.push((Change::Without { parameter, value }, wider));
    }
    changes
}
