//! The path of a story and what is derived from it. Pure.

use crate::stories::content::Transition;

/// The sequence of roles of a story.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Path {
    /// `from_role` of the first transition, then every `to_role`; repeats in a row count once.
    pub roles: Vec<String>,
    /// Beside each role when it was reached, empty where that is not known.
    pub dates: Vec<String>,
    /// Roles reached by a transition that is no move within the role.
    pub reached: Vec<String>,
}

impl Path {
    /// Transitions that do not name both roles yet are left out.
    pub fn of(transitions: &[Transition]) -> Self {
        let mut path = Self::default();
        for step in transitions {
            let (Some(from), Some(to)) = (&step.from_role, &step.to_role) else {
                continue;
            };
            if path.roles.is_empty() {
                path.push(from, None);
            }
            path.push(to, step.started_on.as_deref());
            if from != to && !path.reached.contains(to) {
                path.reached.push(to.clone());
            }
        }
        path
    }

    /// Roles that stand in the path before its last place.
    pub fn departed(&self) -> Vec<String> {
        let before_last = self
            .roles
            .split_last()
            .map_or(&[][..], |(_, before)| before);
        let mut departed = before_last.to_vec();
        departed.sort_unstable();
        departed.dedup();
        departed
    }

    /// `A>B` for every A that stands anywhere before B.
    pub fn roads(&self) -> Vec<String> {
        let mut roads: Vec<String> = self
            .roles
            .iter()
            .enumerate()
            .flat_map(|(n, from)| self.roles.iter().skip(n + 1).map(move |to| road(from, to)))
            .collect();
        roads.sort_unstable();
        roads.dedup();
        roads
    }

    fn push(&mut self, role: &str, date: Option<&str>) {
        if self.roles.last().is_none_or(|it| it != role) {
            self.roles.push(role.to_owned());
            self.dates.push(date.unwrap_or_default().to_owned());
        }
    }
}

/// The road from one role to another as one word.
pub fn road(from: &str, to: &str) -> String {
    format!("{from}>{to}")
}

/// The places of transitions that begin at a role which was not held before in the same story.
pub fn breaks(transitions: &[Transition]) -> Vec<usize> {
    let mut held: Vec<&str> = Vec::new();
    let mut breaks = Vec::new();
    for (n, step) in transitions.iter().enumerate() {
        let from = step.from_role.as_deref();
        if let Some(from) = from {
            if n > 0 && !held.contains(&from) {
                breaks.push(n);
            }
            held.push(from);
        }
        held.extend(step.to_role.as_deref());
    }
    breaks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps(steps: &[(&str, &str, &str)]) -> Vec<Transition> {
        let step = |(from, to, on): &(&str, &str, &str)| Transition {
            from_role: Some((*from).to_owned()),
            to_role: Some((*to).to_owned()),
            started_on: (!on.is_empty()).then(|| (*on).to_owned()),
            ..Transition::default()
        };
        steps.iter().map(step).collect()
    }

    #[test]
    fn repeats_in_a_row_count_once() {
        let path = Path::of(&steps(&[
            ("a", "b", "2020"),
            ("b", "b", "2021"),
            ("b", "a", ""),
            ("a", "c", "2024"),
        ]));
        assert_eq!(path.roles, ["a", "b", "a", "c"]);
        assert_eq!(path.dates, ["", "2020", "", "2024"]);
    }

    #[test]
    fn a_move_within_the_role_reaches_nothing() {
        let path = Path::of(&steps(&[("a", "a", "")]));
        assert_eq!(path.roles, ["a"]);
        assert!(path.reached.is_empty() && path.departed().is_empty() && path.roads().is_empty());
    }

    #[test]
    fn a_road_joins_any_two_places_in_order() {
        let path = Path::of(&steps(&[("a", "b", ""), ("b", "c", "")]));
        assert_eq!(path.roads(), ["a>b", "a>c", "b>c"]);
        assert_eq!(path.departed(), ["a", "b"]);
    }

    #[test]
    fn a_path_breaks_where_a_role_was_never_held() {
        assert!(breaks(&steps(&[("a", "b", ""), ("a", "c", ""), ("b", "d", "")])).is_empty());
        assert_eq!(breaks(&steps(&[("a", "b", ""), ("x", "c", "")])), [1]);
    }
}
