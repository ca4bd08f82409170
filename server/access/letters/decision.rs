//! What moderators decided, in words. No such mail carries a secret.

use crate::access::decision::{Decision, Ruling};
use crate::access::letters::deliver::{details, message};
use crate::access::letters::words::{body, greeting};
use crate::db::Conn;
use crate::error::Result;
use crate::i18n::Words;
use crate::mail::{Letter, Message, Post};
use crate::people::Person;
use crate::people::forget::REFUSED_FOR;

pub(super) async fn compose(
    conn: &mut Conn,
    post: &Post,
    letter: &Letter,
) -> Result<Option<Message>> {
    let decision: Decision = details(letter)?;
    let Some(person) = letter.person else {
        return Ok(None);
    };
    let person = Person::by_id(conn, person).await?;
    let words = Words(person.language);
    let mut paragraphs = vec![
        greeting(words, person.handle.as_str()),
        decision.lead(words),
    ];
    if !decision.reason.is_empty() {
        let reason = [("reason", decision.reason.clone())];
        paragraphs.push(words.fill("mail-decision-reason", &reason));
    }
    let link = [("link", post.to(&decision.path))];
    paragraphs.push(match decision.is_answered() {
        true => words.fill("mail-decision-answer", &link),
        false => words.fill("mail-decision-see", &link),
    });
    let (subject, body) = (decision.subject(words), body(words, post, &paragraphs));
    Ok(Some(message(letter, subject, body)))
}

impl Decision {
    /// Whether it takes something from somebody, who may say something to it.
    const fn is_answered(&self) -> bool {
        matches!(
            self.ruling,
            Ruling::Refused | Ruling::Suspended | Ruling::Hidden
        )
    }

    fn subject(&self, words: Words) -> String {
        match self.ruling {
            Ruling::Approved => words.get("mail-approved-subject"),
            Ruling::Refused => words.get("mail-refused-subject"),
            Ruling::Reconsidered => words.get("mail-reconsidered-subject"),
            Ruling::Suspended => words.get("mail-suspended-subject"),
            Ruling::Lifted => words.get("mail-lifted-subject"),
            Ruling::Hidden => words.get("mail-hidden-subject"),
            Ruling::Shown => words.get("mail-shown-subject"),
        }
    }

    fn lead(&self, words: Words) -> String {
        let title = || [("title", self.title.clone())];
        let days = || [("days", REFUSED_FOR.whole_days().to_string())];
        match self.ruling {
            Ruling::Approved => words.get("mail-approved-lead"),
            Ruling::Refused => words.fill("mail-refused-lead", &days()),
            Ruling::Reconsidered => words.get("mail-reconsidered-lead"),
            Ruling::Suspended => words.get("mail-suspended-lead"),
            Ruling::Lifted => words.get("mail-lifted-lead"),
            Ruling::Hidden if self.title.is_empty() => words.get("mail-hidden-lead-one"),
            Ruling::Hidden => words.fill("mail-hidden-lead", &title()),
            Ruling::Shown if self.title.is_empty() => words.get("mail-shown-lead-one"),
            Ruling::Shown => words.fill("mail-shown-lead", &title()),
        }
    }
}
