//! What one button does with a whole story: it is withdrawn, unlisted, deleted, brought back, copied.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use time::OffsetDateTime;

use crate::access::Visit;
use crate::access::pages::again;
use crate::catalog::Shelf;
use crate::error::{Error, Result};
use crate::named_values;
use crate::stories::pages::writing::desk::{Seat, seat, version};
use crate::stories::pages::writing::overtaken::overtaken;
use crate::stories::{delete, desk, unlist, withdraw};
use crate::web::Form;
use crate::web::answer::see_other;

named_values! {
    pub enum Move {
        Withdraw = "withdraw",
        Unlist = "unlist",
        Delete = "delete",
        Restore = "restore",
        Copy = "copy",
    }
}

pub(super) async fn submit(
    req: HttpRequest,
    path: Path<(String, String)>,
    form: Form,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let (story, name) = path.into_inner();
    let wanted = Move::parse(&name).ok_or(Error::NotFound)?;
    let mut seat = seat(&visit, &shelf, &story).await?;
    if wanted != Move::Restore {
        match seat.keep_typed(&form).await {
            Err(Error::Stale(_)) => return overtaken(&req, &mut seat, &form).await,
            Err(Error::NotFound) if form.one("revision").is_some() => return again(&req, &form),
            kept => kept?,
        }
    }
    match take(&mut seat, wanted, &form).await {
        Ok(address) => Ok(see_other(&address)),
        // What the page showed is not how it stands: its author looks, and decides anew.
        Err(Error::Stale(_) | Error::Conflict(_)) => {
            Ok(see_other(&seat.address("edit?done=moved")))
        }
        Err(Error::Invalid(_)) => Ok(see_other(&seat.address("publish"))),
        Err(err) => Err(err),
    }
}

/// Does it; where to go on.
async fn take(seat: &mut Seat, wanted: Move, form: &Form) -> Result<String> {
    let (author, id, now) = (seat.author.person, seat.id, OffsetDateTime::now_utc());
    let conn = &mut seat.conn;
    Ok(match wanted {
        Move::Withdraw => {
            withdraw::withdraw(conn, author, id, version(form)?, now).await?;
            seat.address("edit?done=withdrawn")
        }
        Move::Unlist => {
            unlist::unlist(conn, author, id, version(form)?, now).await?;
            seat.address("edit?done=unlisted")
        }
        Move::Delete => {
            delete::delete(conn, author, id, version(form)?, now).await?;
            "/write?done=deleted".to_owned()
        }
        Move::Restore => {
            delete::restore(conn, author, id, now).await?;
            seat.address("edit?done=restored")
        }
        Move::Copy => {
            seat.id = desk::copy_anonymously(conn, &seat.catalog, author, id).await?;
            seat.address("edit?done=copied")
        }
    })
}
