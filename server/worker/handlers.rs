//! Which function does which kind of job: one line for each.

use anyhow::anyhow;
use futures_util::FutureExt;
use serde_json::Value;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::access::letters::deliver;
use crate::db::Conn;
use crate::db::ids::StoryId;
use crate::error::Error;
use crate::jobs::Handlers;
use crate::mail::{Post, letter};
use crate::stories::publish;
use crate::worker::tidy::{self, tidy};

/// Every kind of job that this server knows. `post` is how it sends mail.
pub fn handlers(post: Post) -> Handlers {
    Handlers::new()
        .on(tidy::KIND, |conn, _| tidy(conn).boxed())
        .on(publish::JOB, |conn, payload| {
            publish_story(conn, payload).boxed()
        })
        .on(letter::JOB, move |conn, payload| {
            let post = post.clone();
            async move { deliver(conn, &post, payload).await }.boxed()
        })
}

async fn publish_story(conn: &mut Conn, payload: &Value) -> anyhow::Result<()> {
    let id = payload.get("story").and_then(Value::as_str);
    let id = id.and_then(|it| Uuid::try_parse(it).ok());
    let id = StoryId(id.ok_or_else(|| anyhow!("the job names no story"))?);
    let published = publish::on_time(conn, id, OffsetDateTime::now_utc()).await;
    published.map_err(told)
}

/// The cause where there is one, else the code.
fn told(err: Error) -> anyhow::Error {
    match err {
        Error::Internal(cause) | Error::Unavailable(cause) => anyhow!("{cause:#}"),
        err => anyhow!("{err}"),
    }
}
