//! What may give away who wrote an anonymous story, told to its author before it is published.

use diesel::prelude::*;
use diesel::sql_types::{Array, BigInt, Text};
use diesel_async::RunQueryDsl;

use crate::catalog::{Catalog, Kind};
use crate::db::Conn;
use crate::db::ids::PersonId;
use crate::db::schema::stories;
use crate::error::Result;
use crate::stories::content::Content;
use crate::stories::gate;
use crate::stories::path::{Path, road};

/// A road of fewer people than these points to each of them.
const FEW: i64 = 5;

#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Giveaway {
    /// JSON pointer to what gives away; of the first one where there are several of a kind.
    pub pointer: String,
    pub kind: Kinds,
}

/// What it is that gives away.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kinds {
    /// The title of a position, as the company called it.
    Title,
    Organisation,
    /// A date that names the month.
    Month,
    /// An address that leads to what is known of the author.
    Link,
    /// A picture, which is a link to somewhere.
    Image,
    /// A road that fewer than five people have told of.
    RareRoad,
    /// The author's own name or handle.
    Name,
    /// An address of mail.
    Mail,
    /// What is written like the name of a company.
    Company,
    /// A title or summary that stands in public under the author's name.
    SameAsNamed,
}

/// What people call a company by its form.
const COMPANIES: [&str; 7] = [
    "株式会社",
    "(株)",
    "（株）",
    "有限会社",
    "合同会社",
    " Inc.",
    " Ltd",
];

/// Everything in this document that may give away its author, who has this handle and name.
pub async fn giveaways(
    conn: &mut Conn,
    catalog: &Catalog,
    content: &Content,
    (author, handle, display_name): (PersonId, &str, &str),
) -> Result<Vec<Giveaway>> {
    let mut found = in_texts(content);
    let texts = texts(content);
    let first = |says: &dyn Fn(&str) -> bool| texts.iter().find(|it| says(it.1));
    let folded = |text: &str| text.to_lowercase();
    let names = [folded(handle), folded(display_name)];
    let is_name = |text: &str| {
        let text = folded(text);
        names
            .iter()
            .any(|it| it.chars().count() > 1 && text.contains(it.as_str()))
    };
    let is_company = |text: &str| COMPANIES.iter().any(|it| text.contains(it));
    let more = [
        first(&is_name).map(|it| giveaway(it.0.clone(), Kinds::Name)),
        first(&has_mail).map(|it| giveaway(it.0.clone(), Kinds::Mail)),
        first(&is_company).map(|it| giveaway(it.0.clone(), Kinds::Company)),
    ];
    found.extend(more.into_iter().flatten());
    if is_said_by_name(conn, author, content).await? {
        found.push(giveaway("/title".to_owned(), Kinds::SameAsNamed));
    }
    if is_rare(conn, catalog, content).await? {
        found.push(giveaway("/transitions".to_owned(), Kinds::RareRoad));
    }
    Ok(found)
}

/// Whether something in a text looks like an address of mail: a@b.c.
fn has_mail(text: &str) -> bool {
    let mut words = text.split(|c: char| c.is_whitespace() || !c.is_ascii());
    words.any(|it| {
        it.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.trim_end_matches('.').contains('.')
        })
    })
}

/// Whether a story that shows this author stands in public with the same title or summary.
async fn is_said_by_name(conn: &mut Conn, author: PersonId, content: &Content) -> Result<bool> {
    let same_title = stories::title
        .eq(content.title.trim())
        .and(stories::title.ne(""));
    let same_summary = stories::summary
        .eq(content.summary.trim())
        .and(stories::summary.ne(""));
    let found = stories::table
        .filter(stories::author_id.eq(author))
        .filter(gate::shown_by_name())
        .filter(same_title.or(same_summary));
    Ok(diesel::select(diesel::dsl::exists(found))
        .get_result(conn)
        .await?)
}

fn giveaway(pointer: String, kind: Kinds) -> Giveaway {
    Giveaway { pointer, kind }
}

