//! Tables of collections for office programs: CSV and XLSX.

use super::{Job, Material};

/// A file for each format and collection.
pub fn jobs(_material: Material<'_>) -> Vec<Job<'_>> {
    Vec::new()
}
