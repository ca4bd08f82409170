//! A GitHub-shaped OAuth 2.0 server: its addresses, its JSON, and its errors that are answered with 200.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use guidepost::config::providers::{Client, Keys, Provider};
use oauth2::ClientSecret;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::peer::{Stop, serve};

const SECRET: &str = "github-peer-secret";

#[derive(Clone)]
pub struct GitHub {
    pub site: String,
    state: Data<State>,
    _stop: Arc<Stop>,
}

#[derive(Default)]
struct State {
    user: Mutex<Value>,
    emails: Mutex<Value>,
    is_down: Mutex<bool>,
    codes: Mutex<HashMap<String, HashMap<String, String>>>,
}

impl GitHub {
    pub fn start() -> Self {
        let state = Data::new(State::default());
        let shared = state.clone();
        let (site, stop) = serve(|_| {
            move |cfg: &mut ServiceConfig| {
                cfg.app_data(shared.clone())
                    .route("/login/oauth/authorize", web::get().to(authorize))
                    .route("/login/oauth/access_token", web::post().to(token))
                    .route("/api/v3", web::get().to(root))
                    .route("/api/v3/user", web::get().to(user))
                    .route("/api/v3/user/emails", web::get().to(emails));
            }
        });
        let peer = Self {
            site,
            state,
            _stop: stop,
        };
        peer.knows(1, "octo-cat", json!([]));
        peer
    }

    pub fn provider(&self) -> Provider {
        Provider {
            id: "github".to_owned(),
            label: "GitHub".to_owned(),
            keys: Ok(Keys::GitHub {
                site: self.site.clone(),
                client: Client {
                    id: "guidepost".to_owned(),
                    secret: ClientSecret::new(SECRET.to_owned()),
                },
            }),
        }
    }

    pub fn knows(&self, id: u64, login: &str, emails: Value) {
        let user = json!({ "id": id, "login": login, "name": null, "email": "public@example.org" });
        *self.state.user.lock().unwrap() = user;
        *self.state.emails.lock().unwrap() = emails;
    }

    pub fn is_down(&self, is_down: bool) {
        *self.state.is_down.lock().unwrap() = is_down;
    }
}

async fn authorize(state: Data<State>, query: web::Query<HashMap<String, String>>) -> HttpResponse {
    assert_eq!(query["client_id"], "guidepost");
    assert_eq!(query["scope"], "user:email");
    let mut codes = state.codes.lock().unwrap();
    let code = format!("code-{}", codes.len());
    let mut back = url::Url::parse(&query["redirect_uri"]).unwrap();
    back.query_pairs_mut()
        .append_pair("code", &code)
        .append_pair("state", &query["state"]);
    codes.insert(code, query.into_inner());
    let there = ("location", back.to_string());
    HttpResponse::SeeOther().insert_header(there).finish()
}

async fn token(state: Data<State>, form: web::Form<HashMap<String, String>>) -> HttpResponse {
    if *state.is_down.lock().unwrap() {
        return HttpResponse::BadGateway().body("<html>Unicorn!</html>");
    }
    let refuse = |error: &str| HttpResponse::Ok().json(json!({ "error": error }));
    if form["client_secret"] != SECRET {
        return refuse("incorrect_client_credentials");
    }
    let asked = state.codes.lock().unwrap().remove(&form["code"]);
    let digest = Sha256::digest(form["code_verifier"].as_bytes());
    let challenge = BASE64_URL_SAFE_NO_PAD.encode(digest);
    match asked {
        Some(asked) if asked["code_challenge"] == challenge => HttpResponse::Ok().json(json!({
            "access_token": "gho_opaque", "token_type": "bearer", "scope": "user:email",
        })),
        _ => refuse("bad_verification_code"),
    }
}

async fn root(state: Data<State>) -> HttpResponse {
    match *state.is_down.lock().unwrap() {
        true => HttpResponse::BadGateway().finish(),
        false => HttpResponse::Ok().json(json!({})),
    }
}

async fn user(state: Data<State>, req: HttpRequest) -> HttpResponse {
    assert_eq!(
        req.headers().get("authorization").unwrap(),
        "Bearer gho_opaque"
    );
    // It refuses programs that do not say who they are.
    assert!(req.headers().contains_key("user-agent"));
    HttpResponse::Ok().json(state.user.lock().unwrap().clone())
}

async fn emails(state: Data<State>, req: HttpRequest) -> HttpResponse {
    assert_eq!(
        req.headers().get("authorization").unwrap(),
        "Bearer gho_opaque"
    );
    HttpResponse::Ok().json(state.emails.lock().unwrap().clone())
}
