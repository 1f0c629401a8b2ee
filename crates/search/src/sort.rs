//! Sorting in little room.
//!
//! The standard library compiles its sorts anew for every type and order, at some five kilobytes each,
//! and a browser fetches them all. Here one routine orders numbers of things for everyone; a browser
//! orders hundreds, seldom thousands.

/// Sorts `items`; equals stay in their order. n · log n calls of `before`, which tells whether its first
/// argument must stand before its second; n calls if all are in order already.
pub(crate) fn sort<T>(items: &mut [T], before: impl Fn(&T, &T) -> bool) {
    let mut order = order(items.len(), &|a, b| before(&items[a], &items[b]));
    // Each cycle of the permutation is walked once.
    for start in 0..order.len() {
        let mut at = start;
        loop {
            let from = order[at];
            order[at] = at;
            if from == start {
                break;
            }
            items.swap(at, from);
            at = from;
        }
    }
}

/// Sorts `items` and keeps the first of equals.
pub(crate) fn sort_unique<T: Ord>(items: &mut Vec<T>) {
    sort(items, |a, b| a < b);
    items.dedup();
}

/// Numbers of `len` things in their order, by merging ever longer runs.
fn order(len: usize, before: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut from: Vec<usize> = (0..len).collect();
    let mut to = from.clone();
    let mut run = 1;
    while run < len {
        let mut start = 0;
        while start < len {
            let middle = len.min(start + run);
            let end = len.min(middle + run);
            merge(&from[start..end], middle - start, &mut to[start..end], before);
            start = end;
        }
        core::mem::swap(&mut from, &mut to);
        run *= 2;
    }
    from
}

/// Merges two runs, the second of which begins at `middle`.
fn merge(from: &[usize], middle: usize, to: &mut [usize], before: &dyn Fn(usize, usize) -> bool) {
    let (left, right) = from.split_at(middle);
    // What is in order already is common: lists of several parts, each of which is in order.
    if let (Some(&last), Some(&first)) = (left.last(), right.first())
        && !before(first, last)
    {
        return to.copy_from_slice(from);
    }
    let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
    for slot in to {
        let second = match (left.peek(), right.peek()) {
            (Some(&&l), Some(&&r)) => before(r, l),
            (left, _) => left.is_none(),
        };
        let next = if second { right.next() } else { left.next() };
        next.into_iter().for_each(|&number| *slot = number);
    }
}

use crate::prelude::*;
#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn as_the_standard_library_does(mut items in prop::collection::vec((0u8..9, any::<u8>()), 0..70)) {
            let mut expected = items.clone();
            expected.sort_by_key(|item| item.0);
            sort(&mut items, |a, b| a.0 < b.0);
            prop_assert_eq!(&items, &expected);
            expected.sort_unstable();
            expected.dedup();
            sort_unique(&mut items);
            prop_assert_eq!(items, expected);
        }
    }
}
