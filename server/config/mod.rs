//! Everything that differs between a laptop and production, read once at start.

pub mod links;
pub mod mail;
pub mod providers;
mod rates;

use std::ffi::OsString;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::LazyLock;
use std::time::Duration;

use clap::{Args, ValueEnum};
use ipnet::IpNet;
use url::Url;

use crate::named_values;

pub use rates::{PerCaller, Rate, RateLimits, Rates};

/// Options of every command; each is an environment variable too.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Options of every command")]
pub struct Config {
    /// The PostgreSQL database. Without it, an embedded one runs under the data directory
    #[arg(long, env = "DATABASE_URL", global = true, hide_env_values = true)]
    database_url: Option<String>,

    /// Where the embedded database and the search index keep their files
    #[arg(
        long,
        env = "GUIDEPOST_DATA_DIR",
        global = true,
        default_value = "data"
    )]
    pub data_dir: PathBuf,

    /// The folder with PostgreSQL's programs, where they are not found by themselves
    #[arg(long, env = "GUIDEPOST_PG_BIN", global = true)]
    pub pg_bin: Option<PathBuf>,

    /// Connections to the database, at most; each thread that answers has one more
    #[arg(long, env = "GUIDEPOST_POOL_SIZE", global = true, default_value_t = 16,
        value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub pool_size: u16,

    /// Seconds that one statement may run
    #[arg(long, env = "GUIDEPOST_STATEMENT_TIMEOUT", global = true, default_value_t = 10,
        value_parser = clap::value_parser!(u16).range(1..=600))]
    pub statement_timeout: u16,

    /// What to log: a level, or levels by target such as `info,guidepost=debug`
    #[arg(
        long,
        env = "GUIDEPOST_LOG",
        global = true,
        default_value = "info,actix_server=warn,actix_http=off"
    )]
    pub log: String,

    /// How to log
    #[arg(long, env = "GUIDEPOST_LOG_FORMAT", global = true, value_enum, default_value_t = LogFormat::Text)]
    pub log_format: LogFormat,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub enum LogFormat {
    Text,
    Json,
}

/// Options of the server.
#[derive(Args, Clone, Debug)]
pub struct Serve {
    /// Where the server answers
    #[arg(long, env = "GUIDEPOST_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,

    /// The address that people type (a name, not a number: passkeys need one)
    /// (default: localhost with the port of `--listen`)
    #[arg(long, env = "GUIDEPOST_BASE_URL", value_parser = base_url)]
    pub base_url: Option<Url>,

    /// Where Prometheus reads the figures, or `off`
    #[arg(long, env = "GUIDEPOST_METRICS_LISTEN", default_value = "127.0.0.1:9464", value_parser = listen_or_off)]
    pub metrics_listen: MetricsListen,

    /// Seconds that one request may take
    #[arg(long, env = "GUIDEPOST_REQUEST_TIMEOUT", default_value_t = 30,
        value_parser = clap::value_parser!(u16).range(1..=600))]
    pub request_timeout: u16,

    /// Seconds that open requests have to finish when the server stops
    #[arg(long, env = "GUIDEPOST_SHUTDOWN_TIMEOUT", default_value_t = 20,
        value_parser = clap::value_parser!(u16).range(0..=600))]
    pub shutdown_timeout: u16,

    /// Threads that answer requests; 0: one for each processor
    #[arg(long, env = "GUIDEPOST_WORKERS", default_value_t = 0)]
    pub workers: usize,

    /// Whether one caller may ask only so often: `on` or `off`
    #[arg(long, env = "GUIDEPOST_RATE_LIMITS", default_value = "on", value_parser = rates::read)]
    pub rate_limits: RateLimits,

    /// The proxies whose X-Forwarded-For is believed: addresses and networks, with commas between them
    #[arg(
        long,
        env = "GUIDEPOST_TRUSTED_PROXIES",
        default_value = "",
        hide_default_value = true
    )]
    pub trusted_proxies: TrustedProxies,

    /// Who may join: `open`, `invite` or `approval`
    /// (default: `open` on one's own machine, where the local sign-in is, else `invite`)
    #[arg(long, env = "GUIDEPOST_REGISTRATION")]
    pub registration: Option<Registration>,

    #[command(flatten)]
    pub links: links::Links,
}

