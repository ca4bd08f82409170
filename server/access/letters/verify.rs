//! The link that verifies an address which somebody added to their account.

use serde::Deserialize;
use uuid::Uuid;

use crate::access::addresses::add::make_secret;
use crate::access::letters::deliver::{details, message};
use crate::access::letters::words::body;
use crate::db::Conn;
use crate::db::ids::AddressId;
use crate::error::Result;
use crate::i18n::Words;
use crate::mail::{Letter, Message, Post};
use crate::people::Person;

#[derive(Deserialize)]
struct Details {
    address: Uuid,
}

/// As with the link to sign in, the hash is committed before the mail is sent.
pub(super) async fn compose(
    conn: &mut Conn,
    post: &Post,
    letter: &Letter,
) -> Result<Option<Message>> {
    let Details { address } = details(letter)?;
    let Some(person) = letter.person else {
        return Ok(None);
    };
    let person = Person::by_id(conn, person).await?;
    let secret = make_secret(&mut *post.pool.get().await?, AddressId(address)).await?;
    let Some(secret) = secret else {
        return Ok(None);
    };
    let words = Words(person.language);
    let paragraphs = [
        words.fill("mail-verify-lead", &[("handle", person.handle.to_string())]),
        post.to(&format!("/settings/mail/verify?key={}", secret.reveal())),
        words.get("mail-verify-about"),
        words.get("mail-verify-unasked"),
    ];
    let subject = words.get("mail-verify-subject");
    Ok(Some(message(
        letter,
        subject,
        body(words, post, &paragraphs),
    )))
}
