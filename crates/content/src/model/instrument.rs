//! What the items of an instrument give.

use super::record::objects;
use super::value::{Fields, Value};

/// Highest sum of points that a sheet's items can reach; `None` when an item has neither points nor
/// a common scale.
pub fn maximum(fields: &Fields) -> Option<f64> {
    objects(fields, "sections").map(|(_, section)| section_maximum(fields, section)).sum()
}

/// The same for one section.
pub fn section_maximum(fields: &Fields, section: &Fields) -> Option<f64> {
    let scale = highest(objects(fields, "scale").filter_map(|(_, step)| step.number("points")));
    objects(section, "items").map(|(_, item)| item_maximum(item).or(scale)).sum()
}

/// Most points that one item with points of its own gives.
pub fn item_maximum(item: &Fields) -> Option<f64> {
    highest(item.list("points").iter().filter_map(|placed| match &placed.value {
        Value::Number(number) => Some(number.value),
        _ => None,
    }))
}

fn highest(values: impl Iterator<Item = f64>) -> Option<f64> {
    values.fold(None, |best: Option<f64>, value| Some(best.map_or(value, |best| best.max(value))))
}
