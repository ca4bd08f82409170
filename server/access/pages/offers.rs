//! The providers to sign in with: where each leads, and which ones lead nowhere for now.

use url::form_urlencoded::Serializer;

use crate::access::Ways;

#[derive(Default)]
pub(super) struct Offers {
    pub(super) open: Vec<Open>,
    pub(super) closed: Vec<Closed>,
}

pub(super) struct Open {
    pub(super) label: String,
    pub(super) href: String,
}

pub(super) struct Closed {
    pub(super) label: String,
    /// Whether its operator has to mend it; else it does not answer.
    pub(super) is_mistaken: bool,
}

impl Offers {
    /// Each way takes these parameters along.
    pub(super) async fn of(ways: &Ways, params: &[(&str, &str)]) -> Self {
        let mut offers = Self::default();
        for (provider, standing) in ways.providers.standings().await {
            let label = provider.label.clone();
            match standing {
                Ok(()) => offers.open.push(Open {
                    label,
                    href: way(&provider.id, params),
                }),
                Err(_) => offers.closed.push(Closed {
                    label,
                    is_mistaken: provider.mistake().is_some(),
                }),
            }
        }
        offers
    }

    pub(super) fn is_empty(&self) -> bool {
        self.open.is_empty() && self.closed.is_empty()
    }
}

fn way(id: &str, params: &[(&str, &str)]) -> String {
    with(&format!("/sign-in/{id}"), params)
}

/// An address with what is to be taken along.
pub(super) fn with(path: &str, params: &[(&str, &str)]) -> String {
    let told = params.iter().filter(|it| !it.1.is_empty() && it.1 != "/");
    let query = Serializer::new(String::new()).extend_pairs(told).finish();
    match query.as_str() {
        "" => path.to_owned(),
        query => format!("{path}?{query}"),
    }
}
