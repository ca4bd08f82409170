//! HTML with nothing in it but what running text needs. The last step of rendering, whatever came before.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative, UrlRelativeEvaluate};

/// Keeps known tags and attributes; `prefix` stands before every id.
pub fn sanitise(html: &str, prefix: &str) -> String {
    Builder::new()
        .tags(TAGS.clone())
        .tag_attributes(ATTRIBUTES.clone())
        .generic_attributes(HashSet::new())
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::Custom(Box::new(OwnFragment(prefix))))
        .link_rel(Some("nofollow ugc noopener noreferrer"))
        .id_prefix(Some(prefix))
        .clean(html)
        .to_string()
}

/// Of relative addresses only those into the text itself stay, with the prefix of its ids.
struct OwnFragment<'p>(&'p str);

impl<'p> UrlRelativeEvaluate<'p> for OwnFragment<'p> {
    fn evaluate<'u>(&self, url: &'u str) -> Option<Cow<'u, str>> {
        let name = url.strip_prefix('#')?;
        let name = name.strip_prefix(self.0).unwrap_or(name);
        Some(format!("#{}{name}", self.0).into())
    }
}

static TAGS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    HashSet::from([
        "a",
        "blockquote",
        "br",
        "code",
        "del",
        "em",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "section",
        "strong",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ])
});

static ATTRIBUTES: LazyLock<HashMap<&'static str, HashSet<&'static str>>> = LazyLock::new(|| {
    HashMap::from([
        ("a", HashSet::from(["href", "id", "title"])),
        ("li", HashSet::from(["id"])),
        ("ol", HashSet::from(["start"])),
        ("td", HashSet::from(["align"])),
        ("th", HashSet::from(["align"])),
    ])
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::markdown;

    #[test]
    fn what_was_sanitised_stays_as_it_is() {
        for markdown in [
            "a[^x]\n\n[^x]: y",
            "<b>x</b> & [l](https://e.example/?a=1&b=2)",
            "# h\n\n```js\nx<y\n```",
        ] {
            let once = markdown::render(markdown, "t1-").unwrap();
            assert_eq!(sanitise(&once, "t1-"), once);
        }
    }
}
