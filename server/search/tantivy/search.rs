//! One search in one snapshot of the index.

use tantivy::{DocAddress, Term};

use crate::search::engine::{FURTHEST, Filters, Found, Hit, Request, Result, Sort};
use crate::search::highlight::{Marker, highlights};
use crate::search::query::lex::MAX_CHARS;
use crate::search::query::{Typed, parse};
use crate::search::tantivy::best::{Best, Place, sort};
use crate::search::tantivy::filters::Passing;
use crate::search::tantivy::lexicon::Words;
use crate::search::tantivy::scoring::{lifts, ranked};
use crate::search::tantivy::snapshot::Snapshot;
use crate::search::tantivy::stored::Stored;
use crate::search::tantivy::values;
use crate::search::understand::{Meaning, nearest, understand};
use crate::search::words::kind::is_katakana;
use crate::search::words::{Folded, fold};

/// How many of the best may be lifted by words that stand side by side: no others come to the first pages.
const LIFTED: usize = 100;

pub fn search(snapshot: &Snapshot, request: &Request) -> Result<Found> {
    if request.gone.is_empty() {
        return search_all(snapshot, request);
    }
    search_all(&snapshot.without(&request.gone)?, request)
}

fn search_all(snapshot: &Snapshot, request: &Request) -> Result<Found> {
    let vocabulary = &request.vocabulary;
    let mut typed = parse(&request.text, vocabulary);
    resolve_authors(&mut typed, snapshot)?;
    let filters = joined(&request.filters, std::mem::take(&mut typed.filters));
    let of_segment = |it| Passing::of(snapshot, it, &filters);
    let passing: Result<Vec<Passing<'_>>> = snapshot.segments.iter().map(of_segment).collect();
    let passing = passing?;
    let words = Words::of(snapshot, &passing);
    let meaning = understand(&typed, request.reader, vocabulary, &words);
    let mut found = Found::default();
    let end = request.offset.saturating_add(request.limit).min(FURTHEST);
    let mut best = Best::of(request.sort, end.max(LIFTED));
    let ranked = ranked(&meaning, snapshot)?;
    let segments = passing.iter().zip(&snapshot.segments);
    for (number, ((passing, segment), ranked)) in (0_u32..).zip(segments.zip(&ranked)) {
        let shown = passing.all(&ranked.stories);
        passing.count(&ranked.stories, &shown, &mut found.facets)?;
        found.total += usize::try_from(shown.len())?;
        best.add(&shown, ranked, segment, number);
    }
    let mut places = best.finish();
    if request.sort == Sort::Relevance {
        lift(&mut places, &meaning, snapshot)?;
    }
    let marker = Marker::of(&meaning);
    let page = places.get(request.offset..end.min(places.len()));
    for place in page.unwrap_or_default() {
        found.hits.push(hit(place, snapshot, &marker)?);
    }
    found.suggest(&typed, &meaning, request);
    found.filters = filters;
    Ok(found)
}

/// Raises those of the best in which words stand side by side as they were typed.
fn lift(places: &mut [Place], meaning: &Meaning, snapshot: &Snapshot) -> Result<()> {
    let n = places.len().min(LIFTED);
    let Some(best) = places.get_mut(..n) else {
        return Ok(());
    };
    best.sort_unstable_by_key(|it| it.at);
    for places in best.chunk_by_mut(|a, b| a.at.segment_ord == b.at.segment_ord) {
        let docs: Vec<u32> = places.iter().map(|it| it.at.doc_id).collect();
        let segment = places.first().map_or(0, |it| it.at.segment_ord);
        let lifts = lifts(meaning, snapshot, usize::try_from(segment)?, &docs)?;
        for (place, lift) in places.iter_mut().zip(lifts) {
            place.score *= lift;
        }
    }
    sort(best, Sort::Relevance);
    Ok(())
}

impl Found {
    /// Offers only what finds something, and nothing that was typed.
    fn suggest(&mut self, typed: &Typed, meaning: &Meaning, request: &Request) {
        if self.total > 0 {
            self.did_you_mean = mended(&request.text, &meaning.mended);
        } else {
            let quoted = typed.phrases.iter().map(String::as_str);
            let words = [typed.words.trim()].into_iter().chain(quoted);
            let words: Vec<&str> = words.filter(|it| !it.is_empty()).collect();
            self.nearest = nearest::nearest(&words.join(" "), &request.vocabulary);
        }
    }
}

/// The query with the words that were meant in the place of those that were typed.
fn mended(text: &str, words: &[(String, String)]) -> Option<String> {
    if words.is_empty() {
        return None;
    }
    let typed: String = text.chars().take(MAX_CHARS).collect();
    let mend = |text: String, (typed, meant): &(String, String)| with_word(&text, typed, meant);
    let mended = words.iter().fold(typed.clone(), mend).trim().to_owned();
    let folded = |it: &str| fold::key(&Folded::of(it.trim()).text);
    (folded(&mended) != folded(&typed)).then_some(mended)
}

/// The text with another word in the place of this one, where it stands by itself.
fn with_word(text: &str, word: &str, other: &str) -> String {
    let is_part =
        |it: Option<char>| it.is_some_and(|it| it.is_ascii_alphanumeric() || is_katakana(it));
    let stands_alone = |(at, _): &(usize, &str)| {
        let before = text.get(..*at).and_then(|it| it.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|it| it.chars().next());
        !is_part(before) && !is_part(after)
    };
    let place = text.match_indices(word).find(stands_alone).map(|it| it.0);
    let Some(place) = place.or_else(|| text.find(word)) else {
        return text.to_owned();
    };
    let mut text = text.to_owned();
    text.replace_range(place..place + word.len(), other);
    text
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

fn hit(place: &Place, snapshot: &Snapshot, marker: &Marker) -> Result<Hit> {
    let stored: Stored = snapshot.searcher.doc(place.at)?;
    Ok(Hit {
        id: stored.id()?,
        version: snapshot.version_at(place.at).unwrap_or_default(),
        score: place.score,
        highlights: highlights(&stored.texts(), marker),
    })
}

impl Snapshot {
    fn version_at(&self, at: DocAddress) -> Option<i64> {
        let segment = self.segments.get(usize::try_from(at.segment_ord).ok()?)?;
        segment.sets.version(at.doc_id)
    }

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
