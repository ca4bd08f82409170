//! A link to sign in, for whoever has the address; or one to join, where nobody has and somebody new may.

use crate::access::addresses::own::{Owner, owner};
use crate::access::ask_link::Asked;
use crate::access::joining_link::make_joining_link;
use crate::access::letters::deliver::{details, message};
use crate::access::letters::words::{body, greeting};
use crate::access::sign_in_link::make_link;
use crate::db::Conn;
use crate::error::Result;
use crate::i18n::Words;
use crate::mail::allowance::take;
use crate::mail::{Letter, Message, Post};

/// The hash of the secret is committed at once, on a connection beside the job's: whoever reads their mail
/// before the job has ended gets in.
pub(super) async fn compose(
    conn: &mut Conn,
    post: &Post,
    letter: &Letter,
) -> Result<Option<Message>> {
    let asked: Asked = details(letter)?;
    match owner(conn, &letter.address).await? {
        Some(owner) => letting_in(conn, post, &owner, &asked).await,
        None if asked.may_join => joining(post, letter, &asked).await.map(Some),
        None => Ok(None),
    }
}

async fn letting_in(
    conn: &mut Conn,
    post: &Post,
    owner: &Owner,
    asked: &Asked,
) -> Result<Option<Message>> {
    // Counted in the job's transaction: what was not sent does not count.
    if !take(conn, asked.letting_in(owner.person)).await? {
        return Ok(None);
    }
    let secret = make_link(
        &mut *post.pool.get().await?,
        owner.person,
        &asked.return_to(),
    )
    .await?;
    let words = Words(owner.called.language);
    let link = post.to(&format!("/sign-in/link?key={}", secret.reveal()));
    let paragraphs = [
        greeting(words, &owner.called.handle),
        words.get("mail-sign-in-lead"),
        link,
        words.get("mail-sign-in-about"),
        words.get("mail-sign-in-unasked"),
    ];
    Ok(Some(Message {
        // As its owner gave it, not as somebody typed it.
        to: owner.address.clone(),
        subject: words.get("mail-sign-in-subject"),
        body: body(words, post, &paragraphs),
    }))
}

async fn joining(post: &Post, letter: &Letter, asked: &Asked) -> Result<Message> {
    let secret = make_joining_link(&mut *post.pool.get().await?, &letter.address, asked).await?;
    let words = Words(asked.language);
    let paragraphs = [
        words.get("mail-join-lead"),
        post.to(&format!("/join/mail?key={}", secret.reveal())),
        words.get("mail-sign-in-about"),
        words.get("mail-join-unasked"),
    ];
    let subject = words.get("mail-join-subject");
    Ok(message(letter, subject, body(words, post, &paragraphs)))
}
