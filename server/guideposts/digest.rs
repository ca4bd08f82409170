//! What the stories that reach a role say together: challenges, practices, tips.
//!
//! What is chosen comes from the census; its words are read from the stories, through the gate.

use diesel::prelude::*;
use diesel::sql_types::{Array, Text, Uuid as SqlUuid};
use diesel_async::RunQueryDsl;
use roaring::RoaringBitmap;
use uuid::Uuid;

use crate::db::Conn;
use crate::i18n::Language;
use crate::stories::census::{Census, many};
use crate::stories::gate;

/// A kind of challenge met on the way to a role, and the approaches to it.
#[derive(Clone, Debug)]
pub struct Met {
    pub kind: String,
    pub stories: i64,
    /// Each with the stories that tell of it, the most frequent first.
    pub approaches: Vec<(String, i64)>,
}

/// A practice that was of use in a role: how many stories say so, and what one did with it.
#[derive(Clone, Debug)]
pub struct Used {
    pub practice: String,
    pub stories: i64,
    pub example: Told,
}

/// A piece of advice and the story that gives it.
#[derive(Clone, Debug)]
pub struct Advice {
    pub audience: String,
    pub told: Told,
}

/// Words of a story, and where they stand.
#[derive(Clone, Debug, QueryableByName)]
pub struct Told {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    /// The slug of the practice or the audience.
    #[diesel(sql_type = Text)]
    about: String,
    /// What a practice was applied to, or the HTML of a tip.
    #[diesel(sql_type = Text)]
    pub words: String,
    #[diesel(sql_type = Text)]
    pub slug: String,
    #[diesel(sql_type = Text)]
    pub title: String,
    #[diesel(sql_type = Text)]
    pub language: String,
}

/// How many tips for one audience stand in a digest.
const TIPS: usize = 3;

/// So many more stories are looked at, for the case that one has changed since the census.
const SPARE: usize = 2;

/// The stories that reach a role, as their census has them.
#[derive(Clone, Copy, Debug)]
pub struct Digest<'d> {
    pub census: &'d Census,
    pub stories: &'d RoaringBitmap,
    /// All that end there: what they tell is of this role, and not of a later one.
    pub ending: &'d RoaringBitmap,
}

