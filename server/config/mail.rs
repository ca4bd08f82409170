//! How mail is sent: read from `GUIDEPOST_SMTP_URL` and `GUIDEPOST_MAIL_FROM`, which hold a password and so never stand on a command line.

use std::fmt;
use std::net::IpAddr;

use lettre::message::Mailbox;
use lettre::{AsyncSmtpTransport, Tokio1Executor};
use url::{Host, Url};

const URL: &str = "GUIDEPOST_SMTP_URL";
const FROM: &str = "GUIDEPOST_MAIL_FROM";

/// A mail server, and whom our mails come from.
#[derive(Clone)]
pub struct Smtp {
    /// With the password, if there is one.
    url: String,
    /// The name of the server, for reading.
    pub host: String,
    pub from: Mailbox,
}

/// `None` where nothing is set; a mistake is told, and stops nothing else.
pub fn read() -> Option<Result<Smtp, String>> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one room that reads the environment"
    )]
    let read = |name| std::env::var_os(name).map(|it| it.to_string_lossy().into_owned());
    from(read(URL).as_deref(), read(FROM).as_deref())
}

/// An empty variable is none.
pub fn from(url: Option<&str>, from: Option<&str>) -> Option<Result<Smtp, String>> {
    let given = |it: Option<&str>| Some(it?.trim().to_owned()).filter(|it| !it.is_empty());
    match (given(url), given(from)) {
        (None, None) => None,
        (Some(_), None) => Some(Err(format!("{FROM} is missing"))),
        (None, Some(_)) => Some(Err(format!("{URL} is missing"))),
        (Some(url), Some(from)) => Some(Smtp::new(url, &from)),
    }
}

impl Smtp {
    fn new(url: String, from: &str) -> Result<Self, String> {
        let no_address = || format!("{URL} is no address such as smtps://user:password@host");
        let parsed: Url = url.parse().ok().ok_or_else(no_address)?;
        let no_sender = || format!("{FROM} is no address such as Guidepost <mail@example.org>");
        let from: Mailbox = from.parse().ok().ok_or_else(no_sender)?;
        let host = parsed
            .host()
            .ok_or_else(|| format!("{URL} names no host"))?;
        if parsed.username().is_empty() != parsed.password().is_none() {
            return Err(format!(
                "{URL} needs both a user and a password, or neither"
            ));
        }
        let tls = parsed.query_pairs().find(|it| it.0 == "tls");
        let tls = tls.map(|it| it.1.into_owned());
        let is_encrypted = parsed.scheme() == "smtps" || tls.as_deref() == Some("required");
        if parsed.password().is_some() && !is_encrypted && !is_near(&host) {
            return Err(format!(
                "{URL} would send its password unencrypted: use smtps:// or add ?tls=required"
            ));
        }
        let smtp = Self {
            host: host.to_string(),
            url,
            from,
        };
        // What is wrong with it beside is not told in its own words: they could hold the password.
        match smtp.transport() {
            Ok(_) => Ok(smtp),
            Err(_) => Err(format!(
                "{URL} must begin with smtps:// or smtp://, where ?tls=required asks for STARTTLS"
            )),
        }
    }

    /// Connects with nobody before something is sent.
    pub fn transport(
        &self,
    ) -> Result<AsyncSmtpTransport<Tokio1Executor>, lettre::transport::smtp::Error> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(&self.url)?;
        Ok(builder.build())
    }
}

/// Without the password.
impl fmt::Debug for Smtp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut told = f.debug_struct("Smtp");
        told.field("host", &self.host).field("from", &self.from);
        told.finish_non_exhaustive()
    }
}

/// Whether it is this machine, to which a password may go unencrypted.
fn is_near(host: &Host<&str>) -> bool {
    match host {
        // Of a scheme that it does not know, `url` keeps numbers as names.
        Host::Domain(name) => {
            *name == "localhost" || name.parse().is_ok_and(|it: IpAddr| it.is_loopback())
        }
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENDER: Option<&str> = Some("道しるべ <guidepost@example.org>");

    #[test]
    fn nothing_set_is_no_mail() {
        assert!(from(None, None).is_none());
        assert!(from(Some(" "), Some("")).is_none());
    }

    #[test]
    fn a_server_is_known_by_its_address_and_hides_its_password() {
        for url in [
            "smtps://user:hidden@mail.example",
            "smtps://user:hidden@mail.example:465",
            "smtp://user:hidden@mail.example:587?tls=required",
            "smtp://mail.example",
            "smtp://mail.example:1025?tls=opportunistic",
        ] {
            let smtp = from(Some(url), SENDER).unwrap().unwrap();
            assert_eq!(smtp.host, "mail.example", "{url}");
            assert_eq!(smtp.from.name.as_deref(), Some("道しるべ"));
            let told = format!("{smtp:?} {:?}", smtp.transport().unwrap());
            assert!(!told.contains("hidden"), "{told}");
        }
        for near in ["localhost", "127.0.0.1", "[::1]"] {
            let url = format!("smtp://user:hidden@{near}:1025");
            assert!(from(Some(&url), SENDER).unwrap().is_ok(), "{url}");
        }
    }

    #[test]
    fn a_mistake_is_told_by_the_name_of_its_variable_and_without_the_password() {
        let good = Some("smtps://user:hidden@mail.example");
        for (url, sender, told) in [
            (good, None, "GUIDEPOST_MAIL_FROM is missing"),
            (None, SENDER, "GUIDEPOST_SMTP_URL is missing"),
            (good, Some("guidepost"), "GUIDEPOST_MAIL_FROM is no address"),
            (
                good,
                Some("a@b.example\r\nBcc: c@d.example"),
                "is no address",
            ),
            (Some("mail.example"), SENDER, "GUIDEPOST_SMTP_URL is no"),
            (Some("smtps:///hidden"), SENDER, "names no host"),
            (Some("https://user:hidden@a.example"), SENDER, "would send"),
            (
                Some("https://a.example"),
                SENDER,
                "must begin with smtps://",
            ),
            (Some("smtp://a.example?tls=hidden"), SENDER, "must begin"),
            (Some("smtps://user@a.example"), SENDER, "both a user and"),
            (Some("smtp://user:hidden@a.example"), SENDER, "unencrypted"),
            (
                Some("smtp://user:hidden@a.example?tls=opportunistic"),
                SENDER,
                "unencrypted",
            ),
        ] {
            let fault = from(url, sender).unwrap().unwrap_err();
            assert!(fault.contains(told), "{url:?}: {fault}");
            assert!(!fault.contains("hidden"), "{fault}");
        }
    }
}
