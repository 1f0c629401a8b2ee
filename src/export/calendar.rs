//! Deadlines of roadmaps for calendar programs (iCalendar, RFC 5545).

use super::{Job, Material};

/// A file for each roadmap.
pub fn jobs(_material: Material<'_>) -> Vec<Job<'_>> {
    Vec::new()
}
