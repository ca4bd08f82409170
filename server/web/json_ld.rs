//! What a page says to machines that read pages (schema.org, as JSON-LD).

use serde_json::{Value, json};

use crate::web::Site;

/// As the text of a script element that nobody executes: nothing in it ends the element.
pub fn text(things: &[Value]) -> String {
    let graph = json!({ "@context": "https://schema.org", "@graph": things });
    graph.to_string().replace('<', "\\u003c")
}

/// The way to a page: names with their paths, from the top.
pub fn breadcrumbs(site: &Site, crumbs: &[(String, String)]) -> Value {
    let item = |(n, (name, path)): (usize, &(String, String))| json!({ "@type": "ListItem", "position": n + 1, "name": name, "item": site.whole(path) });
    let items: Vec<Value> = crumbs.iter().enumerate().map(item).collect();
    json!({ "@type": "BreadcrumbList", "itemListElement": items })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_of_an_author_ends_the_script() {
        let text = text(&[json!({ "name": "</script><script>alert(1)</script>" })]);
        assert!(!text.contains('<'));
        let read: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            read["@graph"][0]["name"],
            "</script><script>alert(1)</script>"
        );
    }
}
