//! One search in one snapshot of the index.

use std::cmp::{Ordering, Reverse};

use roaring::RoaringBitmap;
use tantivy::schema::Value;
use tantivy::{DocAddress, TantivyDocument, Term};
use uuid::Uuid;

use crate::search::engine::{FURTHEST, Failure, Filters, Found, Hit, Request, Result, Sort};
use crate::search::highlight::{Marker, Texts, highlights};
use crate::search::query::lex::MAX_CHARS;
use crate::search::query::{Typed, parse};
use crate::search::tantivy::filters::Passing;
use crate::search::tantivy::scoring::{Ranked, ranked};
use crate::search::tantivy::snapshot::Snapshot;
use crate::search::tantivy::values;
use crate::search::understand::{Meaning, nearest, understand};

pub fn search(snapshot: &Snapshot, request: &Request) -> Result<Found> {
    let vocabulary = &request.vocabulary;
    let mut typed = parse(&request.text, vocabulary);
    resolve_authors(&mut typed, snapshot)?;
    let meaning = understand(&typed, request.reader, vocabulary, snapshot);
    let filters = joined(&request.filters, typed.filters);
    let mut found = Found::default();
    let mut hits = Vec::new();
    let segments = snapshot.segments.iter().zip(0_u32..);
    for ((segment, number), ranked) in segments.zip(ranked(&meaning, snapshot)?) {
        let passing = Passing::of(snapshot, segment, &filters)?;
        let all = set_of(&ranked)?;
        passing.count(&all, &mut found.facets)?;
        let shown = passing.all(&all);
        found.total += usize::try_from(shown.len())?;
        let sets = &segment.sets;
        let place = |(doc, score)| Place {
            at: DocAddress::new(number, doc),
            score,
            version: sets.version(doc).unwrap_or_default(),
            listed_at: sets.listed_at(doc),
            helpful: sets.helpful(doc),
            key: sets.key(doc),
        };
        hits.extend(in_both(ranked, &shown).map(place));
    }
    best(&mut hits, request);
    let marker = Marker::of(&meaning);
    for place in page(&hits, request) {
        found.hits.push(place.hit(snapshot, &marker)?);
    }
    found.suggest(&meaning, request);
    found.filters = filters;
    Ok(found)
}

impl Found {
    fn suggest(&mut self, meaning: &Meaning, request: &Request) {
        self.did_you_mean = mended(&request.text, &meaning.mended);
        if self.total == 0 {
            self.nearest = nearest::nearest(&request.text, &request.vocabulary);
        }
    }
}

/// The query with the words that were meant in the place of those that were typed.
fn mended(text: &str, words: &[(String, String)]) -> Option<String> {
    if words.is_empty() {
        return None;
    }
    let text: String = text.chars().take(MAX_CHARS).collect();
    let mend = |text: String, (typed, meant): &(String, String)| text.replacen(typed, meant, 1);
    Some(words.iter().fold(text, mend).trim().to_owned())
}

/// Handles for what was typed behind `author:`; who is not in the index is looked for as words.
fn resolve_authors(typed: &mut Typed, snapshot: &Snapshot) -> Result<()> {
    for author in std::mem::take(&mut typed.authors) {
        let by_handle = values::handle(&author);
        let by_name = values::by(&author);
        if snapshot.has_value(&by_handle)? {
            typed.filters.authors.push(author);
        } else if snapshot.has_value(&by_name)? {
            typed.filters.names.push(author);
        } else {
            let words = std::mem::take(&mut typed.words);
            typed.words = format!("{} {author}", words.trim_end());
        }
    }
    Ok(())
}

/// Both hold: those beside the box and those typed into it.
fn joined(beside: &Filters, typed: Filters) -> Filters {
    let mut filters = beside.clone();
    filters.to.extend(typed.to);
    filters.from.extend(typed.from);
    filters.practices.extend(typed.practices);
    filters.challenges.extend(typed.challenges);
    filters.authors.extend(typed.authors);
    filters.names.extend(typed.names);
    filters.language = typed.language.or(filters.language);
    filters
}

/// A hit before anything of it is read.
struct Place {
    at: DocAddress,
    score: f32,
    version: i64,
    listed_at: i64,
    helpful: u64,
    key: u64,
}

impl Place {
    fn hit(&self, snapshot: &Snapshot, marker: &Marker) -> Result<Hit> {
        let document: TantivyDocument = snapshot.searcher.doc(self.at)?;
        let fields = snapshot.fields;
        let texts = |field| -> Vec<String> {
            let values = document.get_all(field);
            values
                .filter_map(|it| it.as_str().map(str::to_owned))
                .collect()
        };
        let first = |field| texts(field).into_iter().next().unwrap_or_default();
        let id = Uuid::parse_str(&first(fields.id));
        let texts = Texts {
            title: first(fields.title),
            summary: first(fields.summary),
            body: texts(fields.body),
        };
        Ok(Hit {
            id: id.map_err(|it| Failure::ToBeRebuilt(it.to_string()))?,
            version: self.version,
            score: self.score,
            highlights: highlights(&texts, marker),
        })
    }
}

/// The stories of a ranking, which is in their order.
fn set_of(ranked: &Ranked) -> Result<RoaringBitmap> {
    let docs = ranked.iter().map(|it| it.0);
    RoaringBitmap::from_sorted_iter(docs).map_err(|it| Failure::Internal(it.to_string()))
}

/// Those of a ranking that are in the set; both are in order.
fn in_both(ranked: Ranked, set: &RoaringBitmap) -> impl Iterator<Item = (u32, f32)> {
    let mut shown = set.iter().peekable();
    ranked.into_iter().filter(move |(doc, _)| {
        while shown.next_if(|it| it < doc).is_some() {}
        shown.peek() == Some(doc)
    })
}

/// By the sort, then the newer, then by half of the id: the same in every snapshot.
fn order(sort: Sort, a: &Place, b: &Place) -> Ordering {
    let by_sort = match sort {
        Sort::Newest => Ordering::Equal,
        Sort::Helpful => b.helpful.cmp(&a.helpful),
        Sort::Relevance => b.score.total_cmp(&a.score),
    };
    let newest = |it: &Place| (Reverse(it.listed_at), it.key);
    by_sort.then_with(|| newest(a).cmp(&newest(b)))
}

/// Leaves those up to the end of the page that is asked for, in order.
fn best(hits: &mut Vec<Place>, request: &Request) {
    let end = request.offset.saturating_add(request.limit).min(FURTHEST);
    let by_order = |a: &Place, b: &Place| order(request.sort, a, b);
    if end < hits.len() {
        hits.select_nth_unstable_by(end, by_order);
        hits.truncate(end);
    }
    hits.sort_unstable_by(by_order);
}

fn page<'p>(hits: &'p [Place], request: &Request) -> &'p [Place] {
    hits.get(request.offset..).unwrap_or_default()
}

impl Snapshot {
    fn has_value(&self, term: &str) -> Result<bool> {
        let term = Term::from_field_text(self.fields.values, term);
        for segment in &self.segments {
            if segment.has(&term)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
