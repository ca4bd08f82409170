//! OpenID Connect: found by its issuer, believed by the signature of its ID tokens.

use std::sync::Arc;
use std::time::{Duration, Instant};

use oauth2::{AuthType, RequestTokenError};
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreClientAuthMethod, CoreErrorResponseType, CoreIdToken,
    CoreIdTokenClaims, CoreProviderMetadata, CoreTokenResponse, CoreUserInfoClaims,
};
use openidconnect::{
    AuthorizationCode, ClaimsVerificationError, ClientId, CsrfToken, DiscoveryError,
    EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, Scope, SignatureVerificationError, StandardErrorResponse,
    TokenResponse,
};
use tokio::sync::Mutex;

use crate::access::providers::http::{Failed, Http, chain};
use crate::access::providers::proven::{Proven, shown};
use crate::access::providers::{Departure, Return, Trouble};
use crate::config::providers::Client;

/// How long what a provider says of itself is taken to be so.
const GOOD_FOR: Duration = Duration::from_secs(10 * 60);

/// Longer keys of accounts are not allowed by the protocol.
const LONGEST_SUBJECT: usize = 255;

type Endpoints = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

type NoToken = RequestTokenError<Failed, StandardErrorResponse<CoreErrorResponseType>>;

#[derive(Debug)]
pub struct OpenId {
    pub issuer: IssuerUrl,
    client: Client,
    /// What it said of itself, and when. Whoever asks meanwhile waits for the one who asks it.
    known: Mutex<Option<(Instant, Arc<CoreProviderMetadata>)>>,
}

impl OpenId {
    /// # Errors
    /// What is wrong with the issuer.
    pub fn new(issuer: String, client: Client) -> Result<Self, String> {
        let issuer =
            IssuerUrl::new(issuer).map_err(|it| format!("the issuer is no address: {it}"))?;
        Ok(Self {
            issuer,
            client,
            known: Mutex::default(),
        })
    }

    pub async fn look(&self, http: &Http) -> Result<(), Trouble> {
        self.metadata(http).await.map(|_| ())
    }

    pub async fn begin(&self, http: &Http, callback: &str) -> Result<Departure, Trouble> {
        let client = self.endpoints(&*self.metadata(http).await?, callback)?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let (url, state, nonce) = client
            .authorize_url(flow, CsrfToken::new_random, Nonce::new_random)
            .add_scope(Scope::new("profile".to_owned()))
            .add_scope(Scope::new("email".to_owned()))
            .set_pkce_challenge(challenge)
            .url();
        Ok(Departure {
            url,
            state: state.into_secret(),
            nonce: nonce.secret().clone(),
            pkce_verifier: verifier.into_secret(),
        })
    }

    pub async fn finish(
        &self,
        http: &Http,
        callback: &str,
        back: Return,
    ) -> Result<Proven, Trouble> {
        if back.issuer.is_some_and(|it| it != self.issuer.as_str()) {
            return Err(refused("another issuer sent the browser back"));
        }
        let client = self.endpoints(&*self.metadata(http).await?, callback)?;
        let token = client
            .exchange_code(AuthorizationCode::new(back.code))
            .map_err(|it| Trouble::Down(it.to_string()))?
            .set_pkce_verifier(PkceCodeVerifier::new(back.pkce_verifier))
            .request_async(&|it| http.send(it))
            .await
            .map_err(no_token)?;
        let id_token = token
            .id_token()
            .ok_or_else(|| refused("there is no ID token"))?;
        let claims = self
            .claims(http, callback, id_token, &Nonce::new(back.nonce))
            .await?;
        let more = match claims.email() {
            Some(_) => None,
            None => more(http, &client, &token, &claims).await,
        };
        self.proven(&claims, more.as_ref())
    }

