//! What holds of the HTML of any text, whoever wrote it.

mod check;
mod grammar;

use std::time::{Duration, Instant};

use proptest::prelude::*;

use crate::text::markdown::{Unrenderable, render};
use crate::text::properties::check::{check, tree};
use crate::text::properties::grammar::{PIECES, construct, grammar};
use crate::text::sanitise::sanitise;

const PREFIX: &str = "t1-";

/// The longest text that is rendered, in bytes: 10,000 characters of four bytes.
const LONGEST: usize = 40_000;

/// The most HTML of one text: what the writer may write, and the `rel` of every link.
const MOST_HTML: usize = 1_200_000;

/// No text takes as long on a slow, busy machine without optimisation. What a text can do wrong here is to
/// make the work grow with the third power of its length or faster: then this is passed by far.
const DEADLINE: Duration = Duration::from_secs(60);

/// Renders a text and looks at the result as a browser would.
fn rendered(markdown: &str) -> Option<String> {
    let begun = Instant::now();
    let html = match render(markdown, PREFIX) {
        Ok(html) => html,
        Err(Unrenderable::TooDeep | Unrenderable::TooElaborate) => return None,
    };
    assert!(begun.elapsed() < DEADLINE, "took {:?}", begun.elapsed());
    assert!(html.len() <= MOST_HTML, "{} bytes", html.len());
    // A fixed point: sanitised again it is the same tree. The order of attributes says nothing.
    assert_eq!(
        tree(&sanitise(&html, PREFIX)),
        tree(&html),
        "no fixed point"
    );
    check(&html);
    Some(html)
}

proptest! {
    // What fails is made small and printed, to become a test of its own: nothing is kept beside the code.
    #![proptest_config(ProptestConfig { cases: 1_000, failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_unicode_is_rendered_harmless(text in any::<String>()) {
        rendered(&text);
    }

    #[test]
    fn any_mixture_of_marks_is_rendered_harmless(text in grammar()) {
        rendered(&text);
    }

    #[test]
    fn any_hostile_construct_is_rendered_harmless(text in construct()) {
        rendered(&text);
    }
}

#[test]
fn long_runs_are_rendered_or_refused() {
    for piece in PIECES {
        rendered(&piece.repeat(LONGEST / piece.len()));
    }
}

#[test]
fn known_ways_to_make_a_parser_slow_do_not() {
    let half = LONGEST / 2;
    for text in [
        format!("{}a{}", "- ".repeat(half / 2), "\n".repeat(half)),
        format!("{}a\n{}", "> ".repeat(half / 2), "a\n".repeat(half / 2)),
        "a**b".repeat(LONGEST / 4) + &"c* ".repeat(100),
        format!("{}{}", "*a **a ".repeat(half / 7), "*".repeat(half)),
        format!("{}a{}", "[".repeat(half), "]".repeat(half)),
        format!("{}a{}", "![[](".repeat(half / 10), "](x)".repeat(half / 10)),
        (1..200).map(|n| format!("e{}", "`".repeat(n))).collect(),
        format!("[a]: u\n{}", "[a]".repeat(LONGEST / 3)),
        (0..3_000)
            .map(|n| format!("[^{n}]: x\n[^{n}]\n\n"))
            .collect(),
        "|".repeat(half) + "\n" + &"|-".repeat(half / 2),
        "www.".repeat(LONGEST / 4) + ".example",
        "a@".repeat(half) + "b.example",
        format!("https://a.example/{}", "(".repeat(LONGEST)),
        "<a href='".repeat(LONGEST / 9),
        "&".repeat(half) + &"&amp;".repeat(half / 5),
        format!("{}\n{}", "a | b", "\n- x".repeat(LONGEST / 4)),
    ] {
        rendered(&text);
    }
}
