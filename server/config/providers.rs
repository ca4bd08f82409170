//! Who signs people in: read from variables such as `GUIDEPOST_GITHUB_CLIENT_ID`, of which secrets never stand on a command line.

use std::collections::BTreeMap;
use std::net::IpAddr;

use oauth2::ClientSecret;
use url::{Host, Url};

const PREFIX: &str = "GUIDEPOST_OIDC_";
const GITHUB: &str = "https://github.com";
const GOOGLE: &str = "https://accounts.google.com";

/// How the names of an issuer's variables end.
const ENDS: [&str; 4] = ["ISSUER", "CLIENT_ID", "CLIENT_SECRET", "LABEL"];

/// Names that lead elsewhere in addresses, or belong to a provider that is known by itself.
const TAKEN: &[&str] = &["github", "google", "link", "mail", "passkey", "recovery"];

#[derive(Clone, Debug)]
pub struct Provider {
    /// Its word in addresses: `github`, `google`, or the name that stands in its variables.
    pub id: String,
    /// What people read.
    pub label: String,
    /// What is needed to speak with it, or what is wrong with it.
    pub keys: Result<Keys, String>,
}

#[derive(Clone, Debug)]
pub enum Keys {
    /// GitHub, or a GitHub of one's own, by its address without a slash at its end.
    GitHub { site: String, client: Client },
    /// Whoever speaks OpenID Connect, by its issuer as it writes it itself.
    OpenId { issuer: String, client: Client },
}

/// What we are called there.
#[derive(Clone, Debug)]
pub struct Client {
    pub id: String,
    /// It does not print itself.
    pub secret: ClientSecret,
}

/// The variables of one provider, by the end of their names.
type Variables = BTreeMap<String, String>;

/// Each is on when any of its variables is set; a mistake in them is told, and stops nobody else.
pub fn read() -> Vec<Provider> {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one room that reads the environment"
    )]
    let vars = std::env::vars_os();
    let vars = vars
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    from(vars)
}

pub fn from(vars: impl IntoIterator<Item = (String, String)>) -> Vec<Provider> {
    let mut github = Variables::new();
    let mut google = Variables::new();
    let mut others: BTreeMap<String, Variables> = BTreeMap::new();
    for (name, value) in vars {
        let value = value.trim().to_owned();
        if value.is_empty() {
            continue;
        }
        if let Some(end) = name.strip_prefix("GUIDEPOST_GITHUB_") {
            github.insert(end.to_owned(), value);
        } else if let Some(end) = name.strip_prefix("GUIDEPOST_GOOGLE_") {
            google.insert(end.to_owned(), value);
        } else if let Some(rest) = name.strip_prefix(PREFIX) {
            let (name, end) = split(rest);
            others.entry(name).or_default().insert(end, value);
        }
    }
    let known = [
        (!github.is_empty()).then(|| of_github(&github)),
        (!google.is_empty()).then(|| of_google(&google)),
    ];
    let others = others.iter().map(|(name, vars)| of_issuer(name, vars));
    known.into_iter().flatten().chain(others).collect()
}

/// `MY_COMPANY_CLIENT_ID` is `MY_COMPANY` and `CLIENT_ID`.
fn split(rest: &str) -> (String, String) {
    for end in ENDS {
        let name = rest.strip_suffix(end).and_then(|it| it.strip_suffix('_'));
        if let Some(name) = name.filter(|it| !it.is_empty()) {
            return (name.to_owned(), end.to_owned());
        }
    }
    // A variable that nobody knows is a mistake in the one that it seems to be about.
    match rest.split_once('_') {
        Some((name, end)) => (name.to_owned(), end.to_owned()),
        None => (rest.to_owned(), String::new()),
    }
}

fn of_github(vars: &Variables) -> Provider {
    let keys = || {
        unknown(
            "GUIDEPOST_GITHUB_",
            vars,
            &["URL", "CLIENT_ID", "CLIENT_SECRET", "LABEL"],
        )?;
        let client = client("GUIDEPOST_GITHUB_", vars)?;
        let site = vars.get("URL").map_or(GITHUB, String::as_str);
        address("GUIDEPOST_GITHUB_URL", site)?;
        let site = site.trim_end_matches('/').to_owned();
        Ok(Keys::GitHub { site, client })
    };
    Provider {
        id: "github".to_owned(),
        label: label(vars, "GitHub"),
        keys: keys(),
    }
}

fn of_google(vars: &Variables) -> Provider {
    let keys = || {
        unknown(
            "GUIDEPOST_GOOGLE_",
            vars,
            &["CLIENT_ID", "CLIENT_SECRET", "LABEL"],
        )?;
        let client = client("GUIDEPOST_GOOGLE_", vars)?;
        let issuer = GOOGLE.to_owned();
        Ok(Keys::OpenId { issuer, client })
    };
    Provider {
        id: "google".to_owned(),
        label: label(vars, "Google"),
        keys: keys(),
    }
}

fn of_issuer(name: &str, vars: &Variables) -> Provider {
    let prefix = format!("{PREFIX}{name}_");
    let id = name.to_ascii_lowercase().replace('_', "-");
    let keys = || {
        unknown(&prefix, vars, &ENDS)?;
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if TAKEN.contains(&id.as_str()) || !id.chars().all(is_plain) {
            return Err(format!("{prefix}…: this name can not be used"));
        }
        let issuer = vars
            .get("ISSUER")
            .ok_or(format!("{prefix}ISSUER is missing"))?;
        address(&format!("{prefix}ISSUER"), issuer)?;
        let client = client(&prefix, vars)?;
        let issuer = issuer.clone();
        Ok(Keys::OpenId { issuer, client })
    };
    let keys = keys();
    Provider {
        label: label(vars, name),
        id,
        keys,
    }
}

