//! What was answered with success is there and whole, whatever happens to the server.

use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use crate::support::stories::whole;
use serde_json::Value;
use tokio::task::JoinSet;

/// How many of the 200 stories are published when the server is killed, at least.
const KILLED_AFTER: usize = 20;

struct Server {
    child: Child,
    base: String,
}

fn command(data: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_guidepost"));
    command
        .args(args)
        .env_remove("DATABASE_URL")
        .env("GUIDEPOST_DATA_DIR", data);
    command
        .env("GUIDEPOST_METRICS_LISTEN", "off")
        .env("GUIDEPOST_RATE_LIMITS", "off")
        .env("GUIDEPOST_LOG", "warn");
    command
}

fn run(data: &Path, args: &[&str]) -> Output {
    let output = command(data, args).output().unwrap();
    assert!(
        output.status.success(),
        "{args:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

/// A folder that PostgreSQL can reach, which never runs as root.
fn open_folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

/// A token of a new person.
fn new_token(data: &Path) -> String {
    run(data, &["people", "add", "tsuzura"]);
    let scope = ["tokens", "create", "tsuzura", "--scope", "stories:write"];
    let made = run(data, &scope);
    String::from_utf8(made.stdout).unwrap().trim().to_owned()
}

impl Server {
    async fn start(data: &Path) -> Self {
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let listen = format!("127.0.0.1:{port}");
        let child = command(data, &["serve", "--listen", &listen])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let server = Self {
            child,
            base: format!("http://{listen}"),
        };
        let began = Instant::now();
        while reqwest::get(format!("{}/readyz", server.base))
            .await
            .is_err()
        {
            assert!(
                began.elapsed() < Duration::from_secs(60),
                "the server does not come up"
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        server
    }

    /// Waits until the index finds as many stories as stand in the lists.
    async fn finds(&self, many: std::ops::Range<usize>) {
        let began = Instant::now();
        loop {
            let url = format!("{}/api/v1/search", self.base);
            let found: Value = reqwest::get(url).await.unwrap().json().await.unwrap();
            let n = usize::try_from(found["total"].as_u64().unwrap()).unwrap();
            if found["engine"] == "embedded" && many.contains(&n) {
                return;
            }
            assert!(began.elapsed() < Duration::from_secs(60), "{n} are found");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    fn signal(&self, name: &str) {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args([name, &pid])
                .status()
                .unwrap()
                .success()
        );
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Creates and publishes a story. Its id, once the server has answered that it is published.
async fn publish(http: reqwest::Client, base: String, token: String, n: usize) -> Option<String> {
    let mut story = whole();
    story["title"] = format!("Story {n}").into();
    let stories = format!("{base}/api/v1/stories");
    let created = http
        .post(&stories)
        .bearer_auth(&token)
        .json(&story)
        .send()
        .await
        .ok()?;
    let etag = created.headers().get("etag")?.clone();
    let draft: Value = created.json().await.ok()?;
    let id = draft["id"].as_str()?.to_owned();
    let publish = http
        .post(format!("{stories}/{id}/publish"))
        .bearer_auth(&token)
        .header("if-match", etag);
    let answer = publish.send().await.ok()?;
    let is_published = answer.status() == 200;
    answer.bytes().await.ok()?;
    is_published.then_some(id)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_published_survives_a_killed_server() {
    let folder = open_folder();
    let data = folder.path();
    let token = new_token(data);
    let server = Server::start(data).await;
    let http = reqwest::Client::new();

    let mut publishing = JoinSet::new();
    for n in 0..200 {
        publishing.spawn(publish(http.clone(), server.base.clone(), token.clone(), n));
    }
    let mut published = Vec::new();
    while let Some(story) = publishing.join_next().await {
        published.extend(story.unwrap());
        if published.len() == KILLED_AFTER {
            server.signal("-KILL");
        }
    }
    drop(server);

    let server = Server::start(data).await;
    for id in &published {
        let answer = http
            .get(format!("{}/api/v1/stories/{id}", server.base))
            .send()
            .await
            .unwrap();
        assert_eq!(
            answer.status(),
            200,
            "{id} was answered with success and is gone"
        );
        let story: Value = answer.json().await.unwrap();
        assert_eq!(story["status"], "published");
        for (list, n) in [
            ("transitions", 2),
            ("challenges", 1),
            ("practices", 1),
            ("tips", 1),
            ("links", 1),
        ] {
            assert_eq!(story[list].as_array().unwrap().len(), n, "{id} {list}");
        }
    }
    assert!(
        (KILLED_AFTER..200).contains(&published.len()),
        "{} of 200 were published before the kill",
        published.len()
    );
    // Some whose answer was cut off are published, too.
    server.finds(published.len()..201).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_work_beside_a_running_server() {
    let folder = open_folder();
    let data = folder.path();
    let mut server = Server::start(data).await;

    run(data, &["sample"]);
    server.finds(11..200).await;
    run(data, &["reindex"]);
    run(data, &["doctor"]);
    server.finds(11..200).await;

    let list: Value = reqwest::get(format!("{}/api/v1/stories", server.base))
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert!(list["items"].as_array().unwrap().len() > 10);

    let second = command(data, &["serve", "--listen", "127.0.0.1:0"])
        .output()
        .unwrap();
    assert_eq!(second.status.code(), Some(1));
    let complaint = String::from_utf8_lossy(&second.stderr).into_owned();
    assert!(
        complaint.contains("postgres") && complaint.contains("already"),
        "{complaint}"
    );

    server.signal("-TERM");
    assert!(
        server.child.wait().unwrap().success(),
        "the server did not stop in order"
    );
    assert!(
        !data.join("postgres/pg/postmaster.pid").exists(),
        "PostgreSQL was left running"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopping_server_finishes_open_requests() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let folder = open_folder();
    let mut server = Server::start(folder.path()).await;
    let body = "{}";
    let mut open = tokio::net::TcpStream::connect(server.base.trim_start_matches("http://"))
        .await
        .unwrap();
    let head = format!(
        "POST /api/v1/stories HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    open.write_all(head.as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;

    server.signal("-INT");
    tokio::time::sleep(Duration::from_millis(300)).await;
    open.write_all(body.as_bytes()).await.unwrap();

    let mut answer = String::new();
    open.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    assert!(server.child.wait().unwrap().success());
}
