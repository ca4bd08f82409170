//! Mail: links that sign in and let join, addresses, notices, and what happens without a mail server.

mod absent;
mod addresses;
mod asking;
mod changes;
mod decisions;
mod joining;
mod limits;
mod log;
mod notices;
mod outbox;
mod server;
mod signing_in;

use std::time::{Duration, Instant};

use diesel_async::SimpleAsyncConnection;
use guidepost::access::Ways;
use guidepost::access::addresses::own::claim;
use guidepost::access::return_to::ReturnTo;
use guidepost::access::sign_in_link::make_link;
use guidepost::config::providers::Provider;
use guidepost::config::{Registration, Serve};
use guidepost::db::ids::PersonId;
use guidepost::db::{self, Pool};
use guidepost::i18n::Language;
use guidepost::mail::Post;
use guidepost::people::Handle;
use guidepost::people::add::{NewPerson, add};
use guidepost::worker::handlers;
use guidepost::worker::jobs::{Jobs, start};

use crate::support::browser::Browser;
use crate::support::postgres::new_database;
use crate::support::smtp::{Received, SmtpPeer};
use crate::support::{LIMITS, TestApp, options};

const PATIENCE: Duration = Duration::from_secs(90);

/// An instance on the net with a mail server, and the workers that speak with it.
struct Office {
    app: TestApp,
    peer: SmtpPeer,
    _jobs: Jobs,
}

fn pool(database: &str) -> Pool {
    db::pool(database, LIMITS).unwrap()
}

impl Office {
    async fn start(registration: Registration) -> Self {
        Self::with(registration, Vec::new()).await
    }

    async fn with(registration: Registration, providers: Vec<Provider>) -> Self {
        Self::on(options(), registration, providers).await
    }

    async fn on(mut options: Serve, registration: Registration, providers: Vec<Provider>) -> Self {
        let (database, peer) = (new_database().await, SmtpPeer::start().await);
        options.registration = Some(registration);
        let ways = Ways::of(Some("elsewhere"), &options, providers);
        let ways = ways.with_mail(Some(Ok(peer.smtp())));
        let post = Post::new(ways.mail.clone(), pool(&database), &options.base_url());
        Self {
            _jobs: start(&database, &handlers(post)),
            app: TestApp::with_ways(database, &options, ways),
            peer,
        }
    }

    async fn person(&self, handle: &str, language: Language) -> PersonId {
        let person = NewPerson {
            language,
            ..NewPerson::named(Handle::parse(handle).unwrap())
        };
        add(&mut self.app.conn().await, person).await.unwrap()
    }

    /// Somebody new with an address that is verified, speaking English.
    async fn reader_of(&self, handle: &str, address: &str) -> PersonId {
        let person = self.person(handle, Language::English).await;
        claim(&mut self.app.conn().await, person, address)
            .await
            .unwrap();
        person
    }

    /// Signs somebody in on a browser, as an operator lets them in.
    async fn enter(&self, browser: &mut Browser, person: PersonId) {
        let mut conn = self.app.conn().await;
        let next = ReturnTo::parse("/settings");
        let secret = make_link(&mut conn, person, &next).await.unwrap();
        let key = [("key", secret.reveal())];
        let answer = browser.form("/sign-in/link", &key).await;
        assert_eq!(answer.status(), 303);
    }

    /// A new member, signed in, who speaks English and has no address.
    async fn member(&self, handle: &str) -> (PersonId, Browser) {
        let person = self.person(handle, Language::English).await;
        let mut browser = self.app.browser();
        self.enter(&mut browser, person).await;
        (person, browser)
    }

    /// Asks for a link, as a browser does. Returns the page.
    async fn ask(&self, browser: &mut Browser, address: &str) -> String {
        let fields = [("address", address), ("next", "/roles?x=1")];
        let answer = browser.form("/sign-in/mail", &fields).await;
        assert_eq!(answer.status(), 200);
        answer.text().await.unwrap()
    }

    async fn sql(&self, sql: &str) {
        self.app.conn().await.batch_execute(sql).await.unwrap();
    }

    /// Whether this holds in the database.
    async fn holds(&self, condition: &str) -> bool {
        let sql = format!("do $$ begin if not ({condition}) then raise 'no'; end if; end $$");
        self.app.conn().await.batch_execute(&sql).await.is_ok()
    }

    async fn until(&self, condition: &str) {
        let begun = Instant::now();
        while !self.holds(condition).await {
            assert!(begun.elapsed() < PATIENCE, "never: {condition}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Waits until everything is sent, and has been so many mails in all. Returns them.
    async fn sent(&self, n: usize) -> Vec<Received> {
        self.until("not exists (select from jobs where died_at is null)")
            .await;
        let mails = self.peer.all();
        let told: Vec<_> = mails.iter().map(|it| (&it.to, it.subject())).collect();
        assert_eq!(mails.len(), n, "{told:?}");
        mails
    }
}
