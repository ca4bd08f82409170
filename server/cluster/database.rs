//! The database inside the cluster, and its address.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use tokio::time::timeout;
use tokio_postgres::Client;
use tokio_postgres::NoTls;

pub(super) const NAME: &str = "guidepost";

/// A URL that tokio-postgres, Diesel and `psql` all understand.
pub(super) fn url(socket: &Path, database: &str) -> String {
    let host = escape(&socket.to_string_lossy());
    format!("postgres://guidepost@{host}/{}", escape(database))
}

pub(super) async fn answers(url: &str) -> bool {
    timeout(Duration::from_secs(5), connect(url))
        .await
        .is_ok_and(|answer| answer.is_ok())
}

/// Makes the database if it is missing; `admin` is the URL of another one.
pub(super) async fn ensure(admin: &str) -> Result<(), tokio_postgres::Error> {
    let client = connect(admin).await?;
    let found = client
        .query_opt("select from pg_database where datname = $1", &[&NAME])
        .await?;
    if found.is_none() {
        client
            .batch_execute(&format!("create database {NAME}"))
            .await?;
    }
    Ok(())
}

async fn connect(url: &str) -> Result<Client, tokio_postgres::Error> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    // Ends with the client, and what goes wrong in it the client hears.
    tokio::spawn(connection);
    Ok(client)
}

fn escape(text: &str) -> String {
    text.bytes().fold(String::new(), |mut escaped, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                escaped.push(char::from(byte));
            }
            _ => {
                // Writing to a String cannot fail.
                write!(escaped, "%{byte:02X}").ok();
            }
        }
        escaped
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_folders_and_names_survive_the_url() {
        let folder = "/srv/it's, \"a\" b%20/ü";
        let config: tokio_postgres::Config = url(Path::new(folder), "a b/c?d").parse().unwrap();
        let hosts = config.get_hosts();
        assert_eq!(hosts, [tokio_postgres::config::Host::Unix(folder.into())]);
        assert_eq!(config.get_dbname(), Some("a b/c?d"));
        assert_eq!(config.get_user(), Some("guidepost"));
    }
}
