//! Signing in with an account elsewhere: the protocols, who may join, and one's own identities.

mod command_line;
mod github;
mod identities;
mod openid;
mod registration;
mod way;

use diesel_async::SimpleAsyncConnection;
use guidepost::access::Ways;
use guidepost::config::Registration;
use guidepost::config::providers::Provider;

use crate::support::openid::OpenId;
use crate::support::postgres::new_database;
use crate::support::{TestApp, options};

/// An instance as it is on the net: without the local sign-in.
async fn instance(providers: Vec<Provider>, registration: Registration) -> TestApp {
    let mut options = options();
    options.registration = Some(registration);
    let database = new_database().await;
    let ways = Ways::of(Some("elsewhere"), &options, providers);
    assert!(ways.local.is_none());
    TestApp::with_ways(database, &options, ways)
}

/// An instance with one OpenID provider, on which everyone may join.
async fn open(peer: &OpenId) -> TestApp {
    instance(vec![peer.provider("company")], Registration::Open).await
}

async fn sql(app: &TestApp, sql: &str) {
    app.conn().await.batch_execute(sql).await.unwrap();
}

/// Whether this holds in the database.
async fn holds(app: &TestApp, condition: &str) -> bool {
    let sql = format!("do $$ begin if not ({condition}) then raise 'no'; end if; end $$");
    app.conn().await.batch_execute(&sql).await.is_ok()
}
