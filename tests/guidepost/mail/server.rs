//! A mail server that says nothing keeps no page and no worker for long.

use guidepost::config::Registration::Invite;

use super::Office;
use crate::support::smtp::Mood;

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_server_that_falls_silent_is_left() {
    let office = Office::start(Invite).await;
    office.reader_of("ada", "ada@example.org").await;
    office.peer.is(Mood::Silent);
    office
        .ask(&mut office.app.browser(), "ada@example.org")
        .await;
    office
        .until(
            "exists (select from jobs where last_error = 'the mail server took longer than 10 s')",
        )
        .await;
    assert_eq!(office.peer.calls(), 1);
    // The next ones do not wait for it as well.
    office
        .ask(&mut office.app.browser(), "Ada@example.org")
        .await;
    office
        .until("exists (select from jobs where last_error like 'the mail server was silent%')")
        .await;
    assert_eq!(office.peer.calls(), 1);
}