    /// What the token says, once its signature, issuer, audience, end and nonce are as they should be.
    async fn claims(
        &self,
        http: &Http,
        callback: &str,
        token: &CoreIdToken,
        nonce: &Nonce,
    ) -> Result<CoreIdTokenClaims, Trouble> {
        let untrue =
            |it: ClaimsVerificationError| refused(&format!("the ID token: {}", chain(&it)));
        let client = self.endpoints(&*self.metadata(http).await?, callback)?;
        match token.claims(&client.id_token_verifier(), nonce) {
            Ok(claims) => Ok(claims.clone()),
            // Signed by a key that came after we last asked which there are.
            Err(ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey,
            )) => {
                *self.known.lock().await = None;
                let metadata = self.metadata(http).await?;
                let client = self.endpoints(&metadata, callback)?;
                let claims = token.claims(&client.id_token_verifier(), nonce);
                claims.cloned().map_err(untrue)
            }
            Err(err) => Err(untrue(err)),
        }
    }

    fn proven(
        &self,
        claims: &CoreIdTokenClaims,
        more: Option<&CoreUserInfoClaims>,
    ) -> Result<Proven, Trouble> {
        let subject = claims.subject().to_string();
        if subject.is_empty() || subject.chars().count() > LONGEST_SUBJECT {
            return Err(refused("the key of the account is empty or too long"));
        }
        let verified = claims.email_verified() == Some(true);
        let email = claims.email().filter(|_| verified).or_else(|| {
            let more = more.filter(|it| it.email_verified() == Some(true))?;
            more.email()
        });
        let username = claims.preferred_username();
        let username = username.or_else(|| more?.preferred_username());
        let full_name = claims.name().or_else(|| more?.name());
        let full_name = full_name
            .and_then(|it| it.get(None))
            .map(|it| it.to_string());
        let name = username.map(|it| it.to_string());
        let name = name.or_else(|| email.map(|it| it.to_string()));
        Ok(Proven {
            provider: self.issuer.to_string(),
            name: shown(
                &name
                    .or_else(|| full_name.clone())
                    .unwrap_or_else(|| subject.clone()),
            ),
            subject,
            full_name: full_name.unwrap_or_default(),
            email: email.map(|it| it.to_string()),
        })
    }

    async fn metadata(&self, http: &Http) -> Result<Arc<CoreProviderMetadata>, Trouble> {
        let mut known = self.known.lock().await;
        if let Some((_, metadata)) = known.as_ref().filter(|it| it.0.elapsed() < GOOD_FOR) {
            return Ok(metadata.clone());
        }
        let issuer = self.issuer.clone();
        let found = CoreProviderMetadata::discover_async(issuer, &|it| http.send(it)).await;
        let found = Arc::new(found.map_err(undiscovered)?);
        *known = Some((Instant::now(), found.clone()));
        Ok(found)
    }

    fn endpoints(
        &self,
        metadata: &CoreProviderMetadata,
        callback: &str,
    ) -> Result<Endpoints, Trouble> {
        let callback = RedirectUrl::new(callback.to_owned());
        let callback = callback.map_err(|it| Trouble::Down(it.to_string()))?;
        let (id, secret) = (
            ClientId::new(self.client.id.clone()),
            self.client.secret.clone(),
        );
        let offered = metadata.token_endpoint_auth_methods_supported();
        let offers = |it| offered.is_some_and(|offered| offered.contains(&it));
        let is_in_body = offers(CoreClientAuthMethod::ClientSecretPost)
            && !offers(CoreClientAuthMethod::ClientSecretBasic);
        let auth_type = match is_in_body {
            true => AuthType::RequestBody,
            false => AuthType::BasicAuth,
        };
        let client = CoreClient::from_provider_metadata(metadata.clone(), id, Some(secret));
        Ok(client.set_redirect_uri(callback).set_auth_type(auth_type))
    }
}

/// What the provider tells beside the token, if it does: the names and the address, nothing that decides.
async fn more(
    http: &Http,
    client: &Endpoints,
    token: &CoreTokenResponse,
    claims: &CoreIdTokenClaims,
) -> Option<CoreUserInfoClaims> {
    let subject = claims.subject().clone();
    let asked = client
        .user_info(
            oauth2::TokenResponse::access_token(token).clone(),
            Some(subject),
        )
        .ok()?;
    asked.request_async(&|it| http.send(it)).await.ok()
}

fn refused(why: &str) -> Trouble {
    Trouble::Refused(why.to_owned())
}

fn undiscovered(err: DiscoveryError<Failed>) -> Trouble {
    Trouble::Down(match err {
        DiscoveryError::Response(_, _, told) => told,
        err => chain(&err),
    })
}

/// A code that ran out is between the person and the provider; that it does not know us is not.
fn no_token(err: NoToken) -> Trouble {
    match err {
        RequestTokenError::ServerResponse(it) => match it.error() {
            CoreErrorResponseType::InvalidClient | CoreErrorResponseType::UnauthorizedClient => {
                Trouble::Down(format!("it does not know us: {it}"))
            }
            _ => Trouble::Refused(it.to_string()),
        },
        RequestTokenError::Parse(err, _) => {
            refused(&format!("the token can not be read: {}", err.inner()))
        }
        err => Trouble::Down(chain(&err)),
    }
}
