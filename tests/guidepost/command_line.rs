//! The program at the terminal: its commands, and what it says when they are wrong.

use std::process::{Command, Output};

use crate::support::TestApp;
use crate::support::postgres::{empty_database, new_database};
use crate::support::stories::short;

fn guidepost(database: &str, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_guidepost"))
        .args(args)
        .env("DATABASE_URL", database)
        .env("GUIDEPOST_LOG", "warn")
        .output()
        .unwrap()
}

fn says(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn complains(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).trim().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_operator_makes_an_account_and_a_token_that_works() {
    let app = TestApp::start().await;
    let added = guidepost(
        &app.database,
        &[
            "people",
            "add",
            "tsuzura",
            "--name",
            "つづら",
            "--language",
            "ja",
        ],
    );
    assert!(added.status.success(), "{}", complains(&added));
    let made = guidepost(
        &app.database,
        &[
            "tokens",
            "create",
            "tsuzura",
            "--scope",
            "stories:write",
            "--scope",
            "mentoring",
        ],
    );
    assert!(made.status.success(), "{}", complains(&made));
    let token = says(&made);
    assert!(token.starts_with("gp_") && !token.contains('\n'), "{token}");

    let author = app.stranger().with_token(&token);
    author.published(&short("One", "sre", "cto")).await;

    assert!(
        app.stranger()
            .page("/people/tsuzura")
            .await
            .contains("つづら")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_token_is_worth_nothing() {
    let app = TestApp::start().await;
    guidepost(&app.database, &["people", "add", "tsuzura"]);
    for (expires, why) in [("2001-01-01", "in the past"), ("soon", "must be a day")] {
        let refused = guidepost(
            &app.database,
            &[
                "tokens",
                "create",
                "tsuzura",
                "--scope",
                "mentoring",
                "--expires",
                expires,
            ],
        );
        assert_eq!(refused.status.code(), Some(2));
        assert!(complains(&refused).contains("--expires") && complains(&refused).contains(why));
    }
    let made = guidepost(
        &app.database,
        &[
            "tokens",
            "create",
            "tsuzura",
            "--scope",
            "mentoring",
            "--expires",
            "90d",
        ],
    );
    assert!(made.status.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_handle_is_never_given_out_again() {
    let database = new_database().await;
    assert!(
        guidepost(&database, &["people", "add", "tsuzura"])
            .status
            .success()
    );
    let again = guidepost(&database, &["people", "add", "TSUZURA"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(
        complains(&again).contains("/handle: This handle is already taken."),
        "{}",
        complains(&again)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_option_names_the_option_and_what_is_allowed() {
    let database = new_database().await;
    for (args, named, allowed) in [
        (&["people", "add", "x"][..], "<HANDLE>", "3 to 30 letters"),
        (&["people", "add", "admin"], "<HANDLE>", "reserved"),
        (
            &["people", "add", "ada", "--language", "fr"],
            "--language",
            "ja, en",
        ),
        (
            &["tokens", "create", "ada", "--scope", "everything"],
            "--scope",
            "stories:write, profile:write",
        ),
        (&["tokens", "create", "ada"], "--scope", "required"),
        (
            &["catalog", "add", "job", "x", "--ja", "x", "--en", "x"],
            "<KIND>",
            "role, practice",
        ),
        (&["catalog", "rename", "role", "sre"], "--ja", "required"),
        (
            &["serve", "--listen", "nowhere"],
            "--listen",
            "invalid socket address",
        ),
        (
            &["serve", "--base-url", "ftp://x"],
            "--base-url",
            "http:// or https://",
        ),
        (&["--pool-size", "0"], "--pool-size", "1..=1000"),
        (
            &["--log-format", "xml", "migrate"],
            "--log-format",
            "text, json",
        ),
        (&["fly"], "fly", "help"),
    ] {
        let refused = guidepost(&database, args);
        let complaint = complains(&refused);
        assert_eq!(refused.status.code(), Some(2), "{args:?}: {complaint}");
        assert!(
            complaint.contains(named) && complaint.contains(allowed),
            "{args:?}: {complaint}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_for_nobody_is_refused() {
    let refused = guidepost(
        &new_database().await,
        &["tokens", "create", "nemo-nemo", "--scope", "mentoring"],
    );
    assert_eq!(refused.status.code(), Some(1));
    assert!(complains(&refused).contains("nobody called nemo-nemo"));
}

/// Runs a command that is written as on a terminal; `_` stands for a space within a word.
fn typed(database: &str, line: &str) -> Output {
    let words: Vec<String> = line.split(' ').map(|it| it.replace('_', " ")).collect();
    guidepost(
        database,
        &words.iter().map(String::as_str).collect::<Vec<_>>(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn moderators_keep_the_catalogue() {
    let app = TestApp::start().await;
    for line in [
        "catalog add role ai-sre --ja AI信頼性エンジニア --en AI_engineer --track engineering --alias AIRE",
        "catalog rename role ai-sre --en AI_SRE",
        "catalog retire practice load-testing",
    ] {
        let done = typed(&app.database, line);
        assert!(done.status.success(), "{line}: {}", complains(&done));
    }

    let role = app.stranger().json("/api/v1/roles/ai-sre").await;
    assert_eq!(role["name"]["en"], "AI SRE");
    assert_eq!(role["name"]["ja"], "AI信頼性エンジニア");
    assert_eq!(role["aliases"][0], "AIRE");
    let practices = app.stranger().json("/api/v1/practices").await;
    assert!(!practices.to_string().contains("load-testing"));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_catalogue_refuses_what_would_break_it() {
    let database = new_database().await;
    for (line, why) in [
        (
            "catalog add role sre --ja x --en x --track engineering",
            "/slug: This slug is taken.",
        ),
        (
            "catalog add role x_y --ja x --en x --track engineering",
            "/slug: A slug is",
        ),
        (
            "catalog add role xy --ja x --en x --track nowhere",
            "/track",
        ),
        ("catalog add practice xy --ja  --en x", "/name: A name has"),
        ("catalog merge role sre sre", "cannot be merged"),
        ("catalog merge role sre nothing", "no role “nothing”"),
        ("catalog retire role nothing", "no role “nothing”"),
    ] {
        let refused = typed(&database, line);
        assert_eq!(refused.status.code(), Some(1), "{line}");
        assert!(
            complains(&refused).contains(why),
            "{line}: {}",
            complains(&refused)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_says_what_is_missing() {
    let empty = guidepost(&empty_database().await, &["doctor"]);
    assert_eq!(empty.status.code(), Some(1));
    assert!(
        complains(&empty).contains("run `guidepost migrate`"),
        "{}",
        complains(&empty)
    );

    let well = guidepost(&new_database().await, &["doctor"]);
    assert!(well.status.success(), "{}", complains(&well));
    for line in [
        "database: DATABASE_URL",
        "PostgreSQL: ",
        "schema: up to date",
        "stories: 0",
    ] {
        assert!(says(&well).contains(line), "{line}");
    }

    let nowhere = guidepost("postgres://x:secret@127.0.0.1:1/x", &["doctor"]);
    assert_eq!(nowhere.status.code(), Some(1));
    assert!(
        complains(&nowhere).contains("does not answer") && !complains(&nowhere).contains("secret")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_is_for_an_empty_database() {
    let database = empty_database().await;
    let loaded = guidepost(&database, &["sample"]);
    assert!(
        loaded.status.success() && says(&loaded).contains("stories"),
        "{}",
        complains(&loaded)
    );
    let again = guidepost(&database, &["sample"]);
    assert_eq!(again.status.code(), Some(1));
    assert!(complains(&again).contains("has stories already"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_option_stands_in_the_help() {
    let help = guidepost("", &["serve", "--help"]);
    for name in [
        "GUIDEPOST_LISTEN",
        "GUIDEPOST_BASE_URL",
        "GUIDEPOST_DATA_DIR",
        "GUIDEPOST_METRICS_LISTEN",
        "DATABASE_URL",
        "[default: 127.0.0.1:8080]",
    ] {
        assert!(says(&help).contains(name), "{name}");
    }
}
