//! The shape of the house. A rule that is not checked here is only an opinion.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms from the ground up. A room may use only rooms that stand before it.
const ROOMS: &[&str] = &[
    "config",
    "db",
    "error",
    "cluster",
    "events",
    "jobs",
    "text",
    "i18n",
    "web",
    "catalog",
    "people",
    "mail",
    "access",
    "stories",
    "safety",
    "sharing",
    "search",
    "guideposts",
    "openapi",
    "reference",
    "app",
    "worker",
    "cli",
];

/// The rooms that may know of HTTP in all their files; elsewhere only the faces may.
const HTTP_ROOMS: &[&str] = &["web", "openapi", "app", "worker", "cli"];

/// A story's document is the format itself, which the API shows as it is: it carries its own schema.
const DOCUMENTS: &[&str] = &["stories/content.rs"];

/// The most lines of a file before it should become two.
const MAX_LINES: usize = 300;

struct Source {
    room: String,
    path: String,
    text: String,
}

#[test]
fn each_room_uses_only_the_rooms_below_it() {
    let mut wrong = Vec::new();
    for Source { room, path, text } in sources() {
        for used in uses(&text).filter(|it| *it != room) {
            if height(&room) <= height(&used) {
                wrong.push(format!("{path}: {room} uses {used}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_a_room_s_faces_speak_http() {
    for Source { room, path, text } in sources() {
        if is_face(&path) || HTTP_ROOMS.contains(&room.as_str()) {
            continue;
        }
        let mut words = vec!["actix_web", "askama", "crate::web"];
        if !DOCUMENTS.contains(&path.as_str()) {
            words.push("utoipa");
        }
        for word in words {
            assert!(!text.contains(word), "{path} names {word}");
        }
    }
}

#[test]
fn a_face_leaves_the_tables_to_the_room() {
    for Source { path, text, .. } in sources().into_iter().filter(|it| is_face(&it.path)) {
        assert!(!text.contains("diesel"), "{path} names diesel");
    }
}

#[test]
fn the_visibility_predicate_stands_once() {
    for Source { path, text, .. } in sources() {
        let is_gate = path == "stories/gate.rs";
        assert!(
            is_gate || !text.contains("status = 'published'"),
            "{path} does not ask the gate"
        );
        let asks_status = text.contains("stories::status.eq(Status::Published)");
        assert!(!asks_status, "{path} does not ask the gate");
    }
}

#[test]
fn only_the_configuration_reads_the_environment() {
    for Source { path, text, .. } in sources() {
        let reads = text.contains("env::var");
        assert!(
            path.starts_with("config/") || !reads,
            "{path} reads the environment"
        );
    }
}

#[test]
fn no_file_outgrows_a_reader() {
    for Source { path, text, .. } in sources() {
        let n_lines = text.lines().count();
        assert!(n_lines <= MAX_LINES, "{path} has {n_lines} lines");
    }
}

#[test]
fn each_file_says_what_it_is_for() {
    for Source { path, text, .. } in sources() {
        assert!(text.starts_with("//!"), "{path} opens without a `//!`");
    }
}

#[test]
fn no_room_is_a_cupboard() {
    for Source { path, .. } in sources() {
        for name in [
            "utils", "helpers", "common", "service", "manager", "types", "misc",
        ] {
            let is_named = path.split(['/', '.']).any(|it| it == name);
            assert!(!is_named, "{path} could hold anything");
        }
    }
}

#[test]
fn each_island_in_a_template_has_a_file() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for template in files(&root.join("server"), "html") {
        let text = fs::read_to_string(&template).unwrap();
        for rest in text.split("data-island=\"").skip(1) {
            let island = rest.split('"').next().unwrap();
            let file = format!("frontend/src/islands/{island}.ts");
            assert!(
                root.join(&file).exists(),
                "{} needs {file}",
                template.display()
            );
        }
    }
}

#[test]
fn no_template_holds_inline_script_or_style() {
    for template in files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("server"),
        "html",
    ) {
        let text = fs::read_to_string(&template).unwrap();
        for word in [
            "style=\"",
            "<style",
            "<script>",
            "onclick",
            "onload",
            "javascript:",
        ] {
            assert!(!text.contains(word), "{} holds {word}", template.display());
        }
    }
}

fn is_face(path: &str) -> bool {
    let inside: Vec<&str> = path.split('/').skip(1).collect();
    match inside.as_slice() {
        ["pages.rs" | "api.rs", ..] | ["pages" | "api", ..] => true,
        // Who asks, and whether they asked before, is read from the request here, for every face.
        ["visit.rs" | "once.rs"] => path.starts_with("access/"),
        _ => false,
    }
}

fn height(room: &str) -> usize {
    let height = ROOMS.iter().position(|it| *it == room);
    height.unwrap_or_else(|| panic!("`{room}` has no place in ROOMS"))
}

/// The rooms named after `crate::` in this text.
fn uses(text: &str) -> impl Iterator<Item = String> {
    let name = |rest: &str| -> String {
        rest.chars()
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    // Macros of `db` stand at the root of the crate.
    text.split("crate::")
        .skip(1)
        .map(name)
        .filter(|it| !it.is_empty() && it != "named_values")
}

/// Every source file of the server that belongs to a room.
fn sources() -> Vec<Source> {
    let server = Path::new(env!("CARGO_MANIFEST_DIR")).join("server");
    let source = |file: PathBuf| {
        let path = file
            .strip_prefix(&server)
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned();
        let room = path
            .split('/')
            .next()
            .unwrap()
            .trim_end_matches(".rs")
            .to_owned();
        let text = fs::read_to_string(&file).unwrap();
        Source { room, path, text }
    };
    let generated = |it: &Source| it.path == "db/schema.rs";
    let outside = |it: &Source| matches!(it.room.as_str(), "lib" | "main");
    files(&server, "rs")
        .into_iter()
        .map(source)
        .filter(|it| !generated(it) && !outside(it))
        .collect()
}

fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|it| it == extension) {
            found.push(path);
        }
    }
    found
}
