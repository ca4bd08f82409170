//! The way of a cluster up and down.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use rustix::process::Signal;
use tokio::time::Instant;
use tokio::time::sleep;
use tokio::time::timeout;

use super::ClusterError;
use super::Durability;
use super::Options;
use super::command::command;
use super::database;
use super::folder::Folder;
use super::folder::trouble;
use super::initdb;
use super::keeper;
use super::keeper::Kept;
use super::lock::Lock;
use super::log::Log;
use super::postmaster;
use super::programs;
use super::programs::Programs;
use super::run_as::RunAs;
use super::socket;

/// After a crash it repairs itself before it answers, which takes the longer the more was written.
const PATIENCE_TO_START: Duration = Duration::from_secs(300);
const PATIENCE_TO_STOP: Duration = Duration::from_secs(60);
/// The processes of a killed PostgreSQL take a moment to notice.
const PATIENCE_WITH_THE_DEAD: Duration = Duration::from_secs(10);

/// A running PostgreSQL and the lock on its folder; ends with this process, and is asked to stop when dropped.
#[derive(Debug)]
pub struct Cluster {
    folder: Folder,
    socket: PathBuf,
    // Before the lock, because fields are dropped in this order.
    postgres: Kept,
    log: Log,
    _lock: Lock,
}

impl Cluster {
    /// Starts PostgreSQL in this folder; makes the folder, the cluster and the database if they are missing.
    pub async fn start(options: &Options) -> Result<Self, ClusterError> {
        let folder = Folder::open(&options.root)?;
        let lock = Lock::take(&folder)?;
        let programs = programs::find(options, &folder)?;
        let run_as = RunAs::choose(&folder, &programs)?;
        run_as
            .give(lock.file())
            .map_err(|error| trouble("hand over", &folder.lock(), error))?;
        let socket = socket::prepare(&folder, run_as)?;
        if folder.major()?.is_none() {
            tracing::info!(folder = %folder.path().display(), version = programs.major, "making a new PostgreSQL cluster");
            initdb::make(&folder, &programs, run_as, options.durability).await?;
        } else {
            initdb::tidy(&folder);
            postmaster::clear(&folder).await?;
        }
        let launch = Launch {
            folder: &folder,
            programs: &programs,
            run_as,
            socket: &socket,
            durability: options.durability,
        };
        let (postgres, log) = launch.run().await?;
        let cluster = Self {
            folder,
            socket,
            postgres,
            log,
            _lock: lock,
        };
        cluster.with_database().await
    }

    /// The address of the `guidepost` database.
    pub fn url(&self) -> String {
        self.url_of(database::NAME)
    }

    pub fn url_of(&self, database: &str) -> String {
        database::url(&self.socket, database)
    }

    /// Waits until PostgreSQL has ended by itself, which it does not unless someone stops it.
    pub async fn ended(&self) -> ClusterError {
        self.postgres.ended().await;
        self.folder.failed("go on", &self.log.tail())
    }

    /// A fast shutdown: open transactions are rolled back, what was committed is on disk.
    pub async fn stop(self) -> Result<(), ClusterError> {
        let clean = halt(&self.postgres).await;
        if self.socket != self.folder.run() {
            // Nothing of ours stays in /tmp.
            fs::remove_dir(&self.socket).ok();
        }
        if clean {
            return Ok(());
        }
        Err(self.folder.failed("stop cleanly", &self.log.tail()))
    }

    async fn with_database(self) -> Result<Self, ClusterError> {
        match database::ensure(&self.url_of("postgres")).await {
            Ok(()) => Ok(self),
            Err(error) => {
                let failed = self.folder.failed("make the database", &error.to_string());
                halt(&self.postgres).await;
                Err(failed)
            }
        }
    }
}

/// Fast, then at once; true if it ended well.
async fn halt(postgres: &Kept) -> bool {
    postgres.signal(Signal::INT);
    if let Ok(status) = timeout(PATIENCE_TO_STOP, postgres.ended()).await {
        return status.is_some_and(|it| it.success());
    }
    postgres.signal(Signal::QUIT);
    timeout(PATIENCE_TO_STOP, postgres.ended()).await.ok();
    false
}

struct Launch<'a> {
    folder: &'a Folder,
    programs: &'a Programs,
    run_as: RunAs,
    socket: &'a PathBuf,
    durability: Durability,
}

impl Launch<'_> {
    /// Starts `postgres` and waits until it answers.
    async fn run(&self) -> Result<(Kept, Log), ClusterError> {
        let begun = Instant::now();
        loop {
            let log = Log::open(self.folder, self.run_as)?;
            let postgres = match self.command(&log) {
                Ok(command) => keeper::keep(command).await,
                Err(error) => Err(error),
            }
            .map_err(|error| trouble("start", &self.programs.postgres(), error))?;
            if self.until_ready(&postgres).await {
                return Ok((postgres, log));
            }
            halt(&postgres).await;
            let said = log.tail();
            if !said.contains("is still in use") || begun.elapsed() > PATIENCE_WITH_THE_DEAD {
                return Err(self.folder.failed("start", &said));
            }
            sleep(Duration::from_millis(200)).await;
        }
    }

    async fn until_ready(&self, postgres: &Kept) -> bool {
        let url = database::url(self.socket, "postgres");
        let end = Instant::now() + PATIENCE_TO_START;
        while Instant::now() < end && !postgres.has_ended() {
            if database::answers(&url).await {
                return true;
            }
            sleep(Duration::from_millis(20)).await;
        }
        false
    }

    fn command(&self, log: &Log) -> std::io::Result<Command> {
        let mut command = command(&self.programs.postgres(), self.run_as, self.folder.path())?;
        // A list: quoted, a comma in the path is part of it.
        let socket = self.socket.to_string_lossy().replace('"', "\"\"");
        let mut settings = vec![
            format!("unix_socket_directories=\"{socket}\""),
            "listen_addresses=".to_owned(),
            "port=5432".to_owned(),
            "max_connections=100".to_owned(),
            "shared_buffers=128MB".to_owned(),
            // Else an error tells the values of keys in its details: addresses of mail, and more.
            "log_error_verbosity=terse".to_owned(),
        ];
        if cfg!(target_os = "linux") {
            // After a crash: one call for the disk instead of one for each file.
            settings.push("recovery_init_sync_method=syncfs".to_owned());
        }
        if self.durability == Durability::Throwaway {
            let careless = ["fsync", "synchronous_commit", "full_page_writes"];
            settings.extend(careless.map(|it| format!("{it}=off")));
        }
        command.arg("-D").arg(self.folder.cluster());
        for setting in settings {
            command.arg("-c").arg(setting);
        }
        command.stdout(log.stdio()?).stderr(log.stdio()?);
        Ok(command)
    }
}
