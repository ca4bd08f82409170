//! The words that made-up stories are made of, and how they become texts.

use std::collections::HashMap;

use anyhow::Context;
use rust_embed::Embed;
use serde::Deserialize;

use crate::cli::generate::dice::Dice;
use crate::i18n::Language;

#[derive(Embed)]
#[folder = "server/cli/generate/phrases"]
struct Files;

/// Phrases of one language by what they tell.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrases {
    pub title: Vec<String>,
    pub summary: Vec<String>,
    pub moved: Vec<String>,
    pub faced: Vec<String>,
    pub response: Vec<String>,
    pub hindsight: Vec<String>,
    pub how: Vec<String>,
    pub caveat: Vec<String>,
    pub tip: Vec<String>,
    pub reflection: Vec<String>,
    pub item: Vec<String>,
    pub applied_to: Vec<String>,
    pub indicator: Vec<String>,
    pub organisation: Vec<String>,
    pub job_title: Vec<String>,
    pub link: Vec<String>,
    pub bio: Vec<String>,
    slots: HashMap<String, Vec<String>>,
    pub names: Names,
}

#[derive(Deserialize)]
pub struct Names {
    pub given: Vec<String>,
    pub family: Vec<String>,
    pub handle: Vec<String>,
}

impl Phrases {
    pub fn of(language: Language) -> anyhow::Result<Self> {
        let name = format!("{language}.toml");
        let file = Files::get(&name).with_context(|| format!("there is no {name}"))?;
        toml::from_str(std::str::from_utf8(&file.data)?).with_context(|| format!("in {name}"))
    }
}

/// Writes the texts of one story.
pub struct Pen<'p> {
    pub phrases: &'p Phrases,
    pub language: Language,
    pub dice: Dice,
    /// The names of the roles where the story begins and ends.
    pub roles: (String, String),
}

impl Pen<'_> {
    /// One of the phrases, its slots filled.
    pub fn phrase(&mut self, phrases: &[String]) -> String {
        let phrase = self.dice.pick(phrases);
        self.filled(phrase)
    }

    /// Now and then one of the phrases.
    pub fn perhaps(&mut self, percent: u32, phrases: &[String]) -> Option<String> {
        self.dice.percent(percent).then(|| self.phrase(phrases))
    }

    /// Up to so many of the phrases as one paragraph.
    pub fn paragraph(&mut self, phrases: &[String], most: usize) -> String {
        let drawn = self.dice.shuffled(phrases);
        self.joined(drawn.into_iter().take(most))
    }

    /// So many paragraphs, each of a few of the phrases; now and then one of them is a list.
    pub fn text(&mut self, phrases: &[String], paragraphs: usize) -> String {
        let drawn = self.dice.shuffled(phrases);
        let mut drawn = drawn.into_iter();
        let mut blocks = Vec::new();
        for _ in 0..paragraphs {
            let most = if self.dice.percent(50) { 3 } else { 2 };
            let paragraph = self.joined(drawn.by_ref().take(most));
            if !paragraph.is_empty() {
                blocks.push(paragraph);
            }
        }
        if paragraphs > 1 && self.dice.percent(25) {
            blocks.push(self.list());
        }
        blocks.join("\n\n")
    }

    fn list(&mut self) -> String {
        let items = self.dice.shuffled(&self.phrases.item);
        let items = items
            .into_iter()
            .take(3)
            .map(|it| format!("- {}", self.filled(it)));
        items.collect::<Vec<_>>().join("\n")
    }

    fn joined<'s>(&mut self, sentences: impl Iterator<Item = &'s String>) -> String {
        let space = match self.language {
            Language::Japanese => "",
            Language::English => " ",
        };
        let sentences: Vec<String> = sentences.map(|it| self.filled(it)).collect();
        sentences.join(space)
    }

    fn filled(&mut self, phrase: &str) -> String {
        let mut text = String::with_capacity(phrase.len() + 40);
        for (n, piece) in phrase.split(['{', '}']).enumerate() {
            if n % 2 == 0 {
                text.push_str(piece);
            } else {
                self.fill(piece, &mut text);
            }
        }
        capital(text)
    }

    fn fill(&mut self, slot: &str, text: &mut String) {
        match slot {
            "from" => text.push_str(&self.roles.0),
            "to" => text.push_str(&self.roles.1),
            "n" => text.push_str(&self.dice.between(6, 60).to_string()),
            "m" => text.push_str(&self.dice.between(2, 5).to_string()),
            slot => match self.phrases.slots.get(slot) {
                Some(words) => text.push_str(self.dice.pick::<String>(words)),
                None => text.push_str(slot),
            },
        }
    }
}

/// A sentence begins with a capital letter, where its script has any.
fn capital(text: String) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if first.is_ascii_lowercase() => {
            format!("{}{}", first.to_ascii_uppercase(), letters.as_str())
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slot_of_a_phrase_is_filled() {
        for language in [Language::Japanese, Language::English] {
            let phrases = Phrases::of(language).unwrap();
            let mut pen = Pen {
                phrases: &phrases,
                language,
                dice: Dice::new(1, "phrases", 0),
                roles: ("A".to_owned(), "B".to_owned()),
            };
            let all = [&phrases.title, &phrases.moved, &phrases.faced, &phrases.how];
            for list in all.into_iter().chain([&phrases.response, &phrases.tip]) {
                for phrase in list {
                    let slots = phrase.split(['{', '}']).skip(1).step_by(2);
                    for slot in slots.filter(|it| !matches!(*it, "from" | "to" | "n" | "m")) {
                        assert!(phrases.slots.contains_key(slot), "{phrase}");
                    }
                    assert!(!pen.filled(phrase).contains(['{', '}']));
                }
            }
        }
    }
}
