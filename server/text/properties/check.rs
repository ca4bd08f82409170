//! HTML as a browser reads it, and whether running text may look so.

use std::collections::HashSet;

use html5ever::tendril::TendrilSink;
use html5ever::{Attribute, LocalName, ParseOpts, QualName, ns, parse_fragment};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

use crate::text::properties::PREFIX;

/// What running text may hold, and with which attributes: written down a second time, so that the lists
/// of the sanitiser do not vouch for themselves.
const ELEMENTS: &[(&str, &[&str])] = &[
    ("a", &["href", "id", "rel", "title"]),
    ("blockquote", &[]),
    ("br", &[]),
    ("code", &[]),
    ("del", &[]),
    ("em", &[]),
    ("h4", &[]),
    ("h5", &[]),
    ("h6", &[]),
    ("hr", &[]),
    ("li", &["id"]),
    ("ol", &["start"]),
    ("p", &[]),
    ("pre", &[]),
    ("section", &[]),
    ("strong", &[]),
    ("sup", &[]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["align"]),
    ("th", &["align"]),
    ("thead", &[]),
    ("tr", &[]),
    ("ul", &[]),
];

/// As a browser reads it inside a page.
fn parsed(html: &str) -> Handle {
    let context = QualName::new(None, ns!(html), LocalName::from("div"));
    let parser = parse_fragment(
        RcDom::default(),
        ParseOpts::default(),
        context,
        vec![],
        false,
    );
    parser.one(html).document
}

/// Every node with its depth.
pub(super) fn tree(html: &str) -> Vec<(usize, String)> {
    let mut nodes = Vec::new();
    let mut waiting = vec![(0, parsed(html))];
    while let Some((depth, node)) = waiting.pop() {
        let said = match &node.data {
            NodeData::Element { name, attrs, .. } => {
                let mut attributes: Vec<String> = attrs
                    .borrow()
                    .iter()
                    .map(|it| format!("{}={:?}", &*it.name.local, it.value))
                    .collect();
                attributes.sort();
                format!("{} {attributes:?}", &*name.local)
            }
            NodeData::Text { contents } => format!("{:?}", contents.borrow()),
            other => format!("{other:?}"),
        };
        nodes.push((depth, said));
        let children = node.children.borrow();
        waiting.extend(children.iter().rev().map(|it| (depth + 1, it.clone())));
    }
    nodes
}

pub(super) fn check(html: &str) {
    let mut ids = HashSet::new();
    let mut waiting = vec![parsed(html)];
    while let Some(node) = waiting.pop() {
        check_node(&node, html, &mut ids);
        waiting.extend(node.children.borrow().iter().cloned());
    }
}

fn check_node(node: &Handle, html: &str, ids: &mut HashSet<String>) {
    match &node.data {
        NodeData::Document | NodeData::Text { .. } => {}
        NodeData::Element { name, attrs, .. } => {
            let tag = &*name.local;
            assert_eq!(name.ns, ns!(html), "{tag} in {html}");
            if tag == "html" {
                return;
            }
            let known = ELEMENTS.iter().find(|it| it.0 == tag);
            let allowed = known.unwrap_or_else(|| panic!("<{tag}> in {html}")).1;
            for attribute in attrs.borrow().iter() {
                let name = &*attribute.name.local;
                assert!(allowed.contains(&name), "{tag} has {name} in {html}");
                check_attribute(attribute, html, ids);
            }
            let has_rel = attrs.borrow().iter().any(|it| &*it.name.local == "rel");
            assert_eq!(has_rel, tag == "a", "{tag} in {html}");
        }
        other => panic!("{other:?} in {html}"),
    }
}

fn check_attribute(attribute: &Attribute, html: &str, ids: &mut HashSet<String>) {
    let value = &*attribute.value;
    let holds = match &*attribute.name.local {
        "id" => value.starts_with(PREFIX) && ids.insert(value.to_owned()),
        "rel" => value == "nofollow ugc noopener noreferrer",
        "align" => matches!(value, "left" | "center" | "right"),
        "start" => value.parse::<u32>().is_ok(),
        "href" => leads_away_or_stays(value),
        _ => true,
    };
    assert!(holds, "{} = {value:?} in {html}", &*attribute.name.local);
}

/// As a browser reads an address on a page of this site.
fn leads_away_or_stays(href: &str) -> bool {
    if let Some(id) = href.strip_prefix('#') {
        return id.starts_with(PREFIX);
    }
    let page = url::Url::parse("https://here.example/stories/x").unwrap();
    let Ok(url) = page.join(href) else {
        return false;
    };
    match url.scheme() {
        "http" | "https" => url.host_str() != Some("here.example"),
        scheme => scheme == "mailto",
    }
}
