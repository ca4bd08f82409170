//! The fields of the index and how a story becomes them.

use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{PreTokenizedString, Token};

use crate::i18n::Language;
use crate::search::document::Document;
use crate::search::tantivy::stored::stored;
use crate::search::tantivy::values;
use crate::search::words::{Word, cut, pairs};

/// Grows when the fields or what is in them change: an index of another format is built anew.
pub const FORMAT: u32 = 4;

/// Nothing reaches over from one text into the next.
const GAP: usize = 10;

/// A title and a summary count as if they were said so often.
const TITLE: usize = 3;
const SUMMARY: usize = 2;

/// Words shorter than this are neither completed nor mended.
const SHORTEST_FORM: usize = 2;

#[derive(Clone, Copy, Debug)]
pub struct Fields {
    pub id: Field,
    pub version: Field,
    /// Stems of title, summary, body and author, the more important ones repeated.
    pub text: Field,
    /// Pairs of Japanese characters of title, summary and body.
    pub pairs: Field,
    /// Latin and katakana words as they are spelt: what is completed and mended is looked up here.
    pub forms: Field,
    /// Values of the catalogue, language, roads and author, each as one term.
    pub values: Field,
    /// What hits are made of.
    pub stored: Field,
    pub listed_at: Field,
    pub helpful: Field,
    /// Half of the id: decides between equals.
    pub key: Field,
}

pub fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let positions = indexed(IndexRecordOption::WithFreqsAndPositions, true);
    let basic = indexed(IndexRecordOption::Basic, false);
    let fields = Fields {
        id: builder.add_text_field("id", STRING),
        version: builder.add_i64_field("version", FAST),
        text: builder.add_text_field("text", positions.clone()),
        pairs: builder.add_text_field("pairs", positions),
        forms: builder.add_text_field("forms", basic.clone()),
        values: builder.add_text_field("values", basic),
        stored: builder.add_text_field("stored", TextOptions::default().set_stored()),
        listed_at: builder.add_i64_field("listed_at", FAST),
        helpful: builder.add_u64_field("helpful", FAST),
        key: builder.add_u64_field("key", FAST),
    };
    (builder.build(), fields)
}

fn indexed(record: IndexRecordOption, has_length: bool) -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_fieldnorms(has_length)
        .set_index_option(record);
    TextOptions::default().set_indexing_options(indexing)
}

/// A story as the index holds it.
pub fn document(fields: &Fields, story: &Document) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    document.add_text(fields.id, story.id.to_string());
    document.add_i64(fields.version, story.version);
    document.add_u64(fields.key, story.id.as_u64_pair().1);
    let mut terms = Terms::new(story.language);
    for _ in 0..TITLE {
        terms.text(&story.title);
    }
    for _ in 0..SUMMARY {
        terms.text(&story.summary);
    }
    for text in &story.body {
        terms.text(text);
    }
    if let Some(author) = &story.author {
        terms.text(&author.display_name);
        terms.text(&author.handle);
    }
    document.add_pre_tokenized_text(fields.text, tokens(terms.stems));
    document.add_pre_tokenized_text(fields.pairs, tokens(terms.pairs));
    document.add_pre_tokenized_text(fields.forms, tokens(distinct(terms.forms)));
    document.add_pre_tokenized_text(fields.values, tokens(distinct(values::of(story))));
    document.add_text(fields.stored, stored(story));
    document.add_i64(fields.listed_at, story.listed_at);
    document.add_u64(fields.helpful, story.helpful);
    document
}

/// The terms of a story's texts while they are gathered.
struct Terms {
    language: Language,
    stems: Vec<(usize, String)>,
    pairs: Vec<(usize, String)>,
    forms: Vec<String>,
}

impl Terms {
    const fn new(language: Language) -> Self {
        Self {
            language,
            stems: Vec::new(),
            pairs: Vec::new(),
            forms: Vec::new(),
        }
    }

    fn text(&mut self, text: &str) {
        let first = after(&self.stems);
        for word in cut(text, self.language) {
            if is_form(&word) {
                self.forms.push(word.key);
            }
            self.stems.push((first + word.position, word.stem));
        }
        let first = after(&self.pairs);
        self.pairs.extend(pairs::pairs(text, first));
    }
}

fn is_form(word: &Word) -> bool {
    (word.is_latin() || word.is_katakana) && word.key.chars().count() >= SHORTEST_FORM
}

/// Where the next text begins.
fn after(terms: &[(usize, String)]) -> usize {
    terms.last().map_or(0, |it| it.0 + GAP)
}

fn distinct(mut terms: Vec<String>) -> Vec<(usize, String)> {
    terms.sort_unstable();
    terms.dedup();
    terms.into_iter().enumerate().collect()
}

fn tokens(terms: Vec<(usize, String)>) -> PreTokenizedString {
    let token = |(position, text)| Token {
        position,
        text,
        position_length: 1,
        ..Token::default()
    };
    PreTokenizedString {
        text: String::new(),
        tokens: terms.into_iter().map(token).collect(),
    }
}
