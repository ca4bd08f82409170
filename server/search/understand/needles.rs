//! What to look for in the index when some text is asked for.

use crate::i18n::Language;
use crate::search::understand::clause::{Alternative, Needle};
use crate::search::understand::inflected::{is_spelt_only, singular};
use crate::search::words::{Word, cut, fold};

/// A run of Japanese that the dictionary knows as one word, found inside other words.
const INSIDE: f32 = 0.6;

/// Text that a reader typed: its words as they are, and Japanese wherever it stands.
pub fn written(text: &str) -> Vec<Alternative> {
    let mut needles = looked_for(text);
    if let [Needle::Word(_)] = needles.as_slice()
        && let Some(run) = run(text)
        && run.chars().nth(1).is_some()
    {
        let word = needles.remove(0);
        return vec![
            Alternative::new(word, 1.0),
            Alternative::new(Needle::Run(run), INSIDE),
        ];
    }
    weighed(needles, 1.0)
}

/// Text that is looked for as it stands.
pub fn exact(text: &str) -> Vec<Alternative> {
    match run(text) {
        Some(run) if run.chars().nth(1).is_some() => weighed(vec![Needle::Run(run)], 1.0),
        _ => weighed(looked_for(text), 1.0),
    }
}

/// Text that nobody typed but that means the same: only as words of its own, and as it is spelt where other
/// words share its stem.
pub fn expanded(text: &str) -> Vec<Needle> {
    let words = cut(text, Language::Japanese);
    if let [word] = words.as_slice()
        && word.is_latin()
        && is_spelt_only(&word.key)
    {
        let one = singular(&word.key);
        let many = format!("{one}s");
        let forms = [word.key.clone(), one, many].into_iter();
        let mut forms: Vec<Needle> = forms.map(Needle::Form).collect();
        forms.dedup();
        return forms;
    }
    looked_for(text)
}

pub fn weighed(needles: Vec<Needle>, weight: f32) -> Vec<Alternative> {
    let alternative = |it| Alternative::new(it, weight);
    needles.into_iter().map(alternative).collect()
}

fn looked_for(text: &str) -> Vec<Needle> {
    let words = cut(text, Language::Japanese);
    let (joined, parts): (Vec<Word>, Vec<Word>) = words.into_iter().partition(|it| it.is_joined);
    let mut needles: Vec<Needle> = joined.into_iter().map(|it| Needle::Word(it.stem)).collect();
    match parts.as_slice() {
        [] => {}
        [word] => needles.push(Needle::Word(word.stem.clone())),
        _ => needles.push(match run(text) {
            Some(run) => Needle::Run(run),
            None => Needle::Phrase(parts.into_iter().map(|it| it.stem).collect()),
        }),
    }
    needles
}

/// The text as one run of Japanese; none where something else stands in it.
fn run(text: &str) -> Option<String> {
    let words = cut(text, Language::Japanese);
    let touches = |pair: &[Word]| pair.first().map(|it| it.end) == pair.get(1).map(|it| it.start);
    // Pairs do not tell katakana from hiragana.
    let is_alone = matches!(words.as_slice(), [word] if word.is_told_by_script());
    let is_run = !words.is_empty()
        && !is_alone
        && words.iter().all(Word::is_cjk)
        && (words.windows(2).all(touches) || text.contains('・'));
    is_run.then(|| words.iter().map(|it| fold::key(&it.key)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::words::stem;

    #[test]
    fn japanese_is_also_looked_for_inside_words() {
        let run = fold::key("マネージャー");
        let expected = [
            Alternative::new(Needle::Word(run.clone()), 1.0),
            Alternative::new(Needle::Run(run), INSIDE),
        ];
        assert_eq!(written("マネージャー"), expected);
        assert_eq!(
            exact("障害の振り返り"),
            [Alternative::new(
                Needle::Run("障害の振り返り".to_owned()),
                1.0
            )]
        );
    }

    #[test]
    fn latin_is_looked_for_by_words() {
        let phrase = Needle::Phrase(vec!["error".to_owned(), "budget".to_owned()]);
        assert_eq!(exact("error budgets"), [Alternative::new(phrase, 1.0)]);
        let joined = Needle::Word(stem::latin("oncall"));
        assert!(expanded("on-call").contains(&joined));
    }

    #[test]
    fn what_shares_its_stem_with_other_words_is_looked_for_as_it_is_spelt() {
        let found = expanded("training");
        assert!(found.contains(&Needle::Form("training".to_owned())));
        assert!(!found.iter().any(|it| matches!(it, Needle::Word(_))));
        assert!(expanded("outage").contains(&Needle::Word(stem::latin("outage"))));
    }
}
