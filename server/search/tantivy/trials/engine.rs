//! The engine under changes, damage and company.

use std::fs;
use std::path::Path;

use super::{Trial, batch, in_use, plain, rebuild, remove, story, upsert};
use crate::search::engine::Failure;
use crate::search::tantivy::{Embedded, Rebuild};

fn files(folder: &Path, extension: &str) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    entries
        .filter(|it| it.extension().is_some_and(|it| it == extension))
        .collect()
}

#[test]
fn changes_are_found_at_once_and_outlive_a_start() {
    let trial = Trial::of(vec![plain(1, "gardens")]);
    trial.apply(vec![upsert(plain(2, "bridges")), remove(1)], "7");
    assert!(trial.numbers("gardens").is_empty());
    let trial = trial.again();
    assert_eq!(trial.numbers("bridges"), [2]);
    assert!(trial.numbers("gardens").is_empty());
    assert_eq!(trial.engine.position_now().unwrap(), "7");
    assert_eq!(trial.engine.figures_now().unwrap().documents, 1);
    assert!(trial.engine.figures_now().unwrap().bytes > 0);
    let (bytes, position) = Embedded::look(trial.root.path()).unwrap();
    assert!(bytes > 0 && position == "7", "{bytes} {position}");
}

#[test]
fn versions_never_go_back() {
    let trial = Trial::of(Vec::new());
    let version = |version, title: &str| {
        let mut story = plain(1, title);
        story.version = version;
        upsert(story)
    };
    trial.apply(vec![version(3, "third"), version(2, "second")], "1");
    trial.apply(vec![version(2, "second")], "2");
    assert_eq!(
        (trial.numbers("third"), trial.numbers("second")),
        (vec![1], vec![])
    );
    // The name of its author changed, not the story.
    trial.apply(vec![version(3, "renamed")], "3");
    assert_eq!(
        (trial.numbers("renamed"), trial.numbers("third")),
        (vec![1], vec![])
    );
    trial.apply(vec![remove(1)], "4");
    assert!(trial.numbers("renamed").is_empty());
    trial.apply(vec![version(4, "back"), version(3, "late")], "5");
    assert_eq!(trial.again().numbers("back"), [1]);
}

#[test]
fn changes_begin_where_the_index_ends() {
    let trial = Trial::of(vec![plain(1, "gardens")]);
    let bridges = || vec![upsert(plain(2, "bridges"))];
    let skipped = trial.engine.apply_now(&batch(bridges(), ["5", "6"]));
    assert!(matches!(skipped, Err(Failure::OutOfStep)), "{skipped:?}");
    assert!(trial.numbers("bridges").is_empty());
    rebuild(trial.root.path(), vec![plain(3, "tunnels")], "7");
    let late = trial.engine.apply_now(&batch(bridges(), ["0", "1"]));
    assert!(matches!(late, Err(Failure::OutOfStep)), "{late:?}");
    assert_eq!(trial.engine.position_now().unwrap(), "7");
}

#[test]
fn a_rebuilt_index_takes_the_place_of_one_that_is_open() {
    let trial = Trial::of(vec![plain(1, "gardens")]);
    let beside = Rebuild::at(trial.root.path()).unwrap();
    beside.add_now(&[plain(2, "bridges")]).unwrap();
    assert_eq!(
        (trial.numbers("gardens"), trial.numbers("bridges")),
        (vec![1], vec![])
    );
    beside.finish_now("9").unwrap();
    // What is open is read until whoever writes asks.
    assert_eq!(trial.numbers("gardens"), [1]);
    assert_eq!(trial.engine.position_now().unwrap(), "9");
    assert_eq!(
        (trial.numbers("gardens"), trial.numbers("bridges")),
        (vec![], vec![2])
    );
    trial.apply(vec![upsert(plain(3, "tunnels"))], "10");
    assert_eq!(trial.again().numbers("tunnels"), [3]);
}

#[test]
fn a_rebuild_that_is_given_up_changes_nothing() {
    let trial = Trial::of(vec![plain(1, "gardens")]);
    let given_up = Rebuild::at(trial.root.path()).unwrap();
    given_up.add_now(&[plain(2, "bridges")]).unwrap();
    assert!(matches!(
        Rebuild::at(trial.root.path()),
        Err(Failure::Locked)
    ));
    drop(given_up);
    assert_eq!(trial.numbers("gardens"), [1]);
    rebuild(trial.root.path(), vec![plain(3, "tunnels")], "1");
    assert_eq!(trial.again().numbers("tunnels"), [3]);
}