fn label(vars: &Variables, otherwise: &str) -> String {
    let label = vars.get("LABEL");
    label.map_or(otherwise, String::as_str).to_owned()
}

fn unknown(prefix: &str, vars: &Variables, known: &[&str]) -> Result<(), String> {
    let unknown = vars.keys().find(|it| !known.contains(&it.as_str()));
    unknown.map_or(Ok(()), |it| Err(format!("{prefix}{it} is not known")))
}

fn client(prefix: &str, vars: &Variables) -> Result<Client, String> {
    let needed = |end| {
        vars.get(end)
            .cloned()
            .ok_or(format!("{prefix}{end} is missing"))
    };
    Ok(Client {
        id: needed("CLIENT_ID")?,
        secret: ClientSecret::new(needed("CLIENT_SECRET")?),
    })
}

/// Secrets go there, so it is https, but on this machine.
fn address(name: &str, text: &str) -> Result<(), String> {
    let url = Url::parse(text).map_err(|it| format!("{name} is no address: {it}"))?;
    let is_near = match url.host() {
        Some(Host::Domain(host)) => host == "localhost",
        Some(Host::Ipv4(host)) => IpAddr::from(host).is_loopback(),
        Some(Host::Ipv6(host)) => IpAddr::from(host).is_loopback(),
        None => false,
    };
    let is_safe = url.scheme() == "https" || url.scheme() == "http" && is_near;
    let is_bare = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    match is_safe && is_bare && url.has_host() {
        true => Ok(()),
        false => Err(format!(
            "{name} must begin with https:// and hold no ? or #"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(vars: &[(&str, &str)]) -> Vec<Provider> {
        from(vars.iter().map(|it| (it.0.to_owned(), it.1.to_owned())))
    }

    #[test]
    fn nothing_set_is_no_provider() {
        assert!(read(&[]).is_empty());
        assert!(read(&[("GUIDEPOST_GITHUB_CLIENT_ID", " "), ("PATH", "/bin")]).is_empty());
    }

    #[test]
    fn each_provider_is_on_when_its_keys_are_set() {
        let found = read(&[
            ("GUIDEPOST_GITHUB_CLIENT_ID", "a"),
            ("GUIDEPOST_GITHUB_CLIENT_SECRET", "hidden-one"),
            ("GUIDEPOST_GOOGLE_CLIENT_ID", "b"),
            ("GUIDEPOST_GOOGLE_CLIENT_SECRET", "hidden-two"),
            (
                "GUIDEPOST_OIDC_MY_COMPANY_ISSUER",
                "https://id.example/realms/a",
            ),
            ("GUIDEPOST_OIDC_MY_COMPANY_CLIENT_ID", "c"),
            ("GUIDEPOST_OIDC_MY_COMPANY_CLIENT_SECRET", "hidden-three"),
            ("GUIDEPOST_OIDC_MY_COMPANY_LABEL", "私たちの会社"),
        ]);
        let told: Vec<_> = found
            .iter()
            .map(|it| (it.id.as_str(), it.label.as_str()))
            .collect();
        let expected = [
            ("github", "GitHub"),
            ("google", "Google"),
            ("my-company", "私たちの会社"),
        ];
        assert_eq!(told, expected);
        assert!(found.iter().all(|it| it.keys.is_ok()));
        assert!(!format!("{found:?}").contains("hidden"), "{found:?}");
    }

    #[test]
    fn a_mistake_is_told_by_the_name_of_its_variable() {
        let complete = |issuer: &'static str| {
            [
                ("GUIDEPOST_OIDC_KC_ISSUER", issuer),
                ("GUIDEPOST_OIDC_KC_CLIENT_ID", "a"),
                ("GUIDEPOST_OIDC_KC_CLIENT_SECRET", "b"),
            ]
        };
        for (vars, told) in [
            (
                vec![("GUIDEPOST_GITHUB_CLIENT_ID", "a")],
                "GUIDEPOST_GITHUB_CLIENT_SECRET is missing",
            ),
            (
                vec![("GUIDEPOST_OIDC_KC_CLIENT_ID", "a")],
                "GUIDEPOST_OIDC_KC_ISSUER is missing",
            ),
            (
                vec![("GUIDEPOST_OIDC_KC_CLIENTID", "a")],
                "GUIDEPOST_OIDC_KC_CLIENTID is not known",
            ),
            (
                complete("http://id.example").to_vec(),
                "must begin with https://",
            ),
            (complete("id.example").to_vec(), "is no address"),
            (
                complete("https://id.example/?a=b").to_vec(),
                "must begin with https://",
            ),
        ] {
            let found = read(&vars);
            let fault = found[0].keys.as_ref().unwrap_err();
            assert!(found.len() == 1 && fault.contains(told), "{fault}");
        }
        for taken in ["GITHUB", "GOOGLE", "LINK", "MAIL"] {
            let found = read(&[(
                &format!("GUIDEPOST_OIDC_{taken}_ISSUER"),
                "https://a.example",
            )]);
            let fault = found[0].keys.as_ref().unwrap_err();
            assert!(fault.contains("can not be used"), "{fault}");
        }
        for issuer in [
            "https://id.example/",
            "http://localhost:9090",
            "http://127.0.0.1:1/a",
        ] {
            assert!(read(&complete(issuer))[0].keys.is_ok(), "{issuer}");
        }
    }
}
