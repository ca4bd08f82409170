//! A story as its author sends it: the document that the API, versions and exchange share.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::i18n::Language;
use crate::named_values;
use crate::stories::story::Status;

named_values! {
    /// Whether a story shows its author.
    #[derive(Default)]
    pub enum Byline {
        #[default]
        Named = "named",
        Anonymous = "anonymous",
    }
}

named_values! {
    /// What other sites may show of a story.
    #[derive(Default)]
    pub enum Reuse {
        #[default]
        Link = "link",
        Excerpt = "excerpt",
        Full = "full",
    }
}

named_values! {
    /// What stands behind a link.
    #[derive(Default)]
    pub enum LinkKind {
        #[default]
        Slides = "slides",
        Talk = "talk",
        Article = "article",
        Other = "other",
    }
}

/// The names, as the API document tells them.
macro_rules! schema_of_names {
    ($($name:ident),+) => {$(
        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let names = ObjectBuilder::new().schema_type(Type::String);
                names.enum_values(Some(Self::NAMES.iter().copied())).into()
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                stringify!($name).into()
            }
        }
    )+};
}

schema_of_names!(Byline, Language, LinkKind, Reuse, Status);

/// A draft may be incomplete: whatever is left out or null is empty.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(default)]
pub struct Content {
    /// The language that it is written in; the author's own where it is left out.
    #[schema(value_type = Option<Language>)]
    pub language: Option<Language>,
    #[serde(deserialize_with = "or_default")]
    #[schema(max_length = 120, nullable)]
    pub title: String,
    /// Plain text.
    #[serde(deserialize_with = "or_default")]
    #[schema(max_length = 800, nullable)]
    pub summary: String,
    #[serde(deserialize_with = "or_default")]
    #[schema(nullable)]
    pub byline: Byline,
    /// In the order of time.
    #[serde(deserialize_with = "or_default")]
    #[schema(max_items = 20, nullable)]
    pub transitions: Vec<Transition>,
    #[serde(deserialize_with = "or_default")]
    #[schema(max_items = 20, nullable)]
    pub challenges: Vec<Challenge>,
    #[serde(deserialize_with = "or_default")]
    #[schema(max_items = 20, nullable)]
    pub practices: Vec<Practice>,
    #[serde(deserialize_with = "or_default")]
    #[schema(max_items = 30, nullable)]
    pub tips: Vec<Tip>,
    #[serde(deserialize_with = "or_default")]
    #[schema(nullable)]
    pub reflection_md: String,
    #[serde(deserialize_with = "or_default")]
    #[schema(max_items = 10, nullable)]
    pub links: Vec<Link>,
    /// Where it was published first.
    pub canonical_url: Option<String>,
    #[serde(deserialize_with = "or_default")]
    #[schema(nullable)]
    pub reuse: Reuse,
    /// The instant at which it publishes itself.
    #[serde(with = "time::serde::rfc3339::option")]
    pub publish_at: Option<time::OffsetDateTime>,
}

/// One step of a career.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(default)]
pub struct Transition {
    /// Slug of a role that was held before in the same story.
    pub from_role: Option<String>,
    pub to_role: Option<String>,
    /// As the company called the position.
    #[schema(max_length = 80)]
    pub title: Option<String>,
    /// A description such as "payments, 80 engineers".
    #[schema(max_length = 120)]
    pub organisation: Option<String>,
    /// `YYYY` or `YYYY-MM`.
    #[schema(example = "2021-04")]
    pub started_on: Option<String>,
    /// Slug of how the position came about.
    pub route: Option<String>,
    pub scope: Option<String>,
    #[serde(deserialize_with = "or_default")]
    #[schema(nullable)]
    pub story_md: String,
}

/// What stood in the way, and how it was met.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(default)]
pub struct Challenge {
    pub kind: Option<String>,
    #[serde(deserialize_with = "or_default")]
    #[schema(nullable)]
    pub faced_md: String,
    pub approach: Option<String>,
    #[serde(deserialize_with = "or_default")]
    #[schema(nullable)]
    pub response_md: String,
    /// What the author would do differently.
    pub hindsight_md: Option<String>,
}

/// An SRE practice and what it was applied to.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(default)]
pub struct Practice {
    pub practice: Option<String>,
    #[serde(deserialize_with = "or_default")]
    #[schema(max_length = 120, nullable)]
    pub applied_to: String,
    #[serde(deserialize_with = "or_default")]
    #[schema(nullable)]
    pub how_md: String,
    /// How one saw that it worked.
    #[schema(max_length = 200)]
    pub indicator: Option<String>,
    /// Where it did not fit.
    pub caveat_md: Option<String>,
}

/// One piece of advice.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
#[serde(default)]
pub struct Tip {
    pub audience: Option<String>,
    #[serde(deserialize_with = "or_default")]
    #[schema(max_length = 2000, nullable)]
    pub text_md: String,
}

/// Slides, a talk, an article.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize, ToSchema)]
pub struct Link {
    pub kind: LinkKind,
    #[schema(max_length = 2000)]
    pub url: String,
    #[schema(max_length = 120)]
    pub title: String,
}

/// Null means the same as nothing.
fn or_default<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    from: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(from)?.unwrap_or_default())
}