#[test]
fn what_is_missing_or_of_another_format_is_to_be_rebuilt() {
    let root = tempfile::tempdir().unwrap();
    let is_to_be_rebuilt =
        |root: &Path| matches!(Embedded::open(root), Err(Failure::ToBeRebuilt(_)));
    assert!(is_to_be_rebuilt(&root.path().join("nothing")));
    rebuild(root.path(), vec![plain(1, "gardens")], "1");
    let format = in_use(root.path()).join("format");
    let written = fs::read_to_string(&format).unwrap();
    fs::write(&format, "guidepost 0, tantivy 0.1").unwrap();
    assert!(is_to_be_rebuilt(root.path()));
    fs::write(&format, written).unwrap();
    Embedded::open(root.path()).unwrap();
    fs::write(root.path().join("current"), "z").unwrap();
    assert!(is_to_be_rebuilt(root.path()));
}

#[test]
fn what_is_damaged_is_to_be_rebuilt() {
    for (extension, damage) in [("store", 3), ("term", 10), ("idx", 1), ("fast", 0)] {
        let root = tempfile::tempdir().unwrap();
        rebuild(root.path(), vec![story(1, "gardens"), story(2, "庭")], "1");
        let folder = in_use(root.path());
        for file in files(&folder, extension) {
            let bytes = fs::read(&file).unwrap();
            fs::write(&file, &bytes[..damage.min(bytes.len())]).unwrap();
        }
        let opened = Embedded::open(root.path());
        assert!(
            matches!(opened, Err(Failure::ToBeRebuilt(_))),
            "{extension}"
        );
    }
    let root = tempfile::tempdir().unwrap();
    rebuild(root.path(), vec![story(1, "gardens")], "1");
    fs::write(in_use(root.path()).join("meta.json"), "{").unwrap();
    assert!(matches!(
        Embedded::open(root.path()),
        Err(Failure::ToBeRebuilt(_))
    ));
}

#[test]
fn a_changed_byte_is_found_at_the_start() {
    let root = tempfile::tempdir().unwrap();
    rebuild(root.path(), vec![story(1, "gardens")], "1");
    let store = files(&in_use(root.path()), "store").remove(0);
    let mut bytes = fs::read(&store).unwrap();
    bytes[0] ^= 1;
    fs::write(&store, bytes).unwrap();
    assert!(matches!(
        Embedded::open(root.path()),
        Err(Failure::ToBeRebuilt(_))
    ));
}

#[test]
fn an_index_that_somebody_writes_to_is_locked() {
    let trial = Trial::of(vec![plain(1, "gardens")]);
    assert!(matches!(
        Embedded::open(trial.root.path()),
        Err(Failure::Locked)
    ));
    assert_eq!(trial.again().numbers("gardens"), [1]);
}

#[test]
fn an_index_that_is_cut_short_while_it_is_read_is_a_failure_and_no_more() {
    let trial = Trial::of((1..50).map(|it| story(it, "gardens and bridges")).collect());
    for entry in fs::read_dir(trial.folder()).unwrap() {
        let file = fs::OpenOptions::new()
            .write(true)
            .open(entry.unwrap().path())
            .unwrap();
        file.set_len(0).unwrap();
    }
    let found = trial.engine.search_now(&trial.request("gardens"));
    assert!(found.is_err(), "{found:?}");
    let verified = trial.engine.verify_now();
    assert!(
        matches!(verified, Err(Failure::ToBeRebuilt(_))),
        "{verified:?}"
    );
    rebuild(trial.root.path(), vec![plain(1, "gardens")], "1");
    trial.engine.position_now().unwrap();
    assert_eq!(trial.numbers("gardens"), [1]);
    trial.engine.verify_now().unwrap();
}

#[test]
fn an_index_whose_folder_is_gone_is_read_but_not_written_to() {
    let trial = Trial::of(vec![plain(1, "gardens")]);
    fs::remove_dir_all(trial.root.path()).unwrap();
    assert_eq!(trial.numbers("gardens"), [1]);
    let applied = trial
        .engine
        .apply_now(&batch(vec![upsert(plain(2, "bridges"))], ["0", "1"]));
    assert!(
        matches!(applied, Err(Failure::ToBeRebuilt(_))),
        "{applied:?}"
    );
    rebuild(trial.root.path(), vec![plain(3, "tunnels")], "2");
    assert_eq!(trial.engine.position_now().unwrap(), "2");
    assert_eq!(trial.numbers("tunnels"), [3]);
    assert_eq!(trial.engine.figures_now().unwrap().documents, 1);
}
