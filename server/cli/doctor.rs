//! `guidepost doctor`: what is configured, reachable and missing.

use anyhow::bail;
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_async::RunQueryDsl;
use time::Duration;

use crate::access::passkeys::Absence;
use crate::access::{Ways, identity};
use crate::cli;
use crate::cli::database::{Database, embedded};
use crate::cli::say::say;
use crate::config::{Config, Registration, Serve, mail, providers};
use crate::db::schema::{people, stories};
use crate::db::{self, Conn};
use crate::jobs::Figures;
use crate::mail::{Mail, post};
use crate::search::{self, Trouble};
use crate::web::assets;

/// Fails when something is missing without which the server can not serve.
pub async fn run(config: &Config, options: &Serve) -> anyhow::Result<()> {
    say(&format!("guidepost {}", env!("CARGO_PKG_VERSION")));
    match config.database_url() {
        Some(_) => say("database: DATABASE_URL"),
        None => say(&format!(
            "database: embedded, in {}",
            config.data_dir.join("postgres").display()
        )),
    }
    let front_end = if assets::stylesheet().is_empty() {
        "missing: run `npm run build` in frontend/"
    } else {
        "built"
    };
    say(&format!("front end: {front_end}"));
    let ways = Ways::of(config.database_url(), options, providers::read());
    let ways = ways.with_mail(mail::read());
    tell_ways(&ways, options).await;
    tell_mail(&ways.mail, options).await;
    if config.database_url().is_none() && !embedded(config).root.join("pg").exists() {
        bail!("there is no database yet: `guidepost serve` or `guidepost migrate` makes it");
    }
    let database = Database::open(config).await?;
    let mut examined = examine(&database.url, &ways).await;
    if examined.is_ok() {
        examined = tell_search(&database.url, config).await;
    }
    database.close().await?;
    examined
}

/// The ways in. None of them stops the server, so none fails the examination.
async fn tell_ways(ways: &Ways, options: &Serve) {
    let base = options.base_url();
    let base = base.as_str().trim_end_matches('/');
    if ways.local.is_some() {
        say("sign-in: local, for whoever sits at this machine");
    }
    for (provider, standing) in ways.providers.standings().await {
        let (id, label) = (&provider.id, &provider.label);
        match standing {
            Ok(()) => say(&format!(
                "sign-in: {label} answers; it must know {base}/sign-in/{id}/callback"
            )),
            Err(why) if provider.mistake().is_some() => {
                say(&format!("sign-in: {label} is misconfigured: {why}"));
            }
            Err(why) => say(&format!("sign-in: {label} does not answer: {why}")),
        }
    }
    match &ways.passkeys {
        Ok(party) => say(&format!("sign-in: passkeys, for {}", party.origin())),
        Err(Absence::Number) => say(
            "sign-in: no passkeys, because the host of GUIDEPOST_BASE_URL is a number; give it a name",
        ),
        Err(Absence::Plain) => {
            say("sign-in: no passkeys, because GUIDEPOST_BASE_URL is not https");
        }
    }
    if ways.local.is_none() && ways.providers.all().is_empty() && !ways.mail.is_sent() {
        say(
            "sign-in: nobody vouches for who is new; set the keys of a provider, such as \
             GUIDEPOST_GITHUB_CLIENT_ID, or GUIDEPOST_SMTP_URL, or let people in by `guidepost people sign-in-link`",
        );
    }
    let in_force = match ways.local.is_some() && ways.registration != Registration::Open {
        true => "; not in force for the sign-in on this machine, where anybody may start",
        false => "",
    };
    say(&format!("registration: {}{in_force}", ways.registration));
}

/// How mail is sent. That it is not stops nothing else.
async fn tell_mail(mail: &Mail, options: &Serve) {
    match mail {
        Mail::None => say("mail: none is sent; set GUIDEPOST_SMTP_URL and GUIDEPOST_MAIL_FROM"),
        Mail::Kept => {
            let base = options.base_url();
            let base = base.as_str().trim_end_matches('/');
            say(&format!(
                "mail: kept on this machine, to be read at {base}/outbox"
            ));
        }
        Mail::Mistaken(mistake) => say(&format!("mail: misconfigured: {mistake}")),
        Mail::Smtp(smtp) => match post::look(smtp).await {
            Ok(()) => say(&format!(
                "mail: {} answers; mails come from {}",
                smtp.host, smtp.from
            )),
            Err(why) => say(&format!("mail: {} does not answer: {why}", smtp.host)),
        },
    }
}

/// The search index. Without one search is plainer, and the server makes a new one: nothing fails.
async fn tell_search(url: &str, config: &Config) -> anyhow::Result<()> {
    let folder = config.search_dir();
    let place = folder.display().to_string();
    let mut conn = db::connect(url).await?;
    match search::examine(&mut conn, folder).await {
        Ok(it) => {
            let mib = it.bytes.div_ceil(1 << 20);
            let lag = it.lag.map_or(0, Duration::whole_seconds);
            say(&format!(
                "search: embedded, in {place}, {mib} MiB, {} events behind ({lag} s)",
                it.behind
            ));
        }
        Err(Trouble::Database(error)) => return Err(error.into()),
        Err(trouble) => say(&format!(
            "search: {trouble}; a running server does that by itself, `guidepost reindex` without one"
        )),
    }
    Ok(())
}

async fn examine(url: &str, ways: &Ways) -> anyhow::Result<()> {
    let mut conn = db::connect(url).await?;
    say(&format!("PostgreSQL: {}", version(&mut conn).await?));
    let pending = db::migrate::pending(url).await?;
    if !pending.is_empty() {
        say(&format!(
            "schema: {} migrations are not applied: {}",
            pending.len(),
            pending.join(", ")
        ));
        bail!("the schema is not up to date: run `guidepost migrate`");
    }
    say("schema: up to date");
    let n_people: i64 = people::table.count().get_result(&mut conn).await?;
    let n_stories: i64 = stories::table.count().get_result(&mut conn).await?;
    let figures = Figures::of(&mut conn).await?;
    say(&format!(
        "people: {n_people}, stories: {n_stories}, dead jobs: {}",
        figures.dead
    ));
    tell_orphans(&mut conn, ways).await?;
    if figures.dead > 0 {
        cli::jobs::tell_dead(&mut conn).await?;
        say("retry them with `guidepost jobs retry`");
    }
    Ok(())
}

/// Identities whose provider is not configured, or is by another address now: they sign nobody in.
async fn tell_orphans(conn: &mut Conn, ways: &Ways) -> QueryResult<()> {
    let vouchers = ways.providers.vouchers();
    let known = identity::by_provider(conn).await?.into_iter();
    for (provider, n) in known.filter(|it| !vouchers.contains(&it.0.as_str())) {
        say(&format!(
            "identities: {n} of {provider}, which is not configured: they sign nobody in"
        ));
    }
    Ok(())
}

async fn version(conn: &mut Conn) -> QueryResult<String> {
    #[derive(QueryableByName)]
    struct Version {
        #[diesel(sql_type = Text)]
        version: String,
    }
    let found: Version = diesel::sql_query("select current_setting('server_version') as version")
        .get_result(conn)
        .await?;
    Ok(found.version)
}
