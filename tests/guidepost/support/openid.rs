//! A small OpenID provider that signs real ID tokens, and misbehaves when it is told to.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use guidepost::config::providers::{Client, Keys, Provider};
use oauth2::ClientSecret;
use openidconnect::PrivateSigningKey;
use openidconnect::core::{CoreEdDsaPrivateSigningKey, CoreJwsSigningAlgorithm};
use openidconnect::{JsonWebKeyId, JsonWebKeySet};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::peer::{Stop, serve};

pub const SECRET: &str = "openid-peer-secret";

/// What it does wrong.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Quirk {
    Nothing,
    WrongNonce,
    WrongIssuer,
    WrongAudience,
    Expired,
    ForeignKey,
    Unsigned,
    ExpiredCode,
    Denied,
    OtherIssuerInReturn,
    UnverifiedEmail,
    /// It answers nothing but errors.
    Down,
    /// It sends us to somewhere else.
    Moved,
    Endless,
    UnknownClient,
}

#[derive(Clone)]
pub struct OpenId {
    pub issuer: String,
    state: Data<State>,
    _stop: Arc<Stop>,
}

struct State {
    issuer: String,
    quirk: Mutex<Quirk>,
    /// The account that is signed in there.
    who: Mutex<String>,
    codes: Mutex<HashMap<String, HashMap<String, String>>>,
    key: Mutex<Key>,
}

impl State {
    fn of(issuer: &str) -> Self {
        Self {
            issuer: issuer.to_owned(),
            quirk: Mutex::new(Quirk::Nothing),
            who: Mutex::new("ada".to_owned()),
            codes: Mutex::default(),
            key: Mutex::new(Key { seed: 7 }),
        }
    }
}

#[derive(Clone)]
struct Key {
    seed: u8,
}

impl Key {
    /// An Ed25519 key as PKCS#8: a fixed head, and 32 bytes.
    fn signing(&self) -> CoreEdDsaPrivateSigningKey {
        let head = b"\x30\x2e\x02\x01\x00\x30\x05\x06\x03\x2b\x65\x70\x04\x22\x04\x20";
        let der = [head.as_slice(), &[self.seed; 32]].concat();
        let pem = BASE64_STANDARD.encode(der);
        let pem = format!("-----BEGIN PRIVATE KEY-----\n{pem}\n-----END PRIVATE KEY-----\n");
        let id = JsonWebKeyId::new(format!("key-{}", self.seed));
        CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, Some(id)).unwrap()
    }
}

impl OpenId {
    pub fn start() -> Self {
        let mut state = None;
        let (issuer, stop) = serve(|issuer| {
            let shared = state.insert(Data::new(State::of(issuer))).clone();
            move |cfg: &mut ServiceConfig| {
                cfg.app_data(shared.clone())
                    .route(
                        "/.well-known/openid-configuration",
                        web::get().to(discovery),
                    )
                    .route("/jwks", web::get().to(jwks))
                    .route("/authorize", web::get().to(authorize))
                    .route("/token", web::post().to(token));
            }
        });
        Self {
            issuer,
            state: state.unwrap(),
            _stop: stop,
        }
    }

    pub fn provider(&self, id: &str) -> Provider {
        Provider {
            id: id.to_owned(),
            label: "Company".to_owned(),
            keys: Ok(Keys::OpenId {
                issuer: self.issuer.clone(),
                client: Client {
                    id: "guidepost".to_owned(),
                    secret: ClientSecret::new(SECRET.to_owned()),
                },
            }),
        }
    }

    pub fn does(&self, quirk: Quirk) {
        *self.state.quirk.lock().unwrap() = quirk;
    }

    pub fn knows(&self, who: &str) {
        *self.state.who.lock().unwrap() = who.to_owned();
    }

    pub fn changes_its_key(&self) {
        self.state.key.lock().unwrap().seed += 1;
    }
}

impl State {
    fn quirk(&self) -> Quirk {
        *self.quirk.lock().unwrap()
    }
}

async fn discovery(state: Data<State>) -> HttpResponse {
    let at = |path: &str| format!("{}{path}", state.issuer);
    match state.quirk() {
        Quirk::Down => return HttpResponse::ServiceUnavailable().finish(),
        Quirk::Moved => {
            let there = ("location", at("/jwks"));
            return HttpResponse::Found().insert_header(there).finish();
        }
        Quirk::Endless => {
            return HttpResponse::Ok()
                .content_type("application/json")
                .body(" ".repeat(8 * 1024 * 1024));
        }
        _ => {}
    }
    HttpResponse::Ok().json(json!({
        "issuer": state.issuer,
        "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"),
        "jwks_uri": at("/jwks"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA"],
        "code_challenge_methods_supported": ["S256"],
    }))
}

