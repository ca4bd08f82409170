//! What each section of an article becomes in a story: offered as it was guessed, decided by the author.

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::catalog::{Catalog, Kind};
use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::error::Result;
use crate::i18n::Words;
use crate::stories::desk;
use crate::stories::import::{self, Article, Section, Use};
use crate::stories::pages::writing::field::{Choice, Control, Field, Fields, Group};
use crate::stories::pages::writing::import::Pasted;
use crate::web::answer::see_other;
use crate::web::{Audience, Form, Site, page};

/// So many sections are asked about; those beyond go where what is over goes.
const ASKED: usize = 200;

/// So much of a section is shown to know it by, in characters.
const EXCERPT: usize = 160;

#[derive(Template)]
#[template(path = "stories/assign.html")]
struct Assign {
    site: Site,
    pasted: Pasted,
    title: Field,
    canonical_url: Field,
    sections: Vec<Asked>,
    /// How many are not asked about.
    n_more: usize,
}

struct Asked {
    heading: String,
    excerpt: String,
    becomes: Field,
}

pub(super) fn page_of(
    req: &HttpRequest,
    catalog: &Catalog,
    article: &Article,
    pasted: Pasted,
) -> Result<HttpResponse> {
    let site = Site::of(req, None, "write");
    let words = Words(site.language);
    let fields = Fields {
        words,
        catalog,
        faults: &[],
        focus: None,
    };
    let title = article.title.as_deref().unwrap_or_default();
    let address = article.canonical_url.as_deref().unwrap_or_default();
    let guesses = import::guesses(article, catalog);
    let sections = article.sections.iter().zip(&guesses).enumerate();
    let template = Assign {
        title: fields
            .line("title", words.get("write-title"), title)
            .hint(words.get("write-title-hint")),
        canonical_url: fields
            .address("canonical_url", words.get("write-canonical"), address)
            .hint(words.get("write-canonical-hint"))
            .optional(),
        sections: sections
            .take(ASKED)
            .map(|(n, (section, guess))| fields.asked(n, section, guess))
            .collect(),
        n_more: article.sections.len().saturating_sub(ASKED),
        pasted,
        site,
    };
    page(req, &template, Audience::Personal)
}

/// Makes the draft as the author decided, and goes on to write it.
pub(super) async fn draft(
    conn: &mut Conn,
    catalog: &Catalog,
    author: PersonId,
    (article, form): (&Article, &Form),
) -> Result<HttpResponse> {
    let guesses = import::guesses(article, catalog);
    let decided =
        |(n, guess): (usize, Use)| Use::parse(form.text(&format!("use/{n}"))).unwrap_or(guess);
    let uses: Vec<Use> = guesses
        .into_iter()
        .take(ASKED)
        .enumerate()
        .map(decided)
        .collect();
    let mut content = import::draft(article, &uses);
    content.title = form.text("title").to_owned();
    let address = form.text("canonical_url");
    content.canonical_url = (!address.is_empty()).then(|| address.to_owned());
    let begun = desk::begin(conn, catalog, author, content).await?;
    let next = if begun.is_saved {
        "done=imported"
    } else {
        "check=save"
    };
    Ok(see_other(&format!("/stories/{}/edit?{next}", begun.id.0)))
}

impl Fields<'_> {
    fn asked(&self, n: usize, section: &Section, guess: &Use) -> Asked {
        let words = self.words;
        let heading = section.heading.clone();
        let mut excerpt: String = section.text_md.chars().take(EXCERPT).collect();
        if excerpt.len() < section.text_md.len() {
            excerpt.push('…');
        }
        let choices = choices(guess);
        let choice = |it: &Use| Choice {
            value: it.as_word(),
            name: self.use_name(it),
            is_chosen: it == guess,
        };
        let group = Group {
            name: String::new(),
            choices: choices.iter().map(choice).collect(),
        };
        Asked {
            heading: heading.unwrap_or_else(|| words.get("import-no-heading")),
            excerpt,
            becomes: Field {
                control: Control::Choice(vec![group]),
                ..self.line(format!("use/{n}"), words.get("import-use"), "")
            },
        }
    }

    fn use_name(&self, it: &Use) -> String {
        let words = self.words;
        let with = |name: String, kind: Kind, slugs: [&Option<String>; 2]| {
            let names = slugs.into_iter().flatten();
            let names = names.map(|it| self.catalog.name(kind, it, self.language()));
            let names: Vec<&str> = names.collect();
            match names.is_empty() {
                true => name,
                false => words.fill(
                    "import-use-of",
                    &[("use", name), ("what", names.join(" → "))],
                ),
            }
        };
        match it {
            Use::Transition { from_role, to_role } => {
                with(words.get("transitions"), Kind::Role, [from_role, to_role])
            }
            Use::Challenge { kind } => {
                with(words.get("challenges"), Kind::Challenge, [kind, &None])
            }
            Use::Practice { practice } => {
                with(words.get("practices"), Kind::Practice, [practice, &None])
            }
            Use::Tip => words.get("tips"),
            Use::Reflection => words.get("reflection"),
            Use::Summary => words.get("write-summary"),
            Use::LeaveOut => words.get("import-leave-out"),
        }
    }
}

/// The guess first, then everything that it could be instead.
fn choices(guess: &Use) -> Vec<Use> {
    let others = [
        Use::Transition {
            from_role: None,
            to_role: None,
        },
        Use::Challenge { kind: None },
        Use::Practice { practice: None },
        Use::Tip,
        Use::Reflection,
        Use::Summary,
        Use::LeaveOut,
    ];
    let mut choices = vec![guess.clone()];
    choices.extend(others.into_iter().filter(|it| it != guess));
    choices
}
