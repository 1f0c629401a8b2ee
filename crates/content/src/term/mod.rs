//! Russian deadlines.
