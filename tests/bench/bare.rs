//! The least that a page can cost: answers recorded bytes behind the same middleware, from memory.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use actix_web::web::{Bytes, Data, ServiceConfig, get};
use actix_web::{HttpRequest, HttpResponse};
use anyhow::Context;
use clap::Parser;
use guidepost::access::Ways;
use guidepost::app::App;
use guidepost::config::{Config, Serve};
use guidepost::db::{self, Limits};

#[derive(Parser)]
struct Bare {
    /// A folder with the recorded answers and `index.tsv`, which names of each the address, the
    /// content type, the content encoding and the file
    recorded: PathBuf,
    #[command(flatten)]
    config: Config,
    #[command(flatten)]
    serve: Serve,
}

struct Answer {
    content_type: String,
    encoding: String,
    body: Bytes,
}

type Answers = HashMap<String, Answer>;

fn main() -> anyhow::Result<()> {
    let bare = Bare::parse();
    let answers = Data::from(Arc::new(read(&bare.recorded)?));
    // Never connected: nothing here asks it.
    let pool = db::pool("postgres://nowhere.invalid/none", Limits::of(&bare.config))?;
    let routes = move |cfg: &mut ServiceConfig| {
        cfg.app_data(answers.clone())
            .route("/{address:.*}", get().to(answer));
    };
    actix_web::rt::System::new().block_on(async {
        App::with_routes(&bare.serve, pool, Ways::locally(None, &bare.serve), routes)?
            .run()
            .await
    })
}

async fn answer(req: HttpRequest, answers: Data<Answers>) -> HttpResponse {
    let address = req.uri().path_and_query().map_or("", |it| it.as_str());
    let Some(found) = answers.get(address) else {
        return HttpResponse::NotFound().finish();
    };
    let mut answer = HttpResponse::Ok();
    answer.insert_header((CONTENT_TYPE, found.content_type.as_str()));
    if !found.encoding.is_empty() {
        answer.insert_header((CONTENT_ENCODING, found.encoding.as_str()));
    }
    answer.body(found.body.clone())
}

fn read(folder: &Path) -> anyhow::Result<Answers> {
    let mut answers = Answers::new();
    for line in fs::read_to_string(folder.join("index.tsv"))?.lines() {
        let mut fields = line.split('\t').map(str::to_owned);
        let mut field = || fields.next().context("four fields a line");
        let (address, content_type, encoding) = (field()?, field()?, field()?);
        let body = fs::read(folder.join(field()?))?.into();
        let answer = Answer {
            content_type,
            encoding,
            body,
        };
        answers.insert(address, answer);
    }
    Ok(answers)
}
