//! What holds of the reading of any text.

use proptest::prelude::*;

use super::*;
use crate::stories::import::{Use, draft, guesses};

/// Marks around which every word is shown.
const SHOWN: &[&str] = &[
    " ",
    "\n",
    "\n\n",
    "\n# ",
    "\n## ",
    "\n### ",
    "\n---\n",
    "\n===\n",
    "\n```\n",
    "\n~~~\n",
    "\n> ",
    "\n- ",
    "\n1. ",
    "\n    ",
    " | ",
    "\n|--|--|\n",
    "**",
    "*",
    "`",
    "[",
    "](https://a.example/)",
    "[^1]",
    "\n:::message\n",
    "\n:::details ",
    "\n:::\n",
    "<br>",
    "<b>",
    "</b>",
    "<i> ",
    "</i>",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<ul>",
    "<li>",
    "</li>",
    "</ul>",
    "<h2>",
    "</h2>",
    "<h3>",
    "</h3>",
    "<table>",
    "<tr>",
    "<td>",
    "</td>",
    "</tr>",
    "</table>",
    "<pre>",
    "</pre>",
    "<code>",
    "</code>",
    "<blockquote>",
    "</blockquote>",
    "<a href=https://a.example>",
    "</a>",
    "<summary>",
    "</summary>",
    "&amp;",
];

/// Whatever means something to one of the readers.
const PIECES: &[&str] = &[
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<a href=https://a.example>",
    "</a>",
    "<ul>",
    "</ul>",
    "<li>",
    "<ol start=7>",
    "</ol>",
    "<table>",
    "<tr>",
    "<td>",
    "<th>",
    "</td>",
    "</tr>",
    "</table>",
    "<pre>",
    "</pre>",
    "<code>",
    "</code>",
    "<br>",
    "<hr>",
    "<h1>",
    "</h1>",
    "<h3>",
    "</h3>",
    "<blockquote>",
    "</blockquote>",
    "<div hidden>",
    "<div>",
    "</div>",
    "<img src=https://a.example alt='a]b'>",
    "<summary>",
    "</summary>",
    "<dt>",
    "<dd>",
    "<svg>",
    "</svg>",
    "<script>",
    "</script>",
    "<title>",
    "<!--",
    "-->",
    "<article>",
    "</article>",
    "# ",
    "## x\n",
    "\n",
    "\n\n",
    "---\n",
    "```\n",
    "~~~",
    "    ",
    "> ",
    "- ",
    "1. ",
    "|",
    "|--|\n",
    "**",
    "_",
    "`",
    "[",
    "](",
    ")",
    "[^1]",
    "[^1]: ",
    "[a]: ",
    ":::",
    ":::message\n",
    ":::details あ\n",
    "@[card](",
    "https://qiita.com/a",
    "&lt;",
    "&#0;",
    "marp: true\n",
    "title: x\n",
    "課題",
    "SRE",
    "word ",
    "\u{3000}",
    "\u{200b}",
    "=",
];

fn scrap() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(PIECES);
    let piece = prop_oneof![8 => pieces.prop_map(str::to_owned), 1 => any::<String>()];
    prop::collection::vec(piece, 0..60).prop_map(|it| it.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..Default::default() })]

    #[test]
    fn whatever_is_pasted_is_read(text in scrap()) {
        for format in [Format::Markdown, Format::Html] {
            let article = read(&text, format);
            for section in &article.sections {
                prop_assert_eq!(section.level == 0, section.heading.is_none());
                prop_assert!(section.links.iter().all(|it| it.url.starts_with("http")));
            }
            let uses = guesses(&article, &catalog());
            prop_assert_eq!(uses.len(), article.sections.len());
            let _ = draft(&article, &uses);
        }
    }

    #[test]
    fn no_word_of_a_paste_is_lost(pieces in prop::collection::vec(prop::sample::select(SHOWN), 0..40)) {
        let numbered = pieces.iter().enumerate();
        let text: String = numbered.map(|(n, piece)| format!("w{n}w{piece}")).collect();
        for format in [Format::Markdown, Format::Html] {
            let article = read(&text, format);
            let uses = guesses(&article, &catalog());
            let kept: Vec<_> = uses.iter().filter(|it| **it != Use::LeaveOut).collect();
            prop_assert_eq!(kept.len(), uses.len());
            let told = serde_json::to_string(&draft(&article, &uses)).unwrap();
            for n in 0..pieces.len() {
                prop_assert!(told.contains(&format!("w{n}w")), "{} w{}w: {:?}", format, n, article);
            }
        }
    }
}
