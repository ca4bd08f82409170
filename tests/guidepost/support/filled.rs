//! The form on a page, as a browser would send it.

use html5ever::tendril::TendrilSink;
use html5ever::{Attribute, ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use reqwest::Response;

use super::Client;

/// The fields of a form with what stands in them.
#[derive(Clone, Debug)]
pub struct Filled {
    pub action: String,
    pub fields: Vec<(String, String)>,
}

impl Filled {
    /// The form of a page that is sent to an address with this end.
    pub fn of(page: &str, action: &str) -> Self {
        let dom = parse_document(RcDom::default(), ParseOpts::default()).one(page);
        let mut forms = Vec::new();
        find(&dom.document, &mut |it| name(it) == "form", &mut forms);
        let form = forms.iter().find(|it| {
            attribute(it, "action")
                .is_some_and(|it| it.split('?').next().is_some_and(|it| it.ends_with(action)))
        });
        let form = form.unwrap_or_else(|| panic!("no form for {action} in {page}"));
        let mut controls = Vec::new();
        let is_control =
            &mut |it: &Handle| matches!(name(it).as_str(), "input" | "textarea" | "select");
        find(form, is_control, &mut controls);
        Self {
            action: attribute(form, "action").unwrap(),
            fields: controls.iter().filter_map(filled).collect(),
        }
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|it| it.0 == name);
        found.map(|it| it.1.as_str())
    }

    /// Types into a field that is there.
    pub fn typed(mut self, name: &str, value: &str) -> Self {
        let field = self.fields.iter_mut().find(|it| it.0 == name);
        field.unwrap_or_else(|| panic!("no field {name}")).1 = value.to_owned();
        self
    }
}

impl Client {
    pub async fn filled(&self, path: &str, action: &str) -> Filled {
        Filled::of(&self.page(path).await, action)
    }

    /// Presses the button with this value.
    pub async fn press(&self, form: &Filled, value: &str) -> Response {
        self.press_at(form, &form.action, value).await
    }

    /// Presses a button that sends the form elsewhere.
    pub async fn press_at(&self, form: &Filled, path: &str, value: &str) -> Response {
        let mut fields: Vec<(&str, &str)> = Vec::new();
        fields.extend(form.fields.iter().map(|it| (it.0.as_str(), it.1.as_str())));
        fields.push(("do", value));
        self.form(path, &fields).await
    }
}

/// Where an answer leads.
pub fn location(answer: &Response) -> &str {
    assert_eq!(answer.status(), 303);
    answer.headers()["location"].to_str().unwrap()
}

/// What a control sends: radio buttons only where they are chosen, buttons and files not at all.
fn filled(control: &Handle) -> Option<(String, String)> {
    let key = attribute(control, "name")?;
    let value = match name(control).as_str() {
        "textarea" => text(control).trim_start_matches('\n').to_owned(),
        "select" => {
            let mut options = Vec::new();
            find(control, &mut |it| name(it) == "option", &mut options);
            let chosen = options
                .iter()
                .find(|it| attribute(it, "selected").is_some());
            attribute(chosen.or(options.first())?, "value")?
        }
        _ => match attribute(control, "type").as_deref() {
            Some("radio" | "checkbox") => {
                attribute(control, "checked")?;
                attribute(control, "value")?
            }
            Some("submit" | "file") => return None,
            _ => attribute(control, "value").unwrap_or_default(),
        },
    };
    Some((key, value))
}

fn find(node: &Handle, is_wanted: &mut dyn FnMut(&Handle) -> bool, found: &mut Vec<Handle>) {
    if is_wanted(node) {
        found.push(node.clone());
    }
    for child in node.children.borrow().iter() {
        find(child, is_wanted, found);
    }
}

fn name(node: &Handle) -> String {
    match &node.data {
        NodeData::Element { name, .. } => name.local.to_string(),
        _ => String::new(),
    }
}

fn attribute(node: &Handle, name: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &node.data else {
        return None;
    };
    let attrs = attrs.borrow();
    let is_it = |it: &&Attribute| &*it.name.local == name;
    attrs.iter().find(is_it).map(|it| it.value.to_string())
}

fn text(node: &Handle) -> String {
    let children = node.children.borrow();
    let text = |it: &Handle| match &it.data {
        NodeData::Text { contents } => contents.borrow().to_string(),
        _ => String::new(),
    };
    children.iter().map(text).collect()
}
