//! A small mail server: it takes what it is given, and refuses or falls silent when it is told to.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use guidepost::config::mail::{Smtp, from};
use mailparse::MailHeaderMap;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

const PATIENCE: Duration = Duration::from_secs(90);

pub const FROM: &str = "道しるべ <guidepost@guidepost.example>";

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Mood {
    Well,
    /// It refuses every recipient, and repeats who they were.
    Refusing,
    /// It answers nothing at all.
    Silent,
}

pub struct SmtpPeer {
    pub url: String,
    state: Arc<State>,
    task: JoinHandle<()>,
}

struct State {
    mood: Mutex<Mood>,
    mails: Mutex<Vec<Received>>,
    /// How many connections there were.
    calls: Mutex<usize>,
}

/// A mail as it arrived.
#[derive(Clone, Debug)]
pub struct Received {
    /// Of the envelope.
    pub to: Vec<String>,
    pub raw: Vec<u8>,
}

impl SmtpPeer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let state = Arc::new(State {
            mood: Mutex::new(Mood::Well),
            mails: Mutex::default(),
            calls: Mutex::new(0),
        });
        let shared = Arc::clone(&state);
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                *shared.calls.lock().unwrap() += 1;
                let state = Arc::clone(&shared);
                // Who hangs up in the middle is no fault of the server's.
                tokio::spawn(async move { speak(stream, &state).await.ok() });
            }
        });
        Self { url, state, task }
    }

    pub fn smtp(&self) -> Smtp {
        from(Some(&self.url), Some(FROM)).unwrap().unwrap()
    }

    pub fn is(&self, mood: Mood) {
        *self.state.mood.lock().unwrap() = mood;
    }

    pub fn calls(&self) -> usize {
        *self.state.calls.lock().unwrap()
    }

    pub fn all(&self) -> Vec<Received> {
        self.state.mails.lock().unwrap().clone()
    }

    /// Waits for so many mails in all. Returns the last of them.
    pub async fn nth(&self, n: usize) -> Received {
        let begun = Instant::now();
        loop {
            let mails = self.all();
            assert!(mails.len() <= n, "{} mails instead of {n}", mails.len());
            if mails.len() == n {
                return mails.last().unwrap().clone();
            }
            assert!(begun.elapsed() < PATIENCE, "{} of {n} mails", mails.len());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }
}

impl Drop for SmtpPeer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Received {
    pub fn header(&self, name: &str) -> String {
        let mail = mailparse::parse_mail(&self.raw).unwrap();
        let found = mail.headers.get_all_values(name);
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        found[0].clone()
    }

    pub fn names(&self) -> Vec<String> {
        let mail = mailparse::parse_mail(&self.raw).unwrap();
        mail.headers
            .iter()
            .map(mailparse::MailHeader::get_key)
            .collect()
    }

    pub fn subject(&self) -> String {
        self.header("Subject")
    }

    pub fn body(&self) -> String {
        let mail = mailparse::parse_mail(&self.raw).unwrap();
        mail.get_body().unwrap().replace("\r\n", "\n")
    }

    /// The path of the one link to a page that takes a secret.
    pub fn link(&self) -> String {
        let body = self.body();
        let mut links = body.lines().filter(|it| it.contains("?key="));
        let link = links.next().unwrap_or_else(|| panic!("no link in {body}"));
        assert!(links.next().is_none(), "{body}");
        link.strip_prefix("http://localhost:8080")
            .unwrap()
            .to_owned()
    }

    pub fn key(&self) -> String {
        self.link().split("?key=").nth(1).unwrap().to_owned()
    }
}

async fn speak(stream: TcpStream, state: &State) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    let mood = *state.mood.lock().unwrap();
    if mood == Mood::Silent {
        tokio::time::sleep(PATIENCE).await;
        return Ok(());
    }
    stream.write_all(b"220 mail.example ESMTP\r\n").await?;
    let mut to = Vec::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let line = line.trim_end();
        let word = line.split([' ', ':']).next().unwrap().to_ascii_uppercase();
        let answer = match word.as_str() {
            "EHLO" => "250-mail.example\r\n250-AUTH PLAIN\r\n250 8BITMIME\r\n".to_owned(),
            "RCPT" if mood == Mood::Refusing => format!("550 5.1.1 {line} is unknown\r\n"),
            "RCPT" => {
                let address = line.split(['<', '>']).nth(1).unwrap();
                to.push(address.to_owned());
                "250 ok\r\n".to_owned()
            }
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await?;
                let raw = data(&mut stream).await?;
                let to = std::mem::take(&mut to);
                state.mails.lock().unwrap().push(Received { to, raw });
                "250 taken\r\n".to_owned()
            }
            "QUIT" => {
                stream.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => "250 ok\r\n".to_owned(),
        };
        stream.write_all(answer.as_bytes()).await?;
    }
}

async fn data(stream: &mut BufReader<TcpStream>) -> std::io::Result<Vec<u8>> {
    let mut raw = Vec::new();
    loop {
        let mut line = Vec::new();
        stream.read_until(b'\n', &mut line).await?;
        if line == b".\r\n" || line.is_empty() {
            return Ok(raw);
        }
        let line = if line.starts_with(b".") {
            &line[1..]
        } else {
            &line
        };
        raw.extend_from_slice(line);
    }
}
