//! How we speak with providers: no redirect is followed, and neither time nor size is without bounds.

use std::error::Error;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use oauth2::http::{Method, Request};
use oauth2::{AccessToken, HttpRequest, HttpResponse};
use reqwest::redirect::Policy;
use serde::de::DeserializeOwned;

use crate::access::providers::Trouble;

const CONNECTED_WITHIN: Duration = Duration::from_secs(5);
const ANSWERED_WITHIN: Duration = Duration::from_secs(10);

/// More than any list of keys or person's profile.
const LONGEST: usize = 512 * 1024;

/// Made when it is first needed: reading the certificates that this machine trusts takes a while.
#[derive(Debug, Default)]
pub struct Http(OnceLock<Result<reqwest::Client, Arc<str>>>);

#[derive(Debug, thiserror::Error)]
pub enum Failed {
    #[error("{}", chain(.0))]
    Unanswered(#[from] reqwest::Error),
    #[error("the answer is longer than {LONGEST} bytes")]
    TooLong,
    #[error("no connection can be made: {0}")]
    Unable(Arc<str>),
}

/// Where this machine has no certificates to trust, each request fails and says so.
fn client() -> Result<reqwest::Client, Arc<str>> {
    let client = reqwest::Client::builder()
        .user_agent(concat!("guidepost/", env!("CARGO_PKG_VERSION")))
        .redirect(Policy::none())
        .connect_timeout(CONNECTED_WITHIN)
        .timeout(ANSWERED_WITHIN)
        .build();
    client.map_err(|it| chain(&it).into())
}

impl Http {
    pub async fn send(&self, request: HttpRequest) -> Result<HttpResponse, Failed> {
        let client = self.0.get_or_init(client).as_ref();
        let client = client.map_err(|it| Failed::Unable(it.clone()))?;
        let mut answer = client.execute(request.try_into()?).await?;
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            if body.len() + chunk.len() > LONGEST {
                return Err(Failed::TooLong);
            }
            body.extend_from_slice(&chunk);
        }
        let mut response = HttpResponse::new(body);
        *response.status_mut() = answer.status();
        *response.headers_mut() = answer.headers().clone();
        Ok(response)
    }

    /// JSON that somebody's token opens.
    pub async fn get<T: DeserializeOwned>(
        &self,
        url: &str,
        token: &AccessToken,
    ) -> Result<T, Trouble> {
        let bearer = format!("Bearer {}", token.secret());
        let request = Request::builder()
            .method(Method::GET)
            .uri(url)
            .header("accept", "application/json")
            .header("authorization", bearer)
            .body(Vec::new())
            .map_err(|it| Trouble::Down(it.to_string()))?;
        let answer = self
            .send(request)
            .await
            .map_err(|it| Trouble::Down(it.to_string()))?;
        if !answer.status().is_success() {
            return Err(Trouble::of_status(answer.status(), url));
        }
        serde_json::from_slice(answer.body())
            .map_err(|it| Trouble::Refused(format!("{url} is not what was expected: {it}")))
    }
}

/// An error with its causes; neither holds what was sent.
pub fn chain(err: &dyn Error) -> String {
    let mut told = err.to_string();
    let mut next = err.source();
    while let Some(cause) = next {
        let cause_told = cause.to_string();
        if !told.contains(&cause_told) {
            told = format!("{told}: {cause_told}");
        }
        next = cause.source();
    }
    told
}
