//! Who may join: everyone, who is invited, or who is approved.

use diesel_async::SimpleAsyncConnection;
use guidepost::access::invitation::invite;
use guidepost::access::{LocalSignIn, Scope, Ways};
use guidepost::config::Registration::{self, Approval, Invite, Open};
use guidepost::people::Handle;
use guidepost::people::approve::approve;
use serde_json::json;
use time::{Duration, OffsetDateTime};

use super::{holds, instance, sql};
use crate::support::browser::location;
use crate::support::openid::OpenId;
use crate::support::{TestApp, options};

async fn invitation(app: &TestApp) -> String {
    let until = OffsetDateTime::now_utc() + Duration::days(1);
    let secret = invite(&mut app.conn().await, until).await.unwrap();
    secret.reveal().to_owned()
}

async fn with(registration: Registration) -> (OpenId, TestApp) {
    let peer = OpenId::start();
    let app = instance(vec![peer.provider("company")], registration).await;
    (peer, app)
}

#[test]
fn one_s_own_machine_is_open_and_others_ask_for_an_invitation() {
    let options = options();
    let own = Ways::locally(LocalSignIn::of(None, &options), &options);
    assert_eq!(own.registration, Open);
    let other = Ways::of(Some("postgres://elsewhere"), &options, Vec::new());
    assert_eq!(other.registration, Invite);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_form_comes_back_with_what_was_typed() {
    let (_peer, app) = with(Open).await;
    let mut ada = app.browser();
    ada.sign_in("/sign-in/company").await;
    let fields = [
        ("handle", "Admin"),
        ("display_name", "a\u{202e}b"),
        ("language", "en"),
    ];
    let answer = ada.form("/join?lang=en", &fields).await;
    assert_eq!(answer.status(), 422);
    let page = answer.text().await.unwrap();
    assert!(
        page.contains("value=\"Admin\"") && page.contains("id=\"handle-error\""),
        "{page}"
    );
    assert!(page.contains("id=\"display_name-error\"") && page.contains("U+202E"));
    let answer = ada.form("/join", &[("handle", "ada")]).await;
    assert_eq!(location(&answer), "/");
    assert!(ada.is("ada").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_want_one_handle_one_gets_it_and_the_other_asks_again() {
    let (peer, app) = with(Open).await;
    let (mut ada, mut bob) = (app.browser(), app.browser());
    ada.sign_in("/sign-in/company").await;
    peer.knows("bob");
    bob.sign_in("/sign-in/company").await;
    let fields = [("handle", "wanted"), ("display_name", "B")];
    let (a, b) = tokio::join!(ada.form("/join", &fields), bob.form("/join", &fields));
    let mut statuses = [a.status().as_u16(), b.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 422]);
    let mut late = if a.status() == 422 { ada } else { bob };
    assert_eq!(
        late.form("/join", &[("handle", "other-one")])
            .await
            .status(),
        303
    );
    assert!(late.is("other-one").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_newcomer_in_two_windows_gets_one_account() {
    let (_peer, app) = with(Open).await;
    let mut ada = app.browser();
    ada.sign_in("/sign-in/company").await;
    let (mut one, mut other) = (ada.clone(), ada.clone());
    let (first, second) = ([("handle", "first")], [("handle", "second")]);
    let (a, b) = tokio::join!(one.form("/join", &first), other.form("/join", &second));
    let mut statuses = [a.status().as_u16(), b.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 400]);
    assert!(
        holds(
            &app,
            "(select count(*) from people) = 1 and (select count(*) from handles) = 1"
        )
        .await
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn without_an_invitation_nobody_new_joins() {
    let (_peer, app) = with(Invite).await;
    let mut ada = app.browser();
    ada.get("/roles?lang=en").await;
    let answer = ada.sign_in("/sign-in/company").await;
    assert_eq!(answer.status(), 403);
    assert!(
        answer
            .text()
            .await
            .unwrap()
            .contains("You need an invitation")
    );
    assert!(!ada.jar.contains_key("newcomer"));
    assert!(
        ada.page("/sign-in")
            .await
            .contains("you need an invitation link")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_lets_one_person_join_once() {
    let (peer, app) = with(Invite).await;
    let secret = invitation(&app).await;
    let hidden = format!("exists (select from invitations where hash = sha256('{secret}'))");
    assert!(holds(&app, &hidden).await);
    let link = format!("/join?invite={secret}");
    let start = format!("/sign-in/company?invite={secret}");
    let mut ada = app.browser();
    let page = ada.page(&link).await;
    assert!(page.contains(&format!("href=\"{start}\"")), "{page}");
    // Two come with it, as long as it is good.
    let mut bob = app.browser();
    ada.sign_in(&start).await;
    peer.knows("bob");
    bob.sign_in(&start).await;
    let (first, second) = ([("handle", "ada")], [("handle", "bob")]);
    let (a, b) = tokio::join!(ada.form("/join", &first), bob.form("/join", &second));
    let mut statuses = [a.status().as_u16(), b.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 404]);
    assert!(
        holds(
            &app,
            "(select count(*) from people) = 1 and (select used_by is not null from invitations)"
        )
        .await
    );
    for path in [&link, &start] {
        assert_eq!(app.browser().get(path).await.status(), 404, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_runs_out() {
    let (_peer, app) = with(Invite).await;
    let secret = invitation(&app).await;
    let mut ada = app.browser();
    ada.sign_in(&format!("/sign-in/company?invite={secret}"))
        .await;
    sql(
        &app,
        "update invitations set created_at = now() - interval '2 days', expires_at = now()",
    )
    .await;
    assert_eq!(ada.form("/join", &[("handle", "ada")]).await.status(), 404);
    for link in [
        format!("/join?invite={secret}"),
        "/join?invite=made-up".to_owned(),
    ] {
        assert_eq!(app.browser().get(&link).await.status(), 404);
    }
    assert!(holds(&app, "not exists (select from people)").await);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_for_approval_is_seen_by_nobody_and_takes_no_part() {
    let (_peer, app) = with(Approval).await;
    let mut ada = app.browser();
    let answer = ada.join("/sign-in/company?lang=en", "ada").await;
    assert_eq!(location(&answer), "/join");
    assert!(
        ada.page("/join")
            .await
            .contains("Your account is waiting for approval")
    );
    ada.page("/people/ada").await;
    ada.page("/report?person=ada").await;
    for path in [
        "/people/ada",
        "/api/v1/people/ada",
        "/people/ada/card.png",
        "/report?person=ada",
    ] {
        assert_eq!(app.browser().get(path).await.status(), 404, "{path}");
    }
    assert_eq!(location(&ada.get("/write").await), "/join");
    assert_eq!(ada.form("/write", &[("title", "a")]).await.status(), 403);
    ada.page("/settings/sign-in").await;
    let token = token_of(&app, "ada").await;
    let author = app.stranger().with_token(&token);
    assert_eq!(
        author.post("/api/v1/stories", &json!({})).await.status(),
        403
    );
    let again = app.browser().sign_in("/sign-in/company?next=/roles").await;
    assert_eq!(location(&again), "/join");

    let handle = Handle::parse("ada").unwrap();
    assert!(approve(&mut app.conn().await, &handle).await.unwrap());
    assert!(!approve(&mut app.conn().await, &handle).await.unwrap());
    ada.page("/write").await;
    app.browser().page("/people/ada").await;
    assert_ne!(
        author.post("/api/v1/stories", &json!({})).await.status(),
        403
    );
}

async fn token_of(app: &TestApp, handle: &str) -> String {
    use guidepost::access::create_token::create_token;
    use guidepost::people::Person;
    let mut conn = app.conn().await;
    let handle = Handle::parse(handle).unwrap();
    let person = Person::by_handle(&mut conn, &handle).await.unwrap();
    let scopes = [Scope::StoriesWrite];
    let secret = create_token(&mut conn, person.id, "test", &scopes, None).await;
    secret.unwrap().reveal().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_invited_does_not_wait() {
    let (_peer, app) = with(Approval).await;
    let secret = invitation(&app).await;
    let mut ada = app.browser();
    ada.join(&format!("/sign-in/company?invite={secret}"), "ada")
        .await;
    ada.page("/write").await;
    let sql = "update people set waiting_since = now()";
    app.conn().await.batch_execute(sql).await.unwrap();
    assert_eq!(location(&ada.get("/write").await), "/join");
}
