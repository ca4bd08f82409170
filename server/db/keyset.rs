//! Pages of a list, each of which begins where the one before ended.

/// Of rows that were loaded with one more than the page shows: the page, and its last place where there is
/// another page behind it.
pub fn cut<T, P>(
    mut rows: Vec<T>,
    limit: u8,
    place: impl FnOnce(&T) -> Option<P>,
) -> (Vec<T>, Option<P>) {
    let has_more = rows.len() > usize::from(limit);
    rows.truncate(limit.into());
    let next = rows.last().filter(|_| has_more).and_then(place);
    (rows, next)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_leads_on_where_a_row_stands_behind_it() {
        let cut = |rows: &[i32]| cut(rows.to_vec(), 2, |it| Some(*it));
        assert_eq!(cut(&[]), (vec![], None));
        assert_eq!(cut(&[1, 2]), (vec![1, 2], None));
        assert_eq!(cut(&[1, 2, 3]), (vec![1, 2], Some(2)));
    }
}
