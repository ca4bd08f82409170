//! One path out of several: the stories of a person tell parts of the same career. Pure.

/// A role and when it was reached, empty where that is not known.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Stop {
    pub role: String,
    pub date: String,
}

/// The shortest path that holds all of these in their order; where two leave the order open, dates
/// decide, and without dates the longer path goes first.
pub fn merged(mut paths: Vec<Vec<Stop>>) -> Vec<Stop> {
    paths.sort_by_key(|it| std::cmp::Reverse(it.len()));
    let joined = paths.into_iter().reduce(|a, b| join(&a, &b));
    let mut stops: Vec<Stop> = Vec::new();
    for stop in joined.unwrap_or_default() {
        match stops.last_mut() {
            Some(last) if last.role == stop.role => {
                if last.date.is_empty() {
                    last.date = stop.date;
                }
            }
            _ => stops.push(stop),
        }
    }
    stops
}

/// By the longest common subsequence: what both tell of is one stop.
fn join(a: &[Stop], b: &[Stop]) -> Vec<Stop> {
    let common = common(a, b);
    let shared = |i: usize, j: usize| {
        let at = common.get(i).and_then(|it| it.get(j));
        at.copied().unwrap_or(0)
    };
    let (mut i, mut j) = (0, 0);
    let mut joined = Vec::with_capacity(a.len() + b.len());
    loop {
        match (a.get(i), b.get(j)) {
            (Some(x), Some(y)) if is_same(x, y) => {
                let date = if x.date.len() >= y.date.len() {
                    &x.date
                } else {
                    &y.date
                };
                joined.push(Stop {
                    role: x.role.clone(),
                    date: date.clone(),
                });
                i += 1;
                j += 1;
            }
            (Some(x), Some(y)) => {
                let (without_x, without_y) = (shared(i + 1, j), shared(i, j + 1));
                let is_x_first = match without_x.cmp(&without_y) {
                    std::cmp::Ordering::Equal => !is_before(y, x),
                    order => order.is_gt(),
                };
                if is_x_first {
                    joined.push(x.clone());
                    i += 1;
                } else {
                    joined.push(y.clone());
                    j += 1;
                }
            }
            (Some(x), None) => {
                joined.push(x.clone());
                i += 1;
            }
            (None, Some(y)) => {
                joined.push(y.clone());
                j += 1;
            }
            (None, None) => return joined,
        }
    }
}

/// How much `a` from i on and `b` from j on have in common, for each i and j.
fn common(a: &[Stop], b: &[Stop]) -> Vec<Vec<usize>> {
    let mut rows = vec![vec![0; b.len() + 1]];
    for x in a.iter().rev() {
        let below = rows.last().cloned().unwrap_or_default();
        let mut row = vec![0; b.len() + 1];
        for (j, y) in b.iter().enumerate().rev() {
            let get = |row: &[usize], j: usize| row.get(j).copied().unwrap_or(0);
            let best = if is_same(x, y) {
                get(&below, j + 1) + 1
            } else {
                get(&below, j).max(get(&row, j + 1))
            };
            if let Some(cell) = row.get_mut(j) {
                *cell = best;
            }
        }
        rows.push(row);
    }
    rows.reverse();
    rows
}

/// The same role, at a time that may be the same: `2021` and `2021-04` may, `2019` and `2021` not.
fn is_same(a: &Stop, b: &Stop) -> bool {
    a.role == b.role && (a.date.starts_with(&b.date) || b.date.starts_with(&a.date))
}

/// Whether it is known to be earlier.
fn is_before(a: &Stop, b: &Stop) -> bool {
    !a.date.is_empty() && !b.date.is_empty() && a.date < b.date
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(stops: &[(&str, &str)]) -> Vec<Stop> {
        let stop = |(role, date): &(&str, &str)| Stop {
            role: (*role).to_owned(),
            date: (*date).to_owned(),
        };
        stops.iter().map(stop).collect()
    }

    fn told(stops: &[Stop]) -> Vec<&str> {
        stops.iter().map(|it| it.role.as_str()).collect()
    }

    #[test]
    fn stories_of_parts_make_the_whole() {
        let merged = merged(vec![
            path(&[("backend", ""), ("sre", "2016")]),
            path(&[("sre", "2016-04"), ("em", "2019-10"), ("director", "2023")]),
        ]);
        assert_eq!(told(&merged), ["backend", "sre", "em", "director"]);
        assert_eq!(merged[1].date, "2016-04");
    }

    #[test]
    fn dates_decide_what_the_order_leaves_open() {
        let merged = merged(vec![
            path(&[("sre", "2010"), ("cto", "2020")]),
            path(&[("sre", "2010"), ("lead", "2014"), ("adviser", "2024")]),
        ]);
        assert_eq!(told(&merged), ["sre", "lead", "cto", "adviser"]);
    }

    #[test]
    fn a_role_held_again_later_is_another_stop() {
        let merged = merged(vec![
            path(&[("sre", "2015"), ("em", "2018"), ("sre", "2021")]),
            path(&[("em", "2018"), ("sre", "2021"), ("staff", "2024")]),
        ]);
        assert_eq!(told(&merged), ["sre", "em", "sre", "staff"]);
    }

    #[test]
    fn nothing_told_is_no_path() {
        assert!(merged(Vec::new()).is_empty());
        assert_eq!(told(&merged(vec![path(&[("sre", "")])])), ["sre"]);
    }
}
