//! An error as programs read it (RFC 9457).

use serde::Serialize;
use utoipa::ToSchema;

use crate::error::{Error, Fault};
use crate::i18n::Words;

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Problem {
    pub r#type: &'static str,
    pub title: String,
    pub status: u16,
    pub detail: String,
    pub request_id: String,
    /// What went wrong, in a word that stays the same in every language.
    pub code: String,
    /// Each broken rule and its place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemAt>,
    /// The story as it is now, where somebody saved in between.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current: Option<serde_json::Value>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProblemAt {
    /// JSON pointer into the body, or `/name` for a parameter of the query.
    pub pointer: String,
    pub code: String,
    pub message: String,
    /// What may have been meant, best first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nearest: Vec<String>,
}

impl Problem {
    pub fn new(err: &Error, status: u16, request_id: String, words: Words) -> Self {
        let code = code(err);
        let params = match err {
            Error::ScopeMissing(scope) => vec![("scope", (*scope).to_owned())],
            Error::TooMany(seconds) => vec![("seconds", seconds.to_string())],
            _ => Vec::new(),
        };
        Self {
            r#type: "about:blank",
            title: words.fill(&format!("problem-{code}"), &params),
            status,
            detail: words.fill(&format!("problem-{code}-detail"), &params),
            request_id,
            code: code.to_owned(),
            errors: faults(err)
                .iter()
                .map(|it| ProblemAt::new(it, words))
                .collect(),
            current: match err {
                Error::Stale(Some(current)) => Some(serde_json::Value::clone(current)),
                _ => None,
            },
        }
    }
}

impl ProblemAt {
    fn new(fault: &Fault, words: Words) -> Self {
        Self {
            pointer: fault.pointer.clone(),
            code: fault.code.to_owned(),
            message: message(fault, words),
            nearest: fault.nearest.clone(),
        }
    }
}

/// What is wrong, in the reader's words.
pub fn message(fault: &Fault, words: Words) -> String {
    let key = format!("fault-{}", fault.code.replace('_', "-"));
    let mut message = words.fill(&key, &fault.params);
    if !fault.nearest.is_empty() {
        message += &words.fill("fault-nearest", &[("nearest", fault.nearest.join(", "))]);
    }
    message
}

/// What is wrong with one field, by its pointer.
pub fn message_at(faults: &[Fault], pointer: &str, words: Words) -> Option<String> {
    let fault = faults.iter().find(|it| it.pointer == pointer)?;
    Some(message(fault, words))
}

fn faults(err: &Error) -> &[Fault] {
    match err {
        Error::Invalid(faults) => faults,
        _ => &[],
    }
}

/// The word for an error; also the end of its message's key.
pub fn code(err: &Error) -> &'static str {
    match err {
        Error::Malformed(code) | Error::Conflict(code) => code,
        Error::TooLarge => "too_large",
        Error::UnsupportedMediaType => "unsupported_media_type",
        Error::SignInRequired => "unauthorized",
        Error::SignInAgain => "sign_in_again",
        Error::Suspended => "suspended",
        Error::ScopeMissing(_) => "scope_missing",
        Error::AwaitingApproval => "awaiting_approval",
        Error::CrossSite => "cross_site",
        Error::NotFound => "not_found",
        Error::MethodNotAllowed => "method_not_allowed",
        Error::Gone => "gone",
        Error::PreconditionRequired => "precondition_required",
        Error::Stale(_) => "stale",
        Error::Invalid(_) => "invalid",
        Error::TooMany(_) => "rate_limited",
        Error::Unavailable(_) => "unavailable",
        Error::Internal(_) => "internal",
    }
}
