//! What is found, and what an answer holds.

use serde_json::{Value, json};

use super::searching::{Searching, asking, titles};
use crate::support::faults;
use crate::support::stories::{short, whole};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_published_is_found_with_marks_and_counts() {
    let searching = Searching::start().await;
    let author = searching.app.author("tsuzura").await;
    let mut story = whole();
    story["challenges"][0]["faced_md"] = "燃え尽きかけて、**当番**を降りた。".into();
    author.published(&story).await;
    author
        .published(&short("Far away", "sre", "engineering-manager"))
        .await;
    searching.up_to_date().await;

    let found = searching.found(&asking("当番")).await;
    assert_eq!(titles(&found), ["SREから執行役員へ"]);
    assert_eq!(
        (&found["total"], &found["engine"]),
        (&json!(1), &json!("embedded"))
    );
    let highlight = &found["items"][0]["highlights"].as_array().unwrap()[0];
    assert_eq!(highlight["field"], "body");
    let text: Vec<char> = highlight["text"].as_str().unwrap().chars().collect();
    let place = |n: usize| usize::try_from(highlight["ranges"][0][n].as_u64().unwrap()).unwrap();
    let marked: String = text[place(0)..place(1)].iter().collect();
    assert_eq!(marked, "当番");
    assert_eq!(found["facets"]["challenge"], json!({"few-role-models": 1}));
    assert_eq!(found["facets"]["language"], json!({"ja": 1}));
    assert!(found["took_ms"].is_u64());
    assert_eq!(found["did_you_mean"], Value::Null);

    let all = searching.found("to=engineering-manager").await;
    assert_eq!(all["total"], 2);
    assert_eq!(all["facets"]["language"], json!({"ja": 1, "en": 1}));
    let filtered = searching.found("language=en&to=track:management").await;
    assert_eq!(titles(&filtered), ["Far away"]);
    // Its own filter is not set where a facet is counted.
    assert_eq!(filtered["facets"]["language"], json!({"ja": 1, "en": 1}));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_marks_what_was_found_in_both_languages() {
    let searching = Searching::start().await;
    let author = searching.app.author("tsuzura").await;
    author
        .published(&short(
            "Gardens <b>& bridges</b>",
            "sre",
            "engineering-manager",
        ))
        .await;
    searching.up_to_date().await;
    let reader = searching.app.stranger();
    for (language, told) in [("ja", "<b class=\"num\">1本</b>"), ("en", "1 story")] {
        let page = reader
            .page(&format!("/search?q=garden&lang={language}"))
            .await;
        assert!(page.contains("<mark>Gardens</mark> &#60;b&#62;"), "{page}");
        assert!(page.contains(told), "{page}");
        assert!(page.contains("name=\"robots\" content=\"noindex\""));
    }
    let page = reader.page("/search?q=gardnes&lang=en").await;
    assert!(page.contains("<mark>Gardens</mark>"), "{page}");
    let page = reader.page("/search?q=%22%3Cscript%3E&lang=en").await;
    assert!(page.contains("value=\"&#34;&#60;script&#62;\""), "{page}");
    assert!(page.contains("No story fits"));
    let nearest = reader
        .page("/search?q=enginering%20manger%20xyzzyx&lang=en")
        .await;
    assert!(nearest.contains("Gardens"), "{nearest}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_could_have_written_finds_nothing_and_is_not_repeated() {
    let searching = Searching::start().await;
    let author = searching.app.author("tsuzura").await;
    author.published(&short("Gardens", "sre", "cto")).await;
    searching.up_to_date().await;
    for words in [
        &"a".repeat(300),
        &"ア".repeat(300),
        "///",
        "%",
        "author:*",
        "to:EM ///",
    ] {
        assert_eq!(
            searching.found(&asking(words)).await["total"],
            0,
            "{words:.9}"
        );
    }
    let reader = searching.app.stranger();
    let long = format!("/search?{}", asking(&"\"".repeat(20_000)));
    assert!(reader.page(&long).await.len() < 200_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_found_and_what_was_before_is_not() {
    let searching = Searching::start().await;
    let author = searching.app.author("tsuzura").await;
    let story = author
        .published(&short("Gardens", "sre", "engineering-manager"))
        .await;
    searching.up_to_date().await;
    assert_eq!(searching.titles("gardens").await, ["Gardens"]);
    let changed = short("Bridges", "sre", "engineering-manager");
    let saved = author.save(story["id"].as_str().unwrap(), &changed).await;
    assert_eq!(saved.status(), 200);
    searching.up_to_date().await;
    assert!(searching.titles("gardens").await.is_empty());
    assert_eq!(searching.titles("bridges").await, ["Bridges"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_found_by_the_name_of_the_day() {
    let searching = Searching::start().await;
    let author = searching
        .app
        .person(
            "tsuzura",
            &[
                guidepost::access::Scope::StoriesWrite,
                guidepost::access::Scope::ProfileWrite,
            ],
        )
        .await;
    author
        .published(&short("Gardens", "sre", "engineering-manager"))
        .await;
    let named = json!({"display_name": "Kazahaya Rin"});
    let answer = author
        .request(reqwest::Method::PATCH, "/api/v1/me")
        .json(&named)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status(), 200);
    searching.up_to_date().await;
    for words in ["kazahaya", "author:\"Kazahaya Rin\"", "author:tsuzura"] {
        assert_eq!(searching.titles(words).await, ["Gardens"], "{words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merged_entry_is_found_as_its_successor() {
    let searching = Searching::start().await;
    let author = searching.app.author("tsuzura").await;
    author
        .published(&short("Gardens", "sre", "engineering-manager"))
        .await;
    let mut conn = searching.app.conn().await;
    let kind = guidepost::catalog::Kind::Role;
    guidepost::catalog::merge::merge(&mut conn, kind, "engineering-manager", "cto")
        .await
        .unwrap();
    searching.up_to_date().await;
    // What a server knows of the catalogue may be a second old.
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    let found = searching.found("to=cto").await;
    assert_eq!(titles(&found), ["Gardens"]);
    assert_eq!(found["facets"]["to"], json!({"cto": 1}));
    assert_eq!(
        titles(&searching.found("to=engineering-manager").await),
        ["Gardens"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_understood_beside_the_box_is_told_and_nothing_in_it_is() {
    let searching = Searching::start().await;
    let reader = searching.app.stranger();
    let query =
        "/api/v1/search?sort=best&limit=0&offset=2000&to=nobody&language=xx&author=nobody-here";
    let mut told = faults(reader.get(query).await).await;
    told.sort();
    let expected = [
        ("/author", "unknown_author"),
        ("/language", "unknown_value"),
        ("/limit", "out_of_range"),
        ("/offset", "out_of_range"),
        ("/sort", "unknown_value"),
        ("/to", "unknown_role"),
    ];
    let told: Vec<(&str, &str)> = told
        .iter()
        .map(|it| (it.0.as_str(), it.1.as_str()))
        .collect();
    assert_eq!(told, expected);
    assert_eq!(
        faults(reader.get("/api/v1/search?limit=100&offset=901").await)
            .await
            .len(),
        1
    );
    searching.found("limit=100&offset=900").await;
    let hostile = [
        "a".repeat(10_000),
        "\"".repeat(2_001),
        "to:x ".repeat(1_000),
        "( ) [ ] { } * ? ~ ^ \\ / & | !".to_owned(),
        "\u{0}\u{1}\u{202e}\u{feff}".to_owned(),
        "     ".to_owned(),
        "enginering~2 AND (NOT sre) OR /.*.*.*/".to_owned(),
        "ｅｎｇｉｎｅｅｒｉｎｇ ﾏﾈｰｼﾞｬｰ".to_owned(),
        "lang:xx to:nobody author: -".to_owned(),
    ];
    for words in hostile {
        let query = asking(&words);
        if query.len() < 30_000 {
            searching.found(&query).await;
            reader.page(&format!("/search?{query}")).await;
        }
    }
}
