//! Pages that need somebody who is signed in: they are come back to, and a form loses nothing.

use actix_web::middleware::from_fn;
use actix_web::web::{self, Data};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use guidepost::access::pages::{again, carry};
use guidepost::access::{LocalSignIn, Visit, Ways};
use guidepost::db::{self, Limits};
use guidepost::error::{Error, Result};
use guidepost::web::Form;
use guidepost::web::site::BaseUrl;
use regex::Regex;
use std::time::Duration;

use crate::support::{Client, TestApp, options};

/// A page that only members see, and a form on it, beside the app and over its database.
fn desk(app: &TestApp, local: Option<LocalSignIn>) -> Client {
    desk_with(app, Ways::locally(local, &options()))
}

fn desk_with(app: &TestApp, ways: Ways) -> Client {
    let limits = Limits {
        connections: 2,
        statement: Duration::from_secs(10),
        wait: Duration::from_secs(10),
    };
    let pool = Data::new(db::pool(&app.database, limits).unwrap());
    let base_url = Data::new(BaseUrl(options().base_url()));
    let ways = Data::new(ways);
    let server = HttpServer::new(move || {
        App::new()
            .app_data(pool.clone())
            .app_data(base_url.clone())
            .app_data(ways.clone())
            .wrap(from_fn(carry))
            .service(
                web::resource("/desk")
                    .route(web::get().to(show))
                    .route(web::post().to(save)),
            )
            .route("/careless", web::post().to(show))
    });
    let server = server.workers(1).disable_signals();
    let server = server.bind(("127.0.0.1", 0)).unwrap();
    let base = format!("http://{}", server.addrs()[0]);
    tokio::spawn(server.run());
    app.stranger().at(&base)
}

async fn show(visit: Visit) -> Result<HttpResponse> {
    let (_, member) = visit.member().await?;
    Ok(HttpResponse::Ok().body(format!("the desk of {}", member.handle)))
}

async fn save(req: HttpRequest, form: Form, visit: Visit) -> Result<HttpResponse> {
    match visit.member().await {
        Ok(_) => {
            let pairs: Vec<_> = form
                .pairs()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            Ok(HttpResponse::Ok().body(pairs.join("|")))
        }
        Err(Error::SignInRequired) => again(&req, &form),
        Err(err) => Err(err),
    }
}

/// The fields that a page would send again, as a browser reads them.
fn hidden(page: &str) -> Vec<(String, String)> {
    let field = Regex::new(r#"(?s)<input type="hidden" name="([^"]*)" value="([^"]*)">"#).unwrap();
    let read = |text: &str| {
        let pairs = [
            ("&#60;", "<"),
            ("&#62;", ">"),
            ("&#34;", "\""),
            ("&#39;", "'"),
            ("&#38;", "&"),
        ];
        pairs
            .iter()
            .fold(text.to_owned(), |text, (escaped, plain)| {
                text.replace(escaped, plain)
            })
    };
    field
        .captures_iter(page)
        .map(|it| (read(&it[1]), read(&it[2])))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_for_members_is_come_back_to_after_signing_in() {
    let app = TestApp::start().await;
    let desk = desk(&app, LocalSignIn::of(None, &options()));
    let answer = desk.get("/desk?story=1&from=a%20b").await;
    assert_eq!(answer.status(), 303);
    let location = "/sign-in?next=%2Fdesk%3Fstory%3D1%26from%3Da%2520b";
    assert_eq!(answer.headers()["location"], location);
    assert_eq!(answer.headers()["cache-control"], "private, no-store");
    let page = app.stranger().page(location).await;
    assert!(
        page.contains("name=\"next\" value=\"/desk?story=1&#38;from=a%20b\""),
        "{page}"
    );

    let member = app.member("aoi").await;
    let answer = desk
        .with_cookie(member.cookie().unwrap())
        .get("/desk")
        .await;
    assert_eq!(answer.text().await.unwrap(), "the desk of aoi");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_nobody_signed_in_sent_keeps_all_that_was_typed() {
    let app = TestApp::start().await;
    let desk = desk(&app, LocalSignIn::of(None, &options()));
    let long = format!(
        "\nfirst line\n<b>\"second\"</b> & 'third' {}",
        "長い文".repeat(2_000)
    );
    let typed = [
        ("title", "A \"title\" <script>"),
        ("part", "one"),
        ("part", ""),
        ("story.0.text", long.as_str()),
        ("do", "save"),
    ];

    let answer = desk.form("/desk?lang=en&story=1", &typed).await;

    assert_eq!(answer.status(), 401);
    assert_eq!(answer.headers()["cache-control"], "private, no-store");
    let page = answer.text().await.unwrap();
    assert!(
        page.contains("<form method=\"post\" action=\"/desk?lang=en&#38;story=1\">"),
        "{page}"
    );
    assert!(page.contains("href=\"/sign-in\" target=\"_blank\" rel=\"noopener\""));
    assert!(page.contains("still on this page") && page.contains("Press “Send again”."));
    assert!(!page.contains("<script>") && !page.contains("<b>"));
    // A browser leaves out the first line break of a text field, so it is sent twice.
    assert!(page.contains("readonly>\n\nfirst line\n"), "{page}");
    assert_eq!(page.matches("<textarea").count(), 1);
    let kept = hidden(&page);
    let kept: Vec<(&str, &str)> = kept
        .iter()
        .map(|it| (it.0.as_str(), it.1.as_str()))
        .collect();
    assert_eq!(kept, typed);

    let member = app.member("aoi").await;
    let again = desk
        .with_cookie(member.cookie().unwrap())
        .form("/desk", &kept)
        .await;
    assert!(again.text().await.unwrap().contains(&long));
}

#[tokio::test(flavor = "multi_thread")]
async fn where_there_is_no_way_in_the_texts_can_be_copied() {
    let app = TestApp::start().await;
    // Not even passkeys: its address is a number.
    let mut options = options();
    options.base_url = "http://192.0.2.7".parse().ok();
    let desk = desk_with(&app, Ways::locally(None, &options));
    let text = "one\ntwo";
    let page = desk
        .form("/desk?lang=en", &[("text", text)])
        .await
        .text()
        .await
        .unwrap();
    assert!(
        page.contains("no way to sign in") && page.contains("<details open>"),
        "{page}"
    );
    assert!(page.contains("one\ntwo</textarea>") && !page.contains("target=\"_blank\""));
    assert_eq!(hidden(&page).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_its_page_did_not_keep_is_told_so() {
    let app = TestApp::start().await;
    let desk = desk(&app, LocalSignIn::of(None, &options()));
    let answer = desk.form("/careless?lang=en", &[("text", "typed")]).await;
    assert_eq!(answer.status(), 401);
    let page = answer.text().await.unwrap();
    assert!(page.contains("go back to the previous page"), "{page}");
}
