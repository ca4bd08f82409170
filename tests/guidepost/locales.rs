//! Both languages say everything.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// Beginnings of keys that are put together at run time; see the tests of their own below.
const MADE: &[&str] = &["problem-", "fault-", "language-", "link-"];

#[test]
fn both_languages_have_the_same_messages() {
    let (ja, en) = (keys("ja"), keys("en"));
    assert!(!ja.is_empty());
    assert_eq!(
        ja.difference(&en).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "missing in en"
    );
    assert_eq!(
        en.difference(&ja).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "missing in ja"
    );
}

#[test]
fn a_message_takes_the_same_arguments_in_both_languages() {
    let arguments = Regex::new(r"\{ \$([a-z]+)").unwrap();
    let of = |language: &str| -> BTreeMap<String, BTreeSet<String>> {
        let taken = |(key, text): (String, String)| {
            let names = arguments.captures_iter(&text).map(|it| it[1].to_owned());
            (key, names.collect())
        };
        whole_messages(language).into_iter().map(taken).collect()
    };
    let (ja, en) = (of("ja"), of("en"));
    for (key, taken) in &ja {
        assert_eq!(taken, &en[key], "{key}");
    }
}

#[test]
fn every_message_that_is_asked_for_exists() {
    let asked = Regex::new(
        r#"(?:site\.t|site\.with2?|words\.get|words\.fill|role_phrase|view\.facet|self\.facet)\(\s*"([a-z0-9-]+)""#,
    )
    .unwrap();
    let known = keys("en");
    let mut n_asked = 0;
    for (path, text) in sources() {
        for key in asked.captures_iter(&text).map(|it| it[1].to_owned()) {
            n_asked += 1;
            assert!(known.contains(&key), "{path} asks for {key}");
        }
    }
    assert!(
        n_asked > 50,
        "only {n_asked} messages were found in the sources"
    );
}

#[test]
fn every_error_has_its_words() {
    let known = keys("en");
    let text: String = sources()
        .into_iter()
        .filter(|it| it.0.ends_with(".rs"))
        .map(|it| it.1)
        .collect();
    for code in captures(
        &text,
        r#"(?s)(?:Fault::new|Error::fault)\((?:[^;]*?),\s*"([a-z_]+)"\)"#,
    ) {
        assert!(
            known.contains(&format!("fault-{}", code.replace('_', "-"))),
            "fault {code}"
        );
    }
    for code in captures(&text, r#""(unknown_[a-z]+|bad_handle|handle_reserved)""#) {
        assert!(
            known.contains(&format!("fault-{}", code.replace('_', "-"))),
            "fault {code}"
        );
    }
    let problems = captures(&text, r#"(?:Conflict|Malformed)\("([a-z_]+)"\)"#);
    let fixed = captures(&text, r#"Error::[A-Za-z]+(?:\(_\))? => "([a-z_]+)""#);
    assert!(problems.len() > 3 && fixed.len() > 8);
    for code in problems.iter().chain(&fixed) {
        for key in [format!("problem-{code}"), format!("problem-{code}-detail")] {
            assert!(known.contains(&key), "{key}");
        }
    }
}

#[test]
fn no_message_is_left_over() {
    let text: String = sources().into_iter().map(|it| it.1).collect();
    for key in keys("en")
        .into_iter()
        .filter(|it| !MADE.iter().any(|made| it.starts_with(made)))
    {
        assert!(
            text.contains(&format!("\"{key}\"")),
            "{key} is never asked for"
        );
    }
}

#[test]
fn japanese_messages_are_japanese() {
    let is_japanese = |c: char| matches!(u32::from(c), 0x3040..=0x30ff | 0x4e00..=0x9fff);
    let exempt = [
        "site-name",
        "footer-api",
        "tips",
        "filter-before-from",
        "filter-option",
        "fault-nearest",
        "list-separator",
        "title-separator",
        "write-place",
        "import-use-of",
        "settings-fault",
        "search-how-lang",
    ];
    for (key, text) in messages("ja") {
        let speaks = text.chars().any(is_japanese);
        assert!(speaks || exempt.contains(&key.as_str()), "{key} = {text}");
    }
}

fn captures(text: &str, pattern: &str) -> BTreeSet<String> {
    Regex::new(pattern)
        .unwrap()
        .captures_iter(text)
        .map(|it| it[1].to_owned())
        .collect()
}

fn keys(language: &str) -> BTreeSet<String> {
    messages(language).into_iter().map(|it| it.0).collect()
}

fn messages(language: &str) -> Vec<(String, String)> {
    let folder = root().join("frontend/locales").join(language);
    let mut messages = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        let message = |line: &str| {
            let (key, text) = line.split_once(" = ")?;
            let is_key = key.starts_with(|c: char| c.is_ascii_lowercase());
            is_key.then(|| (key.to_owned(), text.to_owned()))
        };
        messages.extend(text.lines().filter_map(message));
    }
    messages
}

/// Messages with the lines that continue them.
fn whole_messages(language: &str) -> Vec<(String, String)> {
    let folder = root().join("frontend/locales").join(language);
    let mut messages: Vec<(String, String)> = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        for line in fs::read_to_string(file.unwrap().path()).unwrap().lines() {
            match (line.split_once(" = "), messages.last_mut()) {
                (Some((key, text)), _) if !line.starts_with([' ', '#']) => {
                    messages.push((key.to_owned(), text.to_owned()));
                }
                (_, Some(last)) => last.1.push_str(line),
                _ => {}
            }
        }
    }
    messages
}

/// The server's sources and templates.
fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect(&root().join("server"), &mut found);
    found
}

fn collect(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path
            .extension()
            .is_some_and(|it| it == "rs" || it == "html")
        {
            found.push((
                path.display().to_string(),
                fs::read_to_string(&path).unwrap(),
            ));
        }
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
