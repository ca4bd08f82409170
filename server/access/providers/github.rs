//! GitHub, or a GitHub of one's own: OAuth 2.0 with an authorization code, PKCE and state.

use oauth2::basic::BasicClient;
use oauth2::{
    AuthType, AuthUrl, AuthorizationCode, ClientId, CsrfToken, EndpointNotSet, EndpointSet,
    PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, TokenResponse,
    TokenUrl,
};
use serde::Deserialize;

use crate::access::providers::http::{Http, chain};
use crate::access::providers::proven::{Proven, shown};
use crate::access::providers::{Departure, Return, Trouble};
use crate::config::providers::Client;

type Endpoints =
    BasicClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointSet>;

#[derive(Debug)]
pub struct GitHub {
    pub site: String,
    api: String,
    client: Endpoints,
}

#[derive(Deserialize)]
struct User {
    id: u64,
    login: String,
    name: Option<String>,
}

#[derive(Deserialize)]
struct Address {
    email: String,
    primary: bool,
    verified: bool,
}

impl GitHub {
    /// # Errors
    /// What is wrong with the address.
    pub fn new(site: String, client: Client) -> Result<Self, String> {
        let bad = |it: url::ParseError| format!("GUIDEPOST_GITHUB_URL is no address: {it}");
        let authorize = AuthUrl::new(format!("{site}/login/oauth/authorize")).map_err(bad)?;
        let token = TokenUrl::new(format!("{site}/login/oauth/access_token")).map_err(bad)?;
        let api = match site.as_str() {
            "https://github.com" => "https://api.github.com".to_owned(),
            own => format!("{own}/api/v3"),
        };
        let client = BasicClient::new(ClientId::new(client.id))
            .set_client_secret(client.secret)
            // It documents no other way.
            .set_auth_type(AuthType::RequestBody)
            .set_auth_uri(authorize)
            .set_token_uri(token);
        Ok(Self { site, api, client })
    }

    /// Whether it answers: what, to somebody who is not signed in, differs.
    pub async fn look(&self, http: &Http) -> Result<(), Trouble> {
        let request = oauth2::http::Request::get(&self.api).body(Vec::new());
        let request = request.map_err(|it| Trouble::Down(it.to_string()))?;
        let answer = http.send(request).await;
        let answer = answer.map_err(|it| Trouble::Down(it.to_string()))?;
        match answer.status() {
            status if status.is_server_error() => Err(Trouble::of_status(status, &self.api)),
            _ => Ok(()),
        }
    }

    pub fn begin(&self, callback: &str) -> Result<Departure, Trouble> {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let callback = redirect(callback)?;
        let (url, state) = self
            .client
            .authorize_url(CsrfToken::new_random)
            .set_redirect_uri(std::borrow::Cow::Borrowed(&callback))
            .add_scope(Scope::new("user:email".to_owned()))
            .set_pkce_challenge(challenge)
            .url();
        Ok(Departure {
            url,
            state: state.into_secret(),
            nonce: String::new(),
            pkce_verifier: verifier.into_secret(),
        })
    }

    pub async fn finish(
        &self,
        http: &Http,
        callback: &str,
        back: Return,
    ) -> Result<Proven, Trouble> {
        let callback = redirect(callback)?;
        let token = self
            .client
            .exchange_code(AuthorizationCode::new(back.code))
            .set_redirect_uri(std::borrow::Cow::Borrowed(&callback))
            .set_pkce_verifier(PkceCodeVerifier::new(back.pkce_verifier))
            .request_async(&|it| http.send(it))
            .await
            .map_err(told)?;
        let token = token.access_token();
        let user: User = http.get(&format!("{}/user", self.api), token).await?;
        // Who keeps their addresses to themselves comes in all the same.
        let addresses = http.get(&format!("{}/user/emails", self.api), token).await;
        let addresses: Vec<Address> = addresses.unwrap_or_default();
        let email = addresses.into_iter().find(|it| it.primary && it.verified);
        Ok(Proven {
            provider: self.site.clone(),
            subject: user.id.to_string(),
            name: shown(&user.login),
            full_name: user.name.unwrap_or_default(),
            email: email.map(|it| it.email),
        })
    }
}

fn redirect(callback: &str) -> Result<RedirectUrl, Trouble> {
    RedirectUrl::new(callback.to_owned()).map_err(|it| Trouble::Down(it.to_string()))
}

/// GitHub tells of a bad code in an answer that is otherwise fine, which is then no token.
fn told<T>(err: RequestTokenError<super::http::Failed, T>) -> Trouble
where
    T: oauth2::ErrorResponse + std::fmt::Display + 'static,
{
    match err {
        RequestTokenError::Request(it) => Trouble::Down(it.to_string()),
        RequestTokenError::Parse(err, body) => match serde_json::from_slice::<Refusal>(&body) {
            Ok(it) if it.error == "incorrect_client_credentials" => Trouble::Down(it.error),
            Ok(it) => Trouble::Refused(it.error),
            Err(_) => Trouble::Refused(format!("the token can not be read: {}", err.inner())),
        },
        RequestTokenError::ServerResponse(it) => Trouble::Refused(it.to_string()),
        RequestTokenError::Other(_) => Trouble::Down(chain(&err)),
    }
}

#[derive(Deserialize)]
struct Refusal {
    error: String,
}