async fn jwks(state: Data<State>) -> HttpResponse {
    let key = state.key.lock().unwrap().signing().as_verification_key();
    HttpResponse::Ok().json(JsonWebKeySet::new(vec![key]))
}

async fn authorize(state: Data<State>, query: web::Query<HashMap<String, String>>) -> HttpResponse {
    assert_eq!(query["response_type"], "code");
    assert_eq!(query["client_id"], "guidepost");
    assert_eq!(query["code_challenge_method"], "S256");
    assert!(query["scope"].split(' ').any(|it| it == "openid"));
    let mut back = url::Url::parse(&query["redirect_uri"]).unwrap();
    let mut pairs = back.query_pairs_mut();
    pairs.append_pair("state", &query["state"]);
    if state.quirk() == Quirk::Denied {
        pairs.append_pair("error", "access_denied");
    } else {
        let mut codes = state.codes.lock().unwrap();
        let code = format!("code-{}", codes.len());
        codes.insert(code.clone(), query.into_inner());
        pairs.append_pair("code", &code);
        if state.quirk() == Quirk::OtherIssuerInReturn {
            pairs.append_pair("iss", "https://evil.example");
        }
    }
    drop(pairs);
    let there = ("location", back.to_string());
    HttpResponse::SeeOther().insert_header(there).finish()
}

async fn token(
    state: Data<State>,
    form: web::Form<HashMap<String, String>>,
    req: HttpRequest,
) -> HttpResponse {
    let refuse = |error: &str| HttpResponse::BadRequest().json(json!({ "error": error }));
    let basic = BASE64_STANDARD.encode(format!("guidepost:{SECRET}"));
    let sent = req.headers().get("authorization").unwrap();
    if sent != &format!("Basic {basic}") || state.quirk() == Quirk::UnknownClient {
        return refuse("invalid_client");
    }
    let asked = state.codes.lock().unwrap().remove(&form["code"]);
    let Some(asked) = asked.filter(|_| state.quirk() != Quirk::ExpiredCode) else {
        return refuse("invalid_grant");
    };
    let digest = Sha256::digest(form["code_verifier"].as_bytes());
    let is_same = BASE64_URL_SAFE_NO_PAD.encode(digest) == asked["code_challenge"]
        && form["redirect_uri"] == asked["redirect_uri"];
    if !is_same {
        return refuse("invalid_grant");
    }
    HttpResponse::Ok().json(json!({
        "access_token": "opaque",
        "token_type": "Bearer",
        "id_token": signed(&state, &claims(&state, &asked["nonce"])),
    }))
}

fn claims(state: &State, nonce: &str) -> Value {
    let quirk = state.quirk();
    let who = state.who.lock().unwrap().clone();
    let now = time::OffsetDateTime::now_utc().unix_timestamp();
    let or = |it, wrong, right: &str| if quirk == it { wrong } else { right.to_owned() };
    json!({
        "iss": or(Quirk::WrongIssuer, "https://evil.example".to_owned(), &state.issuer),
        "aud": [or(Quirk::WrongAudience, "somebody-else".to_owned(), "guidepost")],
        "sub": format!("sub-{who}"),
        "nonce": or(Quirk::WrongNonce, "another".to_owned(), nonce),
        "iat": now - 60,
        "exp": if quirk == Quirk::Expired { now - 30 } else { now + 600 },
        "preferred_username": who,
        "name": format!("{who} of the Company"),
        "email": format!("{who}@example.org"),
        "email_verified": quirk != Quirk::UnverifiedEmail,
    })
}

fn signed(state: &State, claims: &Value) -> String {
    let quirk = state.quirk();
    let mut key = state.key.lock().unwrap().clone();
    let kid = format!("key-{}", key.seed);
    if quirk == Quirk::ForeignKey {
        key.seed = 99;
    }
    let header = match quirk {
        Quirk::Unsigned => json!({ "alg": "none" }),
        _ => json!({ "alg": "EdDSA", "kid": kid }),
    };
    let part = |it: &Value| BASE64_URL_SAFE_NO_PAD.encode(it.to_string());
    let message = format!("{}.{}", part(&header), part(claims));
    if quirk == Quirk::Unsigned {
        return format!("{message}.");
    }
    let signature = key
        .signing()
        .sign(&CoreJwsSigningAlgorithm::EdDsa, message.as_bytes());
    format!(
        "{message}.{}",
        BASE64_URL_SAFE_NO_PAD.encode(signature.unwrap())
    )
}