fn in_texts(content: &Content) -> Vec<Giveaway> {
    let transitions = || content.transitions.iter().enumerate();
    let first = |field: &str, has: &dyn Fn(&crate::stories::content::Transition) -> bool, kind| {
        let at = transitions().find(|(_, it)| has(it)).map(|(n, _)| n);
        at.map(|n| giveaway(format!("/transitions/{n}/{field}"), kind))
    };
    let some = |text: &Option<String>| text.as_ref().is_some_and(|it| !it.is_empty());
    let is_month = |date: &Option<String>| date.as_ref().is_some_and(|it| it.contains('-'));
    let texts = texts(content);
    let with = |mark: &str| texts.iter().find(|it| it.1.contains(mark));
    let link = match content.links.is_empty() {
        false => Some("/links".to_owned()),
        true if some(&content.canonical_url) => Some("/canonical_url".to_owned()),
        true => with("://").map(|it| it.0.clone()),
    };
    [
        first("title", &|it| some(&it.title), Kinds::Title),
        first(
            "organisation",
            &|it| some(&it.organisation),
            Kinds::Organisation,
        ),
        first("started_on", &|it| is_month(&it.started_on), Kinds::Month),
        link.map(|at| giveaway(at, Kinds::Link)),
        with("![").map(|it| giveaway(it.0.clone(), Kinds::Image)),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn texts(content: &Content) -> Vec<(String, &str)> {
    let mut texts = vec![
        ("/title".to_owned(), content.title.as_str()),
        ("/summary".to_owned(), content.summary.as_str()),
        ("/reflection_md".to_owned(), content.reflection_md.as_str()),
    ];
    for (n, it) in content.transitions.iter().enumerate() {
        texts.push((format!("/transitions/{n}/story_md"), &it.story_md));
    }
    for (n, it) in content.challenges.iter().enumerate() {
        texts.push((format!("/challenges/{n}/faced_md"), &it.faced_md));
        texts.push((format!("/challenges/{n}/response_md"), &it.response_md));
        let hindsight = it.hindsight_md.as_deref().unwrap_or_default();
        texts.push((format!("/challenges/{n}/hindsight_md"), hindsight));
    }
    for (n, it) in content.practices.iter().enumerate() {
        texts.push((format!("/practices/{n}/how_md"), &it.how_md));
        let caveat = it.caveat_md.as_deref().unwrap_or_default();
        texts.push((format!("/practices/{n}/caveat_md"), caveat));
    }
    for (n, it) in content.tips.iter().enumerate() {
        texts.push((format!("/tips/{n}/text_md"), &it.text_md));
    }
    texts
}

/// Whether one of its roads was told of by fewer than [`FEW`] people, each anonymous story one of
/// its own.
async fn is_rare(conn: &mut Conn, catalog: &Catalog, content: &Content) -> Result<bool> {
    #[derive(QueryableByName)]
    struct Road {
        #[diesel(sql_type = BigInt)]
        people: i64,
    }
    let path = Path::of(&content.transitions).roles;
    for step in path.windows(2) {
        let [from, to] = step else { continue };
        let family = |slug: &str| catalog.family(Kind::Role, catalog.current(Kind::Role, slug));
        let (froms, tos) = (family(from), family(to));
        let one = |from: &&str| tos.iter().map(|to| road(from, to)).collect::<Vec<_>>();
        let roads: Vec<String> = froms.iter().flat_map(one).collect();
        let told = diesel::sql_query(format!(
            "select count(distinct case when byline = 'anonymous' then id else author_id end) as people \
             from stories where {} and roads && $1",
            gate::LISTED
        ));
        let told: Road = told.bind::<Array<Text>, _>(roads).get_result(conn).await?;
        if told.people < FEW {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stories::content::{Tip, Transition};

    #[test]
    fn what_points_to_a_person_is_found_once_for_each_kind() {
        let step = Transition {
            title: Some("Head of Reliability".to_owned()),
            organisation: Some("payments, 80 engineers".to_owned()),
            started_on: Some("2021-04".to_owned()),
            ..Transition::default()
        };
        let tip = Tip {
            audience: None,
            text_md: "![me](https://example.org/me.png)".to_owned(),
        };
        let content = Content {
            transitions: vec![Transition::default(), step.clone(), step],
            tips: vec![tip],
            ..Content::default()
        };
        let found: Vec<(String, Kinds)> = in_texts(&content)
            .into_iter()
            .map(|it| (it.pointer, it.kind))
            .collect();
        let expected = [
            ("/transitions/1/title", Kinds::Title),
            ("/transitions/1/organisation", Kinds::Organisation),
            ("/transitions/1/started_on", Kinds::Month),
            ("/tips/0/text_md", Kinds::Link),
            ("/tips/0/text_md", Kinds::Image),
        ];
        assert_eq!(found, expected.map(|(at, kind)| (at.to_owned(), kind)));
        let quiet = Transition {
            started_on: Some("2021".to_owned()),
            ..Transition::default()
        };
        let content = Content {
            transitions: vec![quiet],
            ..Content::default()
        };
        assert_eq!(in_texts(&content), []);
    }
}
