//! "Did you mean": the closest of several names.

/// The name that differs from `text` by at most a third of its letters, or `None`.
pub fn closest<'n>(text: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    // Long values are pasted text, not misspelt names, and the distance is quadratic.
    if text.is_empty() || text.len() > 100 {
        return None;
    }
    let length = text.chars().count();
    let limit = (length / 3).max(1);
    names
        .into_iter()
        // Every letter more or less is a difference: most of ten thousand names need not be compared.
        .filter(|name| name.chars().count().abs_diff(length) <= limit)
        .map(|name| (strsim::osa_distance(text, name), name))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_slips_and_ignores_strangers() {
        assert_eq!(closest("sumary", ["summary", "stages"]), Some("summary"));
        assert_eq!(closest("stgaes", ["summary", "stages"]), Some("stages"));
        assert_eq!(closest("xyz", ["summary", "stages"]), None);
    }
}
