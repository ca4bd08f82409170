//! The words of the interface, from the Fluent files under `frontend/locales`.

use std::borrow::Cow;
use std::collections::HashMap;

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader, langid, static_loader};

use crate::i18n::Language;

static_loader! {
    static LOCALES = {
        locales: "./frontend/locales",
        fallback_language: "en",
        // Isolation marks would stand in titles, mails and addresses.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

const JAPANESE: LanguageIdentifier = langid!("ja");
const ENGLISH: LanguageIdentifier = langid!("en");

/// The words of one language.
#[derive(Clone, Copy, Debug)]
pub struct Words(pub Language);

impl Words {
    pub fn get(self, key: &str) -> String {
        self.fill(key, &[])
    }

    /// A message with its arguments. A number among them is told apart from a text, so that the
    /// message can choose its plural.
    pub fn fill(self, key: &str, args: &[(&'static str, String)]) -> String {
        let args: HashMap<Cow<'static, str>, FluentValue<'_>> = args
            .iter()
            .map(|(name, value)| (Cow::Borrowed(*name), FluentValue::try_number(value)))
            .collect();
        let language = match self.0 {
            Language::Japanese => &JAPANESE,
            Language::English => &ENGLISH,
        };
        LOCALES
            .try_lookup_with_args(language, key, &args)
            .unwrap_or_else(|| {
                tracing::error!(key, "a message is missing in both languages");
                key.to_owned()
            })
    }
}