named_values! {
    /// Who may join.
    pub enum Registration {
        /// Everyone for whom a provider vouches.
        Open = "open",
        /// Who has a link made by `guidepost people invite`.
        Invite = "invite",
        /// Everyone, but a moderator says so before others see anything of them.
        Approval = "approval",
    }
}

/// Where people reach the server, for commands that print an address of it.
#[derive(Args, Clone, Debug)]
pub struct PublicAddress {
    /// Where the server answers
    #[arg(long, env = "GUIDEPOST_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,

    /// The address that people type (default: localhost with the port of `--listen`)
    #[arg(long, env = "GUIDEPOST_BASE_URL", value_parser = base_url)]
    base_url: Option<Url>,
}

#[expect(clippy::expect_used, reason = "a constant that is an address")]
static LOCALHOST: LazyLock<Url> =
    LazyLock::new(|| Url::parse("http://localhost").expect("an address"));

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum MetricsListen {
    Off,
    At(SocketAddr),
}

#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(Vec<IpNet>);

impl TrustedProxies {
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|it| it.contains(&address))
    }
}

impl FromStr for TrustedProxies {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let network = |it: &str| {
            let network: Result<IpNet, _> = it.parse().or_else(|_| it.parse().map(IpAddr::into));
            network
                .ok()
                .ok_or_else(|| format!("`{it}` is no address or network such as 10.0.0.0/8"))
        };
        let given = text.split(',').map(str::trim).filter(|it| !it.is_empty());
        Ok(Self(given.map(network).collect::<Result<_, _>>()?))
    }
}

impl Serve {
    /// The address that people type, without a slash at its end.
    pub fn base_url(&self) -> Url {
        public(self.base_url.as_ref(), self.listen)
    }
}

impl PublicAddress {
    /// The whole address of a path.
    pub fn to(&self, path: &str) -> String {
        let base = public(self.base_url.as_ref(), self.listen);
        format!("{}{path}", base.as_str().trim_end_matches('/'))
    }
}

fn public(base_url: Option<&Url>, listen: SocketAddr) -> Url {
    base_url.cloned().unwrap_or_else(|| {
        let mut local = LOCALHOST.clone();
        // Fails only for addresses without a host.
        let _ = local.set_port(Some(listen.port()));
        local
    })
}

impl Config {
    /// The configured database; an empty variable is none.
    pub fn database_url(&self) -> Option<&str> {
        self.database_url.as_deref().filter(|it| !it.is_empty())
    }

    /// Where the embedded search index lies.
    pub fn search_dir(&self) -> PathBuf {
        self.data_dir.join("search")
    }

    pub fn statement_timeout(&self) -> Duration {
        Duration::from_secs(self.statement_timeout.into())
    }
}

/// The folders in which the system looks for programs.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place that reads the environment"
)]
pub fn search_path() -> Option<OsString> {
    std::env::var_os("PATH")
}

fn base_url(text: &str) -> Result<Url, String> {
    let url: Url = text.parse().map_err(|err| format!("{err}"))?;
    let is_origin = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.path() == "/"
        && url.query().is_none()
        && url.fragment().is_none();
    if is_origin {
        Ok(url)
    } else {
        Err("must be http:// or https:// with a host and nothing after it".to_owned())
    }
}

fn listen_or_off(text: &str) -> Result<MetricsListen, String> {
    match text {
        "off" => Ok(MetricsListen::Off),
        text => text
            .parse()
            .ok()
            .map(MetricsListen::At)
            .ok_or_else(|| "must be an address such as 127.0.0.1:9464, or off".to_owned()),
    }
}
