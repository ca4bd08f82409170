//! What happened to an account: when, what, and where to look. No notice carries a secret.

use serde::Deserialize;

use crate::access::letters::deliver::{details, message};
use crate::access::letters::words::{body, greeting};
use crate::access::notice::What;
use crate::db::Conn;
use crate::error::Result;
use crate::i18n::Words;
use crate::mail::{Letter, Message, Post};
use crate::people::{Person, clock};

#[derive(Deserialize)]
struct Details {
    what: What,
    /// The browser, the account elsewhere or the address.
    which: String,
}

pub(super) async fn compose(
    conn: &mut Conn,
    post: &Post,
    letter: &Letter,
) -> Result<Option<Message>> {
    let details: Details = details(letter)?;
    let Some(person) = letter.person else {
        return Ok(None);
    };
    let person = Person::by_id(conn, person).await?;
    let words = Words(person.language);
    let at = [letter.written_at];
    let told = clock::told(conn, person.id, &at, person.language).await?;
    let at = format!("{} ({})", told.concat(), person.time_zone);
    let sessions = words.fill(
        "mail-see-sessions",
        &[("link", post.to("/settings/sessions"))],
    );
    let ways = words.fill("mail-see-ways", &[("link", post.to(details.page()))]);
    let facts = [words.fill("mail-at", &[("at", at)]), details.line(words)];
    let is_new_browser = details.what == What::NewBrowser;
    let (subject, lead, unknown, see) = match is_new_browser {
        true => (
            words.get("mail-browser-subject"),
            words.get("mail-browser-lead"),
            words.get("mail-browser-unknown"),
            sessions,
        ),
        false => (
            words.get("mail-changed-subject"),
            words.get("mail-changed-lead"),
            words.get("mail-changed-unknown"),
            format!("{ways}\n{sessions}"),
        ),
    };
    let greeting = greeting(words, person.handle.as_str());
    let paragraphs = [greeting, lead, facts.join("\n"), unknown, see];
    Ok(Some(message(
        letter,
        subject,
        body(words, post, &paragraphs),
    )))
}

impl Details {
    /// Where what has changed is seen.
    const fn page(&self) -> &'static str {
        match self.what {
            What::AddressAdded | What::AddressRemoved => "/settings/mail",
            _ => "/settings/sign-in",
        }
    }

    fn line(&self, words: Words) -> String {
        let which = || [("which", self.which.clone())];
        match self.what {
            What::NewBrowser if self.which.is_empty() => words.get("mail-browser-nameless"),
            What::NewBrowser => words.fill("mail-browser-which", &which()),
            What::IdentityAdded => words.fill("mail-identity-added", &which()),
            What::IdentityRemoved => words.fill("mail-identity-removed", &which()),
            What::AddressAdded => words.fill("mail-address-added", &which()),
            What::AddressRemoved => words.fill("mail-address-removed", &which()),
            What::SignInLinkMade => words.get("mail-sign-in-link-made"),
            What::PasskeyAdded => words.get("mail-passkey-added"),
            What::PasskeyRemoved => words.get("mail-passkey-removed"),
            What::RecoveryCodesMade => words.get("mail-recovery-codes-made"),
            What::RecoveryCodeUsed => words.get("mail-recovery-code-used"),
        }
    }
}