impl Digest<'_> {
    /// Challenges by frequency, each with its approaches by frequency.
    pub fn challenges(&self) -> Vec<Met> {
        let kinds = self.by("challenge");
        let met = |(kind, stories): (&str, RoaringBitmap)| Met {
            approaches: self.approaches(kind),
            stories: many(&stories),
            kind: kind.to_owned(),
        };
        kinds.into_iter().map(met).collect()
    }

    fn approaches(&self, kind: &str) -> Vec<(String, i64)> {
        let told = |(told, stories): (&'_ str, &RoaringBitmap)| {
            let (met, approach) = told.split_once(' ')?;
            (met == kind).then(|| (approach.to_owned(), stories & self.stories))
        };
        let found = by_frequency(self.census.values("met").filter_map(told).collect());
        let counted = found.into_iter().map(|it| (it.0, many(&it.1)));
        counted.filter(|it| it.1 > 0).collect()
    }

    /// Practices by frequency, each told by the newest story in the reader's language where there is one.
    pub async fn practices(
        &self,
        conn: &mut Conn,
        language: Language,
        most: usize,
    ) -> QueryResult<Vec<Used>> {
        let mut used = self.by("practice");
        used.truncate(most);
        let sql = format!(
            "select wanted.id, wanted.about, told.words, stories.slug, stories.title, stories.language \
             from unnest($1, $2) as wanted (id, about) join stories on stories.id = wanted.id \
             cross join lateral (select uses.applied_to as words from story_practices as uses \
                 join practices as list on list.slug = uses.practice \
                 where uses.story_id = wanted.id and coalesce(list.merged_into, list.slug) = wanted.about \
                 order by uses.position limit 1) as told \
             where {}",
            gate::LISTED
        );
        let wanted = self.wanted(&used, language, 1);
        let told = told(conn, &sql, &wanted).await?;
        let used = used.into_iter().filter_map(|(practice, stories)| {
            Some(Used {
                practice: practice.to_owned(),
                stories: many(&stories),
                example: first(&wanted, &told, practice).next()?.clone(),
            })
        });
        Ok(used.collect())
    }

    /// The newest tips for each audience, one of each story, in the reader's language first.
    pub async fn tips(&self, conn: &mut Conn, language: Language) -> QueryResult<Vec<Advice>> {
        let audiences = self.by("tip");
        let sql = format!(
            "select wanted.id, wanted.about, told.words, stories.slug, stories.title, stories.language \
             from unnest($1, $2) as wanted (id, about) join stories on stories.id = wanted.id \
             cross join lateral (select tips.text_html as words from tips \
                 join audiences as list on list.slug = tips.audience \
                 where tips.story_id = wanted.id and coalesce(list.merged_into, list.slug) = wanted.about \
                 order by tips.position limit 1) as told \
             where {}",
            gate::LISTED
        );
        let wanted = self.wanted(&audiences, language, TIPS);
        let told = told(conn, &sql, &wanted).await?;
        let advice = audiences.into_iter().flat_map(|(audience, _)| {
            let tips = first(&wanted, &told, audience).take(TIPS);
            let tips = tips.map(|it| Advice {
                audience: audience.to_owned(),
                told: it.clone(),
            });
            tips.collect::<Vec<_>>()
        });
        Ok(advice.collect())
    }

    /// The entries of a list that these stories tell of, the most frequent first.
    fn by(&self, name: &str) -> Vec<(&str, RoaringBitmap)> {
        let told = |(slug, stories)| (slug, stories & self.stories);
        let found = self.census.values(name).map(told);
        by_frequency(found.filter(|it| !it.1.is_empty()).collect())
    }

    /// The newest in the reader's language before others, and of both those first that end here.
    fn best(&self, stories: &RoaringBitmap, language: Language, most: usize) -> Vec<Uuid> {
        let spoken = self.census.any("language", [language.as_str()]);
        let (ours, others) = (stories & &*spoken, stories - &*spoken);
        let parts = [
            &ours & self.ending,
            ours - self.ending,
            &others & self.ending,
            others - self.ending,
        ];
        let numbers = parts.iter().flatten().take(most);
        numbers.filter_map(|it| self.census.id(it)).collect()
    }

    /// For each entry the stories that may tell of it, the best first.
    fn wanted<'e>(
        &self,
        entries: &[(&'e str, RoaringBitmap)],
        language: Language,
        most: usize,
    ) -> Vec<(Uuid, &'e str)> {
        let candidates = |(slug, stories): &(&'e str, RoaringBitmap)| {
            let slug = *slug;
            let best = self.best(stories, language, most + SPARE);
            best.into_iter().map(move |id| (id, slug))
        };
        entries.iter().flat_map(candidates).collect()
    }
}

async fn told(conn: &mut Conn, sql: &str, wanted: &[(Uuid, &str)]) -> QueryResult<Vec<Told>> {
    let (ids, about): (Vec<Uuid>, Vec<&str>) = wanted.iter().copied().unzip();
    diesel::sql_query(sql)
        .bind::<Array<SqlUuid>, _>(ids)
        .bind::<Array<Text>, _>(about)
        .load(conn)
        .await
}

/// What was found of an entry, in the order in which it was wanted.
fn first<'t>(
    wanted: &'t [(Uuid, &str)],
    told: &'t [Told],
    about: &str,
) -> impl Iterator<Item = &'t Told> {
    let wanted = wanted.iter().filter(move |it| it.1 == about);
    wanted.filter_map(|(id, about)| told.iter().find(|it| it.id == *id && it.about == *about))
}

fn by_frequency<S: Ord>(mut found: Vec<(S, RoaringBitmap)>) -> Vec<(S, RoaringBitmap)> {
    found.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(&b.0)));
    found
}
