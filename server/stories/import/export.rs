//! The file in which note hands an author their articles: a feed that holds HTML (`WordPress` eXtended RSS).

/// The articles as one page, each under its title; any other text as it is.
pub(super) fn unwrapped(text: &str) -> String {
    if !text.contains("<content:encoded>") {
        return text.to_owned();
    }
    let mut page = String::new();
    for item in text.split("<item>").skip(1) {
        let content = between(item, "<content:encoded>", "</content:encoded>");
        let Some(content) = content else { continue };
        if let Some(title) = between(item, "<title>", "</title>") {
            page.push_str(&format!("<h1>{}</h1>", data(title)));
        }
        if let Some(link) = between(item, "<link>", "</link>").filter(|_| !page.contains("<link "))
        {
            page.push_str(&format!("<link rel=\"canonical\" href=\"{}\">", data(link)));
        }
        page.push_str(data(content));
    }
    page
}

fn between<'t>(text: &'t str, open: &str, close: &str) -> Option<&'t str> {
    let (_, rest) = text.split_once(open)?;
    Some(rest.split_once(close)?.0)
}

fn data(text: &str) -> &str {
    let text = text.trim();
    let inside = text.strip_prefix("<![CDATA[");
    inside.and_then(|it| it.strip_suffix("]]>")).unwrap_or(text)
}
