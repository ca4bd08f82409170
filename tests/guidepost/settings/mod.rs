//! The settings of whoever is signed in: what they show of themselves, where they are signed in, what they gave away.

mod forgery;
mod fresh;
mod links;
mod log;
mod profile;
mod sessions;
mod tokens;

use reqwest::Response;

use crate::support::filled::Filled;
use crate::support::{Client, TestApp};

async fn is_signed_in(reader: &Client) -> bool {
    reader.page("/roles").await.contains("action=\"/sign-out\"")
}

/// The form on the page of tokens that makes one.
async fn new_token(member: &Client) -> Filled {
    let page = member.page("/settings/tokens").await;
    let mut forms = forms(&page, "/settings/tokens").into_iter();
    forms.find(|it| it.get("name").is_some()).unwrap()
}

/// Makes a token on the page of tokens. Returns the secret that it shows.
async fn make_token(member: &Client, name: &str, scopes: &[&str]) -> String {
    let mut form = new_token(member).await.typed("name", name);
    let scopes = scopes.iter();
    form.fields
        .extend(scopes.map(|it| ("scope".to_owned(), (*it).to_owned())));
    let answer = member.press(&form, "make").await;
    assert_eq!(answer.status(), 200);
    assert_eq!(cache(&answer), "private, no-store");
    secret_on(&answer.text().await.unwrap()).unwrap()
}

fn secret_on(page: &str) -> Option<String> {
    let secret = page.split("<textarea class=\"input code secret\" id=\"secret\"");
    let secret = secret.collect::<Vec<_>>().get(1)?.split('>').nth(1)?;
    Some(secret.split('<').next()?.to_owned())
}

/// The forms of a page that are sent to an address, with what is in them.
fn forms(page: &str, action: &str) -> Vec<Filled> {
    let parts = page.split("<form ").skip(1);
    let parts = parts.map(|it| format!("<form {}", it.split("</form>").next().unwrap()));
    parts
        .filter(|it| it.contains(&format!("action=\"{action}\"")))
        .map(|it| Filled::of(&it, action))
        .collect()
}

fn cache(answer: &Response) -> &str {
    answer.headers()["cache-control"].to_str().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_members_have_settings_and_nobody_keeps_a_copy() {
    let app = TestApp::start().await;
    let aoi = app.member("aoi").await;
    let answer = aoi.get("/settings").await;
    assert_eq!(answer.status(), 303);
    assert_eq!(answer.headers()["location"], "/settings/profile");
    let page = aoi.page("/settings/profile").await;
    let sections: Vec<&str> = page
        .split("<li><a href=\"/settings/")
        .skip(1)
        .map(|it| it.split('"').next().unwrap())
        // The same page in another language.
        .filter(|it| !it.contains('?'))
        .collect();
    assert!(sections.contains(&"profile"), "{sections:?}");
    for section in sections {
        let path = format!("/settings/{section}");
        let answer = aoi.get(&path).await;
        assert_eq!(answer.status(), 200, "{path}");
        assert_eq!(cache(&answer), "private, no-store", "{path}");
        let text = answer.text().await.unwrap();
        assert!(text.contains("aria-current=\"page\""), "{path}");
        assert!(text.contains("content=\"noindex\""), "{path}");

        let answer = app.stranger().get(&path).await;
        assert_eq!(answer.status(), 303, "{path}");
        let way = format!("/sign-in?next=%2Fsettings%2F{section}");
        assert_eq!(answer.headers()["location"], way.as_str());
        // A token is no session.
        let program = app.stranger().with_token("gp_nobody");
        assert_eq!(program.get(&path).await.status(), 303, "{path}");
    }
}
