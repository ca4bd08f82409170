//! Texts that were made to hurt: the work stays in proportion to their length, and nothing falls over.

use std::fmt::Write as _;

use super::*;
use crate::stories::import::{MAX_BYTES, draft, guesses};

const LONG: usize = 1 << 15;

const RUNS: &[&str] = &[
    "<b>x</b>",
    "<i>a </i>",
    "<p>",
    "<br>",
    "</p>",
    "&amp;",
    "&",
    "<a<",
    "<!--",
    "-->",
    "<![CDATA[",
    "<td>x",
    "<tr>",
    "<li>x",
    "<h2>x",
    "<h1>",
    "x ",
    "\n",
    " ",
    "あ",
    "`",
    "``` \n",
    "~~~\n",
    "[",
    "](",
    "[a](",
    "![",
    "*a_ ",
    "> ",
    "- ",
    "- \n",
    "1. ",
    "# a\n",
    "#\n",
    "# \n\na\n",
    "---\n",
    "a\n---\n",
    "|",
    "|a|\n",
    "<div>\n",
    "<div>\n\n",
    ":::message\n",
    ":::\n",
    "@[card](https://a.example)\n",
    "[^1]\n",
    "[^1]: a\n",
    "[a]: b\n",
    "http",
    "https://a.example/",
    "https://",
    "http://a.",
    "http://a.b*",
    "[x](https://a.example/",
    "(((((",
    "<br",
    " =",
    "=1x)",
    "<script>",
    "<style>",
    "<title>",
    "<textarea>",
    "<plaintext>",
    "<iframe src=https://a.example>",
    "<img src=https://a.example/ alt=x>",
    "<article>",
    "<main>x",
    "<item><content:encoded>x</content:encoded>",
];

/// Reads a text in every way, on a stack as small as those of the server's threads.
fn survive(text: &str) {
    let text = text.to_owned();
    let small = std::thread::Builder::new().stack_size(1 << 20);
    let work = small.spawn(move || {
        for format in [Format::Markdown, Format::Html] {
            let article = read(&text, format);
            let _ = draft(&article, &guesses(&article, &catalog()));
        }
    });
    work.unwrap().join().unwrap();
}

/// Long enough for work that grows with the square of the length to be felt: minutes instead of a moment.
fn long(unit: &str) -> String {
    unit.repeat(LONG / unit.len())
}

#[test]
fn a_hundred_thousand_nested_elements_are_read() {
    for tag in [
        "div",
        "b",
        "blockquote",
        "ul",
        "li",
        "ul><li",
        "table",
        "table><tr><td",
        "a href=https://a.example/",
        "span",
        "pre",
        "article",
        "details",
        "svg",
        "h2",
    ] {
        let name = tag.split_ascii_whitespace().next().unwrap();
        let nested = format!("<{tag}>").repeat(100_000);
        let nested = nested.get(..MAX_BYTES).unwrap_or(&nested);
        survive(nested);
        survive(&format!(
            "{nested}words{}",
            format!("</{name}>").repeat(1_000)
        ));
    }
    assert_eq!(
        words(&format!(
            "{}words{}",
            "<div>".repeat(100_000),
            "</div>".repeat(100_000)
        )),
        "words"
    );
}

#[test]
fn long_runs_are_read() {
    for unit in RUNS {
        survive(&long(unit));
    }
    // Deep lists with many lines below them.
    survive(&format!(
        "{}a{}",
        "- ".repeat(200_000),
        "\n".repeat(600_000)
    ));
    survive(&format!(
        "{}a\n{}",
        "> ".repeat(200_000),
        "a\n".repeat(300_000)
    ));
}

#[test]
fn huge_attribute_lists_are_read() {
    let mut names = String::from("<p");
    for n in 0..120_000 {
        let _ = write!(names, " a{n}");
    }
    survive(&format!("{names}>x</p>"));
    survive(&names);
    let slashes = names.replace(' ', "/");
    survive(&format!("{slashes}>x</p>"));
    survive(&format!("<p title=\"{}\">x</p>", "a ".repeat(400_000)));
    let many = format!("<p{}>x", " a".repeat(900));
    survive(&long(&many));
    // A picture within the page is no list of attributes.
    let picture = format!(
        "<img src=\"data:image/png;base64,{}\"><p>after</p>",
        "abcd/+".repeat(160_000)
    );
    assert_eq!(words(&picture), "after");
}

#[test]
fn a_table_does_not_grow_beyond_its_page() {
    let cells = "<td>x</td>".repeat(20_000);
    let rows = "<tr><td>x</td></tr>".repeat(20_000);
    let page = format!(
        "<table><tr><td>{}</td></tr><tr>{cells}</tr>{rows}</table>",
        "wide ".repeat(20_000)
    );
    let article = html(&page);
    let length: usize = texts(&article).iter().map(|it| it.len()).sum();
    assert!(length < 3 * page.len(), "{length}");
}
