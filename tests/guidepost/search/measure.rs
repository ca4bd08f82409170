//! How good the answers to judged queries are.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

/// How far a reader looks.
const SEEN: usize = 10;
const READ: usize = 20;

/// The measures of one query whose answer is not "nothing".
#[derive(Clone, Copy, Debug)]
pub struct Measures {
    /// nDCG of the first 10, gains 2^grade - 1.
    pub ndcg: f64,
    /// Of the relevant stories among the first 20, of what there could be.
    pub recall: f64,
    /// One by the place of the first relevant story.
    pub reciprocal_rank: f64,
    /// Of all that is returned.
    pub precision: f64,
}

/// `found` best first.
pub fn measures(found: &[String], relevant: &HashMap<String, u32>) -> Measures {
    let grade = |id: &String| relevant.get(id).copied().unwrap_or(0);
    let mut ideal: Vec<u32> = relevant.values().copied().collect();
    ideal.sort_unstable_by(|a, b| b.cmp(a));
    let grades: Vec<u32> = found.iter().map(grade).collect();
    let n_relevant = |grades: &[u32]| grades.iter().filter(|it| **it > 0).count();
    let first = grades.iter().position(|it| *it > 0);
    let read = &grades[..grades.len().min(READ)];
    Measures {
        ndcg: gain(&grades) / gain(&ideal),
        recall: share(n_relevant(read), relevant.len().min(READ)),
        reciprocal_rank: first.map_or(0.0, |it| share(1, it + 1)),
        precision: share(n_relevant(&grades), grades.len()),
    }
}

fn gain(grades: &[u32]) -> f64 {
    let gain =
        |(n, grade): (usize, &u32)| (f64::from(2_u32.pow(*grade)) - 1.0) / number(n + 2).log2();
    grades.iter().take(SEEN).enumerate().map(gain).sum()
}

fn share(part: usize, whole: usize) -> f64 {
    number(part) / number(whole.max(1))
}

fn number(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap())
}

/// The means of many queries.
#[derive(Clone, Copy, Debug, Default)]
pub struct Means {
    pub n: usize,
    pub ndcg: f64,
    pub recall: f64,
    pub reciprocal_rank: f64,
    pub precision: f64,
}

impl Means {
    pub fn of(measures: &[Measures]) -> Self {
        let mean = |of: fn(&Measures) -> f64| {
            measures.iter().map(of).sum::<f64>() / number(measures.len().max(1))
        };
        Self {
            n: measures.len(),
            ndcg: mean(|it| it.ndcg),
            recall: mean(|it| it.recall),
            reciprocal_rank: mean(|it| it.reciprocal_rank),
            precision: mean(|it| it.precision),
        }
    }
}

impl fmt::Display for Means {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            n,
            ndcg,
            recall,
            reciprocal_rank,
            precision,
        } = self;
        write!(
            f,
            "{n:4}   {ndcg:.3}     {recall:.3}      {reciprocal_rank:.3}   {precision:.3}"
        )
    }
}

/// A line for each kind of query, and one for all.
pub fn table(by_kind: &BTreeMap<String, Vec<Measures>>) -> String {
    let mut table =
        String::from("kind                n   nDCG@10   recall@20  MRR     precision\n");
    for (kind, measures) in by_kind {
        table += &format!("{kind:16} {}\n", Means::of(measures));
    }
    let all: Vec<Measures> = by_kind.values().flatten().copied().collect();
    table + &format!("{:16} {}\n", "all", Means::of(&all))
}
