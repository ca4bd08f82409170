//! Notices of changed ways in.

use std::collections::BTreeSet;
use std::process::Command;

use guidepost::access::notice::{What, account, ways_changed};
use guidepost::config::Registration::{Invite, Open};
use guidepost::i18n::Language;

use super::Office;
use crate::support::browser::{Browser, location};
use crate::support::openid::OpenId;

/// Adds the account that is signed in at the provider.
async fn add(browser: &mut Browser, peer: &OpenId) {
    let fields = [("provider", "company")];
    let answer = browser.form("/settings/sign-in/add", &fields).await;
    let page = answer.text().await.unwrap();
    let mut links = page.split("href=\"");
    let away = links.find(|it| it.starts_with(&peer.issuer)).unwrap();
    let away = away.split('"').next().unwrap().replace("&#38;", "&");
    let back = browser.through(&away).await;
    let answer = browser.get(&back).await;
    assert_eq!(location(&answer), "/settings/sign-in?done=added");
}

#[tokio::test(flavor = "multi_thread")]
async fn identities_that_come_and_go_are_told_of() {
    let peer = OpenId::start();
    let office = Office::with(Open, vec![peer.provider("company")]).await;
    let ada = office.reader_of("ada", "ada@example.org").await;
    let mut browser = office.app.browser();
    office.enter(&mut browser, ada).await;
    add(&mut browser, &peer).await;
    let mails = office.sent(2).await;
    let added = mails[1].body();
    assert_eq!(mails[1].subject(), "Your ways to sign in have changed");
    let who = peer.issuer.replace("http://", "");
    assert!(
        added.contains("an account on another service was added") && added.contains(&who),
        "{added}"
    );
    for link in ["/settings/sign-in", "/settings/sessions"] {
        assert!(
            added.contains(&format!("http://localhost:8080{link}")),
            "{added}"
        );
    }

    // Added again, nothing changes.
    add(&mut browser, &peer).await;
    office.sent(2).await;
    let page = browser.page("/settings/sign-in").await;
    let id = page.split("name=\"identity\" value=\"").nth(1).unwrap();
    let id = id.split('"').next().unwrap().to_owned();
    let answer = browser
        .form("/settings/sign-in/remove", &[("identity", &id)])
        .await;
    assert_eq!(location(&answer), "/settings/sign-in?done=removed");
    let mails = office.sent(3).await;
    assert!(
        mails[2]
            .body()
            .contains("an account on another service was removed")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_removed_hears_of_it_and_the_others_do() {
    let office = Office::start(Invite).await;
    let ada = office.reader_of("ada", "old@example.org").await;
    let mut browser = office.app.browser();
    office.enter(&mut browser, ada).await;
    let fields = [("do", "add"), ("address", "new@example.org")];
    browser.form("/settings/mail", &fields).await;
    let key = office.peer.nth(2).await.key();
    let answer = browser
        .form("/settings/mail/verify", &[("key", &key)])
        .await;
    assert_eq!(answer.status(), 303);
    let mails = office.sent(3).await;
    assert_eq!(mails[2].to, ["old@example.org"]);
    assert!(
        mails[2]
            .body()
            .contains("http://localhost:8080/settings/mail\n")
    );
    assert!(
        mails[2]
            .body()
            .contains("an e-mail address was added (new@example.org)")
    );

    let page = browser.page("/settings/mail").await;
    let id = page.split("name=\"id\" value=\"").nth(1).unwrap();
    let id = id.split('"').next().unwrap().to_owned();
    browser
        .form("/settings/mail", &[("do", "remove"), ("id", &id)])
        .await;
    let mails = office.sent(5).await;
    let to: BTreeSet<_> = mails[3..].iter().flat_map(|it| it.to.clone()).collect();
    assert_eq!(
        to,
        ["new@example.org", "old@example.org"]
            .map(str::to_owned)
            .into()
    );
    assert!(
        mails[4]
            .body()
            .contains("an e-mail address was removed (old@example.org)")
    );
    // What did not happen is not told: the last one stays.
    let page = browser.page("/settings/mail").await;
    let id = page.split("name=\"id\" value=\"").nth(1).unwrap();
    let id = id.split('"').next().unwrap().to_owned();
    let answer = browser
        .form("/settings/mail", &[("do", "remove"), ("id", &id)])
        .await;
    assert_eq!(answer.status(), 409);
    office.sent(5).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_an_operator_makes_is_told_of() {
    let office = Office::start(Invite).await;
    office.reader_of("ada", "ada@example.org").await;
    let mut command = Command::new(env!("CARGO_BIN_EXE_guidepost"));
    command
        .args(["people", "sign-in-link", "ada"])
        .env("DATABASE_URL", &office.app.database);
    let said = command.output().unwrap();
    let said = String::from_utf8(said.stdout).unwrap();
    let key = said.trim().split("key=").nth(1).unwrap();
    let mail = office.peer.nth(1).await;
    assert!(mail.body().contains("whoever runs the site made a link"));
    assert!(!mail.body().contains(key));
}

/// Also those that other rooms bring.
fn all() -> [(What, String); 9] {
    let hostile = account("https://github.com", "a\r\nBcc: eve@example.org");
    let nothing = String::new;
    [
        (What::IdentityAdded, account("https://id.example/a", "12")),
        (What::IdentityRemoved, hostile),
        (What::AddressAdded, "new@example.org".to_owned()),
        (What::AddressRemoved, "old@example.org".to_owned()),
        (What::SignInLinkMade, nothing()),
        (What::PasskeyAdded, nothing()),
        (What::PasskeyRemoved, nothing()),
        (What::RecoveryCodesMade, nothing()),
        (What::RecoveryCodeUsed, nothing()),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn every_change_has_its_words_in_both_languages() {
    let office = Office::start(Invite).await;
    let mut n = 0;
    for (language, what) in [
        (Language::Japanese, "変更："),
        (Language::English, "Change: "),
    ] {
        let handle = format!("speaks-{language}");
        let person = office.person(&handle, language).await;
        let mut conn = office.app.conn().await;
        let address = format!("{language}@example.org");
        guidepost::access::addresses::own::claim(&mut conn, person, &address)
            .await
            .unwrap();
        let mut told = BTreeSet::new();
        for (change, which) in all() {
            ways_changed(&mut conn, person, change, &which)
                .await
                .unwrap();
            n += 1;
            let mail = office.peer.nth(n).await;
            assert_eq!(mail.to, [address.as_str()]);
            let body = mail.body();
            let line = body.lines().find(|it| it.starts_with(what));
            told.insert(
                line.unwrap_or_else(|| panic!("{change:?}: {body}"))
                    .to_owned(),
            );
            // However an account is called elsewhere, its name makes no header and no line.
            assert!(!mail.names().contains(&"Bcc".to_owned()));
            assert!(!body.lines().any(|it| it.starts_with("Bcc")), "{body}");
        }
        assert_eq!(told.len(), all().len(), "{told:?}");
        assert!(
            told.iter().any(|it| it.contains("id.example/a, 12")),
            "{told:?}"
        );
    }
}
