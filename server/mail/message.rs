//! A mail in words, and as it goes over the wire: plain text in UTF-8.

use anyhow::Context;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message as Wire};
use uuid::Uuid;

/// It holds a secret as long as it lives, and so does not print itself.
pub struct Message {
    pub to: String,
    pub subject: String,
    pub body: String,
}

impl Message {
    /// With the headers that tell programs not to answer (RFC 3834). Line breaks in a subject end as encoded
    /// letters, never as a header of their own; the sender's name was read without any.
    ///
    /// # Errors
    /// When the address is none.
    pub fn wire(&self, from: &Mailbox) -> anyhow::Result<Wire> {
        // Its own domain: the name of this machine is nobody's business.
        let id = format!("<{}@{}>", Uuid::new_v4(), from.email.domain());
        let to: lettre::Address = self.to.parse().context("a mail goes to no address")?;
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        let automatic = HeaderValue::new(automatic, "auto-generated".to_owned());
        Wire::builder()
            .from(from.clone())
            .to(Mailbox::new(None, to))
            .subject(&self.subject)
            .date_now()
            .message_id(Some(id))
            .header(ContentType::TEXT_PLAIN)
            .raw_header(automatic)
            .body(self.body.clone())
            .context("put a mail together")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(subject: &str, body: &str, from: &str) -> String {
        let message = Message {
            to: "ada@example.org".to_owned(),
            subject: subject.to_owned(),
            body: body.to_owned(),
        };
        let name = Some(from.to_owned());
        let from = Mailbox::new(name, "guidepost@example.org".parse().unwrap());
        String::from_utf8(message.wire(&from).unwrap().formatted()).unwrap()
    }

    fn headers(written: &str) -> Vec<&str> {
        let head = written.split("\r\n\r\n").next().unwrap();
        let named = head.lines().filter(|it| !it.starts_with([' ', '\t']));
        named.map(|it| it.split(':').next().unwrap()).collect()
    }

    #[test]
    fn it_says_when_by_whom_and_that_no_program_shall_answer() {
        let text = written(
            "Sign in",
            "Hello,\n\nhttps://guidepost.example/\n",
            "Guidepost",
        );
        let expected = [
            "From",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "Content-Type",
            "Auto-Submitted",
            "Content-Transfer-Encoding",
        ];
        assert_eq!(headers(&text), expected);
        for line in [
            "Auto-Submitted: auto-generated\r\n",
            "Content-Type: text/plain; charset=utf-8\r\n",
            "To: ada@example.org\r\n",
            "@example.org>\r\n",
        ] {
            assert!(text.contains(line), "{line}: {text}");
        }
    }

    #[test]
    fn nothing_that_was_typed_becomes_a_header() {
        let honest = headers(&written("Hello", "Body", "Guidepost")).join(",");
        for evil in [
            "a\r\nBcc: eve@example.org",
            "a\nBcc: eve@example.org",
            "a\rBcc: eve@example.org",
            "a\r\n\r\nA body of its own",
            "葵\r\nBcc: eve@example.org",
            "a\u{2028}Bcc: eve@example.org",
            "\"\r\nBcc: eve@example.org",
            "a\u{85}Bcc: eve@example.org\0",
        ] {
            let text = written(evil, evil, "Guidepost");
            assert_eq!(headers(&text).join(","), honest, "{evil:?}: {text}");
            let head = text.split("\r\n\r\n").next().unwrap();
            assert!(!head.contains("\nBcc") && !head.contains("\rBcc"), "{text}");
        }
    }
}
